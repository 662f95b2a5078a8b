import { useId, type ReactNode } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import type { Place } from './draft.ts';

export const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <fieldset className="section">
    <legend>{title}</legend>
    {children}
  </fieldset>
);

export const TextField = ({
  label,
  hint,
  place,
  value,
  lengthMax = 120,
  problem,
  change,
  touch,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly place: Place;
  readonly value: string;
  readonly lengthMax?: number;
  readonly problem: Problem | null;
  readonly change: (value: string) => void;
  readonly touch: () => void;
}) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        data-place={place}
        data-kind={place}
        maxLength={lengthMax}
        spellCheck={false}
        autoComplete="off"
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint ${id}-problem`}
        onChange={(event) => change(event.target.value)}
        onBlur={touch}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <FieldProblem id={`${id}-problem`} problem={problem} />
    </div>
  );
};

/** Something that is done or not, with what it means. */
export const Tick = ({
  name,
  meaning,
  tone,
  checked,
  change,
}: {
  readonly name: string;
  readonly meaning?: string;
  readonly tone?: 'warn';
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}) => (
  <label className="tick" data-tone={tone}>
    <input type="checkbox" checked={checked} onChange={(event) => change(event.target.checked)} />
    <span>
      <span className={meaning === undefined ? undefined : 'choice-name'}>{name}</span>
      {meaning === undefined ? null : <span className="choice-what">{meaning}</span>}
    </span>
  </label>
);

export const IconButton = ({
  name,
  label,
  disabled = false,
  press,
}: {
  readonly name: 'up' | 'down' | 'failed';
  readonly label: string;
  readonly disabled?: boolean;
  readonly press: () => void;
}) => (
  <button
    type="button"
    className="icon-button"
    aria-label={label}
    title={label}
    disabled={disabled}
    onClick={press}
  >
    <Icon name={name} />
  </button>
);
