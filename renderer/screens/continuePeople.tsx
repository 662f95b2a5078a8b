import type { ShareSetRecord } from '../../ceremonies/model/register.ts';
import { useTexts } from '../parts/texts.ts';
import { coming, holdersOf, type Guest } from './continueDraft.ts';
import { leadingRoles } from './draft.ts';
import { added, GuestList, GuestRow, PlaceField, type Hosting } from './guests.tsx';
import { AddButton, replaced, RoleName } from './seats.tsx';
import type { Fields } from './setUpForm.tsx';
import { Section } from './setUpParts.tsx';

type Props = Fields<Hosting>;

/** Who leads, and where it takes place. */
export const Leading = (fields: Props) => {
  const { t } = useTexts();
  const { draft } = fields;
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
      <PlaceField {...fields} />
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
  const [only] = sets.length === 1 ? sets : [];
  return (
    <GuestList
      fields={fields}
      quorum={
        only === undefined
          ? t('screen.continue.holders', { count: holdersOf(sets).length })
          : t('screen.continue.any', { threshold: only.threshold, count: only.count })
      }
      who={t('screen.continue.who-may-come')}
      line={(guest, number) => (
        <CustodianLine key={guest.key} guest={guest} number={number} fresh={fresh} fields={fields} />
      )}
      add={surrogates ? { text: 'screen.continue.add-surrogate', isHere: false } : null}
      come={coming(fields.draft).filter(({ role }) => role === 'custodian').length}
      needed={needed}
    />
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
