import { useId, type ReactNode } from 'react';
import type { Reply, RequestName } from '../../electron/contract.ts';
import { Dialog } from '../parts/dialog.tsx';
import { takeSecrets } from '../parts/secret.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { useView } from '../store.ts';

/** What people decide at any step: it is recorded, or the dialog says why not. */
export const DecisionDialog = ({
  title,
  lead,
  action,
  ready,
  tone,
  close,
  decide,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly ready: boolean;
  readonly tone?: 'bad';
  readonly close: () => void;
  readonly decide: (secrets: ReadonlyMap<string, string>) => Promise<Reply<RequestName>>;
  readonly children: ReactNode;
}) => {
  const { t } = useTexts();
  const { fault, asking } = useView();
  return (
    <Dialog title={title} close={close}>
      <form
        className="decision"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && asking === null)
            void decide(takeSecrets(event.currentTarget)).then((reply) => {
              if (reply.ok) close();
            });
        }}
      >
        <p className="lead">{lead}</p>
        {children}
        {fault === null ? null : <ProblemNote problem={fault} />}
        <div className="actions">
          <button type="button" className="secondary" onClick={close}>
            {t('screen.cancel')}
          </button>
          <button type="submit" className="primary" data-tone={tone} disabled={!ready || asking !== null}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
};

export const LongField = ({
  label,
  value,
  change,
}: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
}) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={4000}
        required
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
};
