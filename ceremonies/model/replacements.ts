import type { EventOf } from './event.ts';
import type { ExceptionAbout } from './exceptionAbout.ts';
import { participantOf, type State } from './state.ts';

type CardLoss = Omit<EventOf<'exception-raised'>, 'about'> & {
  readonly about: Extract<ExceptionAbout, { kind: 'card-lost' }>;
};

/** The exceptions by which both who lead said that somebody's card is lost, and another takes its place. */
export const cardLossesOf = ({ exceptions }: State): readonly CardLoss[] =>
  exceptions.flatMap(({ about, ...rest }) => (about.kind === 'card-lost' ? [{ ...rest, about }] : []));

/** Whose card another took the place of, why, and who vouched for that. */
export type Replacement = {
  readonly name: string;
  readonly because: string;
  readonly vouchedBy: readonly string[];
  /** Whether a share may lie on the card that was lost. */
  readonly mayHoldShare: boolean;
};

export const replacementsOf = (state: State): readonly Replacement[] => {
  const nameOf = (id: string): string => participantOf(state, id)?.name ?? id;
  return state.replaced.map(({ card: { participant }, mayHoldShare, until, vouchedBy }) => {
    const loss = cardLossesOf(state).findLast(
      ({ seq, about }) => seq < until && about.participant === participant,
    );
    return {
      name: nameOf(participant),
      because: loss?.happened ?? '',
      vouchedBy: vouchedBy.map(nameOf),
      mayHoldShare,
    };
  });
};
