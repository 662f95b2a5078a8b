import type { ReactNode, RefObject } from 'react';
import { useStore } from '../store.ts';
import { useTexts } from './texts.ts';

/** The one thing that a form does. `primary`: Enter does it from everywhere. */
export type Action = { readonly label: string; readonly disabled: boolean; readonly primary: boolean };

/** The form of a screen on which something is prepared. Its last line: back, what is still wanted, and the one action. */
export const ScreenForm = ({
  form,
  wanted,
  action,
  beside = null,
  submit,
  children,
}: {
  readonly form?: RefObject<HTMLFormElement | null> | undefined;
  readonly wanted: string | null;
  /** Null while there is nothing that could be begun. */
  readonly action: Action | null;
  /** What else can be done with what was prepared. */
  readonly beside?: ReactNode;
  readonly submit: (form: HTMLFormElement) => void;
  readonly children: ReactNode;
}) => {
  const store = useStore();
  const { t } = useTexts();
  return (
    <form
      ref={form}
      className="set-up"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      {children}
      <div className="actions" data-place-bar="">
        <button type="button" className="secondary" onClick={() => store.go({ name: 'start' })}>
          {t('screen.back')}
        </button>
        <p className="hint" aria-live="polite">
          {wanted}
        </p>
        {beside}
        {action === null ? null : (
          <button
            type="submit"
            className="primary"
            data-primary={action.primary ? '' : undefined}
            disabled={action.disabled}
          >
            {action.label}
          </button>
        )}
      </div>
    </form>
  );
};
