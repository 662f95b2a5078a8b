import { useId, type ReactNode } from 'react';

/**
 * An input for what must not be seen, kept or remembered: uncontrolled, so that React never holds the value. `takeSecrets` reads
 * it once, at the moment of sending, and empties it.
 */
export const SecretField = ({
  name,
  label,
  hint,
  described,
  disabled = false,
  onInput,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode | undefined;
  readonly described?: string | undefined;
  /** What is locked takes no PIN. */
  readonly disabled?: boolean;
  /** Hears the number of characters and whether they are all of the wanted ones; never the characters. */
  readonly onInput?: (input: HTMLInputElement) => void;
}) => {
  const id = useId();
  return (
    <div className="field" data-kind="secret">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="password"
        required
        disabled={disabled}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        maxLength={2000}
        data-answer=""
        aria-describedby={described}
        onInput={onInput === undefined ? undefined : (event) => onInput(event.currentTarget)}
      />
      {hint === undefined ? null : <p className="hint">{hint}</p>}
    </div>
  );
};

/** The secrets of a form by field name; the fields are empty afterwards. */
export const takeSecrets = (form: HTMLFormElement): ReadonlyMap<string, string> => {
  const taken = new Map<string, string>();
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type="password"]')) {
    taken.set(input.name, input.value);
    input.value = '';
  }
  return taken;
};
