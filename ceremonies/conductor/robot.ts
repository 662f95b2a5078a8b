import { randomInt } from 'node:crypto';
import { CeremonyError } from '../model/error.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Answer, Question } from '../model/question.ts';
import { custodiansOf, type State } from '../model/state.ts';
import { rehearsalHsmLabel, rehearsalPins } from './rehearsalRoom.ts';

/** Plays everybody in a rehearsal without people: answers each question as people who make no mistake would. */
export type Robot = (question: Question, state: State) => Answer;

/** `pins`: the PINs that the played people choose, made when they are first needed. */
export const openRobot = (exportDirectory: string, pins = new Map<ParticipantId, string>()): Robot => {
  const pinOf = (participant: ParticipantId): string => {
    const pin = pins.get(participant) ?? Array.from({ length: 6 }, () => randomInt(10)).join('');
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
        const chosen = question.tokens.find(({ token }) => token.label === rehearsalHsmLabel);
        if (chosen === undefined)
          throw new CeremonyError('token-absent', { label: rehearsalHsmLabel, serial: '' });
        if (chosen.missing.length > 0)
          throw new CeremonyError('mechanism-missing', { mechanism: chosen.missing.join(', ') });
        const { label, serial } = chosen.token;
        const by = state.script.parameters.participants
          .filter(({ role }) => role === 'administrator' || role === 'witness')
          .map(({ id }) => id);
        return { kind: 'choose-hsm', token: { label, serial }, pin: rehearsalPins.hsm, by };
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
              : custodiansOf(state).map(({ id, name }, index) => ({
                  number: `R-${String(1001 + index)}`,
                  holds: name,
                  custodian: id,
                })),
        };
      case 'enrol-card': {
        const card = question.cards.find((each) => each.holds === 'blank');
        if (card === undefined)
          throw new CeremonyError('token-absent', { label: question.participant, serial: '' });
        const { label, serial } = card.token;
        const userPin = pinOf(question.participant);
        return {
          kind: 'enrol-card',
          token: { label, serial },
          mode: { kind: 'initialise', soPin: rehearsalPins.transport, userPin },
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
      case 'export':
        return { kind: 'export', directory: exportDirectory };
      case 'air-gap-open':
      case 'try-again':
        throw new CeremonyError('internal', { question: question.kind });
    }
  };
};
