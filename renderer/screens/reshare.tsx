import { useId } from 'react';
import { useTexts } from '../parts/texts.ts';
import { coming, type Guest } from './continueDraft.ts';
import { GuestList, GuestRow, type Hosting } from './guests.tsx';
import { replaced } from './seats.tsx';
import type { Fields } from './setUpForm.tsx';

/** What becomes of a custodian: keeps on, hands over, or does not come any more. */
const fates = {
  keeps: { mayCome: true, isHere: true },
  'hands-over': { mayCome: true, isHere: false },
  away: { mayCome: false, isHere: false },
} as const;
type Fate = keyof typeof fates;
const fateNames = ['keeps', 'hands-over', 'away'] as const satisfies readonly Fate[];

const fateOf = ({ mayCome, isHere }: Guest): Fate => (isHere ? 'keeps' : mayCome ? 'hands-over' : 'away');

/** Who holds a share now, and who will: everybody old is kept, replaced or missing, and everybody new is named. */
export const NewCustodians = ({ needed, ...fields }: Fields<Hosting> & { readonly needed: number }) => {
  const { t } = useTexts();
  const id = useId();
  const { draft, change } = fields;
  return (
    <GuestList
      fields={fields}
      quorum={t('embassy.reshare.needed', { count: needed })}
      who={t('embassy.reshare.who')}
      line={(guest, number) =>
        guest.isHolder ? (
          <div key={guest.key} className="guest" data-may-come={guest.mayCome}>
            <label className="guest-name" htmlFor={`${id}-${guest.key}`}>
              {guest.name}
            </label>
            <select
              id={`${id}-${guest.key}`}
              className="guest-fate"
              data-place={number === 1 ? 'recipients' : undefined}
              value={fateOf(guest)}
              onChange={(event) => {
                const fate = fateNames.find((each) => each === event.target.value);
                if (fate !== undefined) change({ people: replaced(draft, guest, fates[fate]) });
              }}
            >
              {fateNames.map((fate) => (
                <option key={fate} value={fate}>
                  {t(`embassy.reshare.fates.${fate}`)}
                </option>
              ))}
            </select>
          </div>
        ) : (
          <div key={guest.key} className="guest">
            <GuestRow guest={guest} who={`${t('screen.roles.custodian')} ${number}`} fields={fields} leaves />
            <span className="guest-new">{t('embassy.reshare.new')}</span>
          </div>
        )
      }
      add={{ text: 'embassy.reshare.add', isHere: true }}
      come={coming(draft).filter(({ isHolder }) => isHolder).length}
      needed={needed}
    >
      {draft.people.some(({ isHolder, mayCome }) => isHolder && !mayCome) ? (
        <p className="hint">{t('embassy.reshare.lost')}</p>
      ) : null}
    </GuestList>
  );
};
