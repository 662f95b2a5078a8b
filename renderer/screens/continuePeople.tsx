import { useId, useRef } from 'react';
import type { Role } from '../../ceremonies/model/participant.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import type { ShareSetRecord } from '../../ceremonies/model/register.ts';
import { coming, holdersOf, type Guest } from './continueDraft.ts';
import { leadingRoles } from './draft.ts';
import { AddButton, nextKey, RemoveButton, replaced, RoleName, SeatRow, without } from './seats.tsx';
import type { Fields } from './setUpForm.tsx';
import { Section, TextField } from './setUpParts.tsx';

/** Of any draft in which most people are known from the register. */
export type Hosting = { readonly people: readonly Guest[]; readonly place: string };
type Props = Fields<Hosting>;

export const added = ({ people }: Hosting, role: Role, isHere = false): readonly Guest[] => [
  ...people,
  { key: nextKey(people), role, name: '', isHolder: false, mayCome: true, isHere },
];

/** Somebody whose name no register knows. `leaves`: whoever was added can be taken out again. */
export const GuestRow = ({
  guest,
  who,
  fields,
  leaves = false,
}: {
  readonly guest: Guest;
  readonly who: string;
  readonly fields: Props;
  readonly leaves?: boolean;
}) => {
  const { draft, change } = fields;
  return (
    <SeatRow
      seat={guest}
      who={who}
      fields={fields}
      rename={(name) => change({ people: replaced(draft, guest, { name }) })}
    >
      {leaves ? <RemoveButton who={who} press={() => change({ people: without(draft, guest) })} /> : null}
    </SeatRow>
  );
};

/** Who leads, and where it takes place. */
export const Leading = (fields: Props) => {
  const { t } = useTexts();
  const { draft, change, problemAt, touch } = fields;
  return (
    <Section title={t('screen.continue.room')}>
      <div className="people">
        {leadingRoles.map((role) => {
          const guest = draft.people.find((each) => each.role === role);
          return guest === undefined ? null : (
            <div key={role} className="people-role">
              <RoleName role={role} name={`screen.roles.${role}`} />
              <GuestRow guest={guest} who={t(`screen.roles.${role}`)} fields={fields} />
            </div>
          );
        })}
      </div>
      <TextField
        place="place"
        label={t('screen.set-up.place')}
        hint={t('screen.continue.place-hint')}
        value={draft.place}
        problem={problemAt('place')}
        change={(place) => change({ place })}
        touch={() => touch('place')}
      />
    </Section>
  );
};

/**
 * Everyone who holds a share of `sets` may come, unless it is known that they will not. Somebody else may bring a sheet of paper,
 * where `surrogates` are welcome.
 */
export const Custodians = ({
  sets,
  needed,
  fresh,
  surrogates = true,
  ...fields
}: Props & {
  readonly sets: readonly ShareSetRecord[];
  readonly needed: number;
  /** Those who are here get new shares. */
  readonly fresh: boolean;
  readonly surrogates?: boolean;
}) => {
  const { t } = useTexts();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { draft, change, problemAt } = fields;
  const custodians = draft.people.filter(({ role }) => role === 'custodian');
  const number = coming(draft).filter(({ role }) => role === 'custodian').length;
  const [only] = sets.length === 1 ? sets : [];
  const add = (): void => {
    change({ people: added(draft, 'custodian') });
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>('.guest:last-of-type input[type="text"]')?.focus(),
    );
  };
  return (
    <Section title={t('screen.continue.custodians')}>
      <p className="quorum-line">
        {only === undefined
          ? t('screen.continue.holders', { count: holdersOf(sets).length })
          : t('screen.continue.any', { threshold: only.threshold, count: only.count })}
      </p>
      <div className="guests" ref={list} role="group" aria-labelledby={`${id}-who`}>
        <p className="hint" id={`${id}-who`}>
          {t('screen.continue.who-may-come')}
        </p>
        {custodians.map((guest, index) => (
          <CustodianLine key={guest.key} guest={guest} number={index + 1} fresh={fresh} fields={fields} />
        ))}
      </div>
      {surrogates ? <AddButton text="screen.continue.add-surrogate" press={add} /> : null}
      {number < needed ? (
        <p className="field-problem" role="status">
          <Icon name="warning" />
          {t('screen.continue.too-few', { count: number, needed })}
        </p>
      ) : (
        <FieldProblem id={`${id}-people`} problem={problemAt('people')} />
      )}
    </Section>
  );
};

const CustodianLine = ({
  guest,
  number,
  fresh,
  fields,
}: {
  readonly guest: Guest;
  readonly number: number;
  readonly fresh: boolean;
  readonly fields: Props;
}) => {
  const { t } = useTexts();
  const { draft, change } = fields;
  const who = guest.isHolder ? guest.name : `${t('screen.roles.custodian')} ${number}`;
  return (
    <div className="guest" data-may-come={guest.mayCome}>
      <label className="guest-comes">
        <input
          type="checkbox"
          checked={guest.mayCome}
          aria-label={t('screen.continue.may-come', { who })}
          onChange={(event) =>
            change({
              people: replaced(draft, guest, { mayCome: event.target.checked, isHere: false }),
            })
          }
        />
        {guest.isHolder ? <span className="guest-name">{guest.name}</span> : null}
      </label>
      {guest.isHolder ? null : <GuestRow guest={guest} who={who} fields={fields} leaves />}
      {fresh && guest.mayCome ? (
        <label className="guest-here">
          <input
            type="checkbox"
            checked={guest.isHere}
            data-place={number === 1 ? 'recipients' : undefined}
            aria-label={t('screen.continue.is-here', { who })}
            onChange={(event) => change({ people: replaced(draft, guest, { isHere: event.target.checked }) })}
          />
          <span>{t('screen.continue.here')}</span>
        </label>
      ) : null}
    </div>
  );
};

/** Whoever verifies the new bundle afterwards may watch. */
export const Auditors = (fields: Props) => {
  const { t } = useTexts();
  const { draft, change } = fields;
  return (
    <div className="people">
      {draft.people
        .filter(({ role }) => role === 'auditor')
        .map((guest, index) => (
          <GuestRow
            key={guest.key}
            guest={guest}
            who={`${t('screen.roles.auditor')} ${index + 1}`}
            fields={fields}
            leaves
          />
        ))}
      <AddButton text="screen.set-up.add.auditor" press={() => change({ people: added(draft, 'auditor') })} />
    </div>
  );
};
