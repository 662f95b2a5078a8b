import { useId, useRef, type ReactNode } from 'react';
import type { Role } from '../../ceremonies/model/participant.ts';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { leadingRoles, type Seat } from './draft.ts';
import { AddButton, nextKey, RemoveButton, replaced, RoleName, SeatRow, without } from './seats.tsx';
import type { Fields } from './setUpForm.tsx';
import { IconButton, Section } from './setUpParts.tsx';

/** Of any draft in which everybody's name is typed. */
type Peopled = { readonly people: readonly Seat[]; readonly acceptsNoSpareShare: boolean };

/** Who leads, who gets a share, and who watches; the order of the custodians is that of their shares. */
export const People = ({ title, ...fields }: Fields<Peopled> & { readonly title: string }) => {
  const { t } = useTexts();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { draft, change, problemAt } = fields;
  const add = (role: Role): void => {
    const key = nextKey(draft.people);
    change({ people: [...draft.people, { key, role, name: '' }] });
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>(`[data-place="person-${key}"]`)?.focus(),
    );
  };
  const move = (seat: Seat, by: -1 | 1): void => {
    const peers = draft.people.filter((each) => each.role === seat.role);
    const other = peers[peers.indexOf(seat) + by];
    if (other === undefined) return;
    change({
      people: draft.people.map((each) => (each === seat ? other : each === other ? seat : each)),
    });
  };
  const row = (seat: Seat, who: string, number?: number, buttons?: ReactNode) => (
    <SeatRow
      key={seat.key}
      seat={seat}
      who={who}
      number={number}
      fields={fields}
      rename={(name) => change({ people: replaced(draft, seat, { name }) })}
    >
      {buttons}
    </SeatRow>
  );
  return (
    <Section title={t(title)}>
      <div className="people" ref={list}>
        {leadingRoles.map((role) => (
          <div key={role} className="people-role" role="group" aria-labelledby={`${id}-${role}`}>
            <RoleName role={role} name={`screen.roles.${role}`} id={`${id}-${role}`} />
            {draft.people
              .filter((each) => each.role === role)
              .map((seat) => row(seat, t(`screen.roles.${role}`)))}
          </div>
        ))}
        {(['custodian', 'auditor'] as const).map((role) => (
          <div key={role} className="people-role" role="group" aria-labelledby={`${id}-${role}`}>
            <RoleName role={role} name={`screen.set-up.roles.${role}`} id={`${id}-${role}`} />
            {draft.people
              .filter((each) => each.role === role)
              .map((seat, index, peers) => {
                const who = `${t(`screen.roles.${role}`)} ${index + 1}`;
                return row(
                  seat,
                  who,
                  index + 1,
                  <>
                    <IconButton
                      name="up"
                      label={t('screen.set-up.move-up', { who })}
                      disabled={index === 0}
                      press={() => move(seat, -1)}
                    />
                    <IconButton
                      name="down"
                      label={t('screen.set-up.move-down', { who })}
                      disabled={index === peers.length - 1}
                      press={() => move(seat, 1)}
                    />
                    <RemoveButton
                      who={who}
                      press={() => change({ people: without(draft, seat), acceptsNoSpareShare: false })}
                    />
                  </>,
                );
              })}
            <AddButton text={`screen.set-up.add.${role}`} press={() => add(role)} />
          </div>
        ))}
      </div>
      <FieldProblem id={`${id}-people`} problem={problemAt('people')} />
    </Section>
  );
};
