import { randomInt } from 'node:crypto';
import { CeremonyError } from '../model/error.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Answer, AnswerTo, Question } from '../model/question.ts';
import {
  holdsShare,
  isHsmMeant,
  leadersOf,
  participantOf,
  presentCustodiansOf,
  type State,
} from '../model/state.ts';
import { sameToken, type TokenFacts } from '../model/values.ts';
import { sheetControl } from '../shares/sheet.ts';
import { rehearsalPins } from './rehearsalRoom.ts';

/** Plays everybody in a rehearsal without people: answers each question as people who make no mistake would. */
export type Robot = (question: Question, state: State) => Answer;

/** The cards that a person holds shares on, by the register of the bundle before: brought along, not made anew. */
const cardsOf = (state: State, participant: ParticipantId): readonly TokenFacts[] => {
  const person = participantOf(state, participant);
  const sets = state.previousBundle?.register.shareSets ?? [];
  return sets.flatMap((set) =>
    set.shares.flatMap(({ index, holder }) =>
      holder !== null && holdsShare(set, index, person) ? [holder.card] : [],
    ),
  );
};

const leaderIds = (state: State): ParticipantId[] => leadersOf(state).map(({ id }) => id);

/** Where the keys lie that go on living, by the register of the bundle before; they are rebuilt into the room's newest HSM. */
const holdsKeys = ({ script, previousBundle }: State, token: TokenFacts): boolean =>
  script.kind !== 'reconstitute' &&
  (previousBundle?.register.keys ?? []).some(({ versions }) =>
    versions.some(({ hsms }) => {
      const last = hsms.findLast(({ removed }) => removed === null);
      return last !== undefined && sameToken(last.token, token);
    }),
  );

/**
 * `pins`: what the played people choose, added as they first need one; they choose the same, for nothing is secret in a
 * rehearsal. `data`: what is moved to a new version, and where to.
 */
export const openRobot = (
  exportDirectory: string,
  pins = new Map<ParticipantId, string>(),
  data: Omit<AnswerTo<'bring-data'>, 'kind'> = { inventory: null, backups: null, out: exportDirectory },
): Robot => {
  const pinOf = (participant: ParticipantId): string => {
    const pin = pins.get(participant) ?? rehearsalPins.card;
    pins.set(participant, pin);
    return pin;
  };

  return (question, state) => {
    // A robot that is told why its answer did not do has no better one.
    if (question.problem !== null) throw new CeremonyError(question.problem.code, question.problem.details);
    switch (question.kind) {
      case 'confirm':
        return { kind: 'confirm', by: [...question.by] };
      case 'choose-hsm': {
        const hsms = question.tokens.toSorted((a, b) =>
          a.token.label.localeCompare(b.token.label, 'en', { numeric: true }),
        );
        const meant = hsms.filter(({ token }) => isHsmMeant(state.script, token));
        const chosen = meant.find(({ token }) => holdsKeys(state, token)) ?? meant.at(-1);
        if (chosen === undefined) throw new CeremonyError('token-absent', { label: 'HSM', serial: '' });
        if (chosen.missing.length > 0)
          throw new CeremonyError('mechanism-missing', { mechanism: chosen.missing.join(', ') });
        const { label, serial } = chosen.token;
        return { kind: 'choose-hsm', token: { label, serial }, pin: rehearsalPins.hsm, by: leaderIds(state) };
      }
      case 'hsm-pin':
        return { kind: 'hsm-pin', pin: rehearsalPins.hsm };
      case 'clock':
        return { kind: 'clock', readings: question.by.map((by) => ({ by, wallClock: question.hostClock })) };
      case 'bags':
        return {
          kind: 'bags',
          bags:
            question.direction === 'in'
              ? [{ number: 'R-0001', holds: 'Fresh cards', custodian: null }]
              : presentCustodiansOf(state).map(({ id, name }, index) => ({
                  number: `R-${String(1001 + index)}`,
                  holds: name,
                  custodian: id,
                })),
        };
      case 'enrol-card': {
        const { participant } = question;
        const userPin = pinOf(participant);
        const known = cardsOf(state, participant);
        const own = question.cards.find(({ token }) => known.some((card) => sameToken(card, token)));
        if (own !== undefined) {
          const { label, serial } = own.token;
          return { kind: 'enrol-card', token: { label, serial }, mode: { kind: 'adopt', userPin } };
        }
        const card = question.cards.find((each) => each.holds === 'blank');
        if (card === undefined) throw new CeremonyError('token-absent', { label: participant, serial: '' });
        const { label, serial } = card.token;
        return {
          kind: 'enrol-card',
          token: { label, serial },
          mode: { kind: 'initialise', soPin: rehearsalPins.transport, userPin },
        };
      }
      case 'present-share': {
        const next = question.people.find((person) => person.state === 'awaited');
        if (next === undefined) {
          return { kind: 'present-share', offer: { kind: 'nobody-else', by: leaderIds(state) } };
        }
        const card = question.cards.find(({ owner }) => owner === next.participant);
        if (card === undefined)
          throw new CeremonyError('token-absent', { label: next.participant, serial: '' });
        const { label, serial } = card.token;
        const visitor = {
          participant: next.participant,
          token: { label, serial },
          mode: { kind: 'adopt', userPin: pinOf(next.participant) },
        } as const;
        return {
          kind: 'present-share',
          offer:
            question.purpose === 'hand-in'
              ? { kind: 'hand-in', ...visitor, sheet: true }
              : { kind: 'share', ...visitor, from: { kind: 'card' } },
        };
      }
      case 'dice':
        return {
          kind: 'dice',
          rolls: Array.from({ length: question.rollsMin }, () => randomInt(1, 7)).join(''),
        };
      case 'card-pin':
        return { kind: 'card-pin', pin: pinOf(question.participant) };
      case 'declare':
        return { kind: 'declare', agrees: true, remark: '', pin: pinOf(question.participant) };
      case 'bring-data':
        return {
          kind: 'bring-data',
          ...data,
        };
      case 'destroy-card': {
        const owner = state.script.parameters.participants.find(({ name }) => name === question.holder);
        return {
          kind: 'destroy-card',
          outcome: question.present
            ? { kind: 'erase', pin: pinOf(owner?.id ?? '') }
            : { kind: 'physically', by: leaderIds(state) },
        };
      }
      case 'export':
        return { kind: 'export', directory: exportDirectory };
      case 'bag-sheet': {
        const control = sheetControl(state.sets.at(-1)?.commitments[question.index - 1] ?? '').join(' ');
        return {
          kind: 'bag-sheet',
          outcome: { kind: 'bagged', bag: `P-${String(2000 + question.index)}`, control },
        };
      }
      case 'air-gap-open':
      case 'try-again':
        throw new CeremonyError('internal', { question: question.kind });
    }
  };
};
