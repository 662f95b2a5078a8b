import { useId, useRef } from 'react';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { coming, type Guest } from './continueDraft.ts';
import { added, GuestRow, type Hosting } from './continuePeople.tsx';
import { AddButton, replaced } from './seats.tsx';
import type { Fields } from './setUpForm.tsx';
import { Section } from './setUpParts.tsx';

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
  const list = useRef<HTMLDivElement>(null);
  const { draft, change, problemAt } = fields;
  const custodians = draft.people.filter(({ role }) => role === 'custodian');
  const old = coming(draft).filter(({ isHolder }) => isHolder).length;
  const add = (): void => {
    change({ people: added(draft, 'custodian', true) });
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>('.guest:last-of-type input[type="text"]')?.focus(),
    );
  };
  return (
    <Section title={t('screen.continue.custodians')}>
      <p className="quorum-line">{t('embassy.reshare.needed', { count: needed })}</p>
      <div className="guests" ref={list} role="group" aria-labelledby={`${id}-who`}>
        <p className="hint" id={`${id}-who`}>
          {t('embassy.reshare.who')}
        </p>
        {custodians.map((guest, index) =>
          guest.isHolder ? (
            <div key={guest.key} className="guest" data-may-come={guest.mayCome}>
              <label className="guest-name" htmlFor={`${id}-${guest.key}`}>
                {guest.name}
              </label>
              <select
                id={`${id}-${guest.key}`}
                className="guest-fate"
                data-place={index === 0 ? 'recipients' : undefined}
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
              <GuestRow
                guest={guest}
                who={`${t('screen.roles.custodian')} ${index + 1}`}
                fields={fields}
                leaves
              />
              <span className="guest-new">{t('embassy.reshare.new')}</span>
            </div>
          ),
        )}
      </div>
      <AddButton text="embassy.reshare.add" press={add} />
      {custodians.some((guest) => guest.isHolder && !guest.mayCome) ? (
        <p className="hint">{t('embassy.reshare.lost')}</p>
      ) : null}
      {old < needed ? (
        <p className="field-problem" role="status">
          <Icon name="warning" />
          {t('screen.continue.too-few', { count: old, needed })}
        </p>
      ) : (
        <FieldProblem id={`${id}-people`} problem={problemAt('people')} />
      )}
    </Section>
  );
};
