import { useId, type ReactNode } from 'react';
import type { Role } from '../../ceremonies/model/participant.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import type { Place, Seat } from './draft.ts';
import { IconButton } from './setUpParts.tsx';
import type { Fields } from './setUpForm.tsx';

type WithPeople<Person extends Seat> = { readonly people: readonly Person[] };

export const replaced = <Person extends Seat>(
  { people }: WithPeople<Person>,
  { key }: Seat,
  part: Partial<Person>,
): readonly Person[] => people.map((each) => (each.key === key ? { ...each, ...part } : each));

export const without = <Person extends Seat>(
  { people }: WithPeople<Person>,
  { key }: Seat,
): readonly Person[] => people.filter((each) => each.key !== key);

export const nextKey = (people: readonly Seat[]): number => Math.max(...people.map(({ key }) => key)) + 1;

/** A name that is typed, and whose it is. `children`: what can be done with the row. */
export const SeatRow = ({
  seat,
  who,
  number,
  fields: { problemAt, touch },
  rename,
  children,
}: {
  readonly seat: Seat;
  readonly who: string;
  /** Shown before the name, where the order means something. */
  readonly number?: number | undefined;
  readonly fields: Pick<Fields<unknown>, 'problemAt' | 'touch'>;
  readonly rename: (name: string) => void;
  readonly children?: ReactNode;
}) => {
  const { t } = useTexts();
  const id = useId();
  const place: Place = `person-${seat.key}`;
  const problem = problemAt(place);
  return (
    <div className="seat">
      {number === undefined ? null : <span className="seat-number">{number}</span>}
      <input
        type="text"
        data-place={place}
        aria-label={t('screen.set-up.name-of', { who })}
        aria-invalid={problem !== null}
        aria-describedby={id}
        maxLength={80}
        spellCheck={false}
        autoComplete="off"
        value={seat.name}
        onChange={(event) => rename(event.target.value)}
        onBlur={() => touch(place)}
      />
      {children}
      <FieldProblem id={id} problem={problem} />
    </div>
  );
};

export const RemoveButton = ({ who, press }: { readonly who: string; readonly press: () => void }) => {
  const { t } = useTexts();
  return <IconButton name="failed" label={t('screen.set-up.remove', { who })} press={press} />;
};

export const AddButton = ({ text, press }: { readonly text: string; readonly press: () => void }) => {
  const { t } = useTexts();
  return (
    <button type="button" className="quiet" onClick={press}>
      <Icon name="add" />
      {t(text)}
    </button>
  );
};

/** What a role is called here, and what it is for. */
export const RoleName = ({
  role,
  name,
  id,
}: {
  readonly role: Role;
  readonly name: string;
  readonly id?: string;
}) => {
  const { t } = useTexts();
  return (
    <p className="people-role-name" id={id}>
      {t(name)}
      <span className="hint">{t(`screen.set-up.role-meaning.${role}`)}</span>
    </p>
  );
};
