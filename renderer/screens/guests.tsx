import { useId, useRef, type ReactNode } from 'react';
import type { Role } from '../../ceremonies/model/participant.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { guest, type Guest } from './continueDraft.ts';
import { AddButton, nextKey, RemoveButton, replaced, SeatRow, without } from './seats.tsx';
import type { Fields } from './setUpForm.tsx';
import { Section, TextField } from './setUpParts.tsx';

/** Of any draft in which most people are known from the register. */
export type Hosting = { readonly people: readonly Guest[]; readonly place: string };
export const added = ({ people }: Hosting, role: Role, isHere = false): readonly Guest[] => [
  ...people,
  { ...guest(nextKey(people), role, ''), isHere },
];

/** Somebody whose name no register knows. `leaves`: whoever was added can be taken out again. */
export const GuestRow = ({
  guest: person,
  who,
  fields,
  leaves = false,
}: {
  readonly guest: Guest;
  readonly who: string;
  readonly fields: Fields<Hosting>;
  readonly leaves?: boolean;
}) => {
  const { draft, change } = fields;
  return (
    <SeatRow
      seat={person}
      who={who}
      fields={fields}
      rename={(name) => change({ people: replaced(draft, person, { name }) })}
    >
      {leaves ? <RemoveButton who={who} press={() => change({ people: without(draft, person) })} /> : null}
    </SeatRow>
  );
};

/** The room of the last time, unless people say another. */
export const PlaceField = ({ draft, change, problemAt, touch }: Fields<{ readonly place: string }>) => {
  const { t } = useTexts();
  return (
    <TextField
      place="place"
      label={t('screen.set-up.place')}
      hint={t('screen.continue.place-hint')}
      value={draft.place}
      problem={problemAt('place')}
      change={(place) => change({ place })}
      touch={() => touch('place')}
    />
  );
};

/** The custodians, a line for each, and whether those who come are enough. */
export const GuestList = ({
  fields: { draft, change, problemAt },
  quorum,
  who,
  line,
  add,
  come,
  needed,
  children,
}: {
  readonly fields: Fields<Hosting>;
  readonly quorum: string;
  readonly who: string;
  readonly line: (guest: Guest, number: number) => ReactNode;
  /** Somebody whom no register knows; null where only holders of shares are wanted. */
  readonly add: { readonly text: string; readonly isHere: boolean } | null;
  readonly come: number;
  readonly needed: number;
  readonly children?: ReactNode;
}) => {
  const { t } = useTexts();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const addGuest = (isHere: boolean): void => {
    change({ people: added(draft, 'custodian', isHere) });
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>('.guest:last-of-type input[type="text"]')?.focus(),
    );
  };
  return (
    <Section title={t('screen.continue.custodians')}>
      <p className="quorum-line">{quorum}</p>
      <div className="guests" ref={list} role="group" aria-labelledby={`${id}-who`}>
        <p className="hint" id={`${id}-who`}>
          {who}
        </p>
        {draft.people.filter(({ role }) => role === 'custodian').map((each, index) => line(each, index + 1))}
      </div>
      {add === null ? null : <AddButton text={add.text} press={() => addGuest(add.isHere)} />}
      {children}
      {come < needed ? (
        <p className="field-problem" role="status">
          <Icon name="warning" />
          {t('screen.continue.too-few', { count: come, needed })}
        </p>
      ) : (
        <FieldProblem id={`${id}-people`} problem={problemAt('people')} />
      )}
    </Section>
  );
};
