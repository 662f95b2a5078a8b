import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Robot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { sameToken } from '../../ceremonies/model/values.ts';
import { destruction, follow, resharing, rotation } from './chains.ts';
import { check, hold, reconstitution } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

describe('a custodian whose card was destroyed, and who got a new one', () => {
  /** The version made before was split to the old card, the one made after to the new one. */
  const replaced = async () => {
    const held = await hold(room, { keyLabel: 'replaced' });
    const { certificateSha256 = '', card: old } = held.register.shareSets[0]?.shares[0]?.holder ?? {};
    assert.ok(old !== undefined);
    /** The old card still lies in a reader; nobody takes it for a card of theirs. */
    const withoutIt =
      (right: Robot): Robot =>
      (question, state) => {
        if (question.kind !== 'enrol-card' && question.kind !== 'present-share')
          return right(question, state);
        const isOther = ({ token }: { readonly token: typeof old }): boolean => !sameToken(token, old);
        return question.kind === 'enrol-card'
          ? right({ ...question, cards: question.cards.filter(isOther) }, state)
          : right({ ...question, cards: question.cards.filter(isOther) }, state);
      };
    const plan = destruction(held, { kind: 'card', certificateSha256 });
    const participants = plan.parameters.participants.filter(({ role }) => role !== 'custodian');
    const target = { kind: 'card', certificateSha256 } as const;
    const pin = held.pins.get('custodian-1') ?? '';
    const broken = await follow(
      room,
      held,
      { kind: 'destroy', parameters: { ...plan.parameters, participants, target } },
      {
        robot: (right) => (question, state) =>
          question.kind === 'destroy-card'
            ? { kind: 'destroy-card', outcome: { kind: 'erase', pin } }
            : right(question, state),
      },
    );
    const link = await follow(room, { ...broken, parameters: held.parameters }, rotation(held), {
      robot: withoutIt,
    });
    return {
      link,
      hold: (plan: CeremonyPlan, from = link) => follow(room, from, plan, { robot: withoutIt }),
    };
  };

  test('brings the share that is on it, and hands it in, where sets of both cards are asked for', async () => {
    const { link, hold: holdNext } = await replaced();
    const [before, after] = link.register.shareSets.map(({ set }) => set);
    const broughtBy = (shares: readonly { readonly participant: string; readonly set: string }[]) =>
      shares.filter(({ participant }) => participant === 'custodian-1').map(({ set }) => set);

    const checked = await holdNext(check(link));
    assert.deepEqual(checked.failed, []);
    assert.deepEqual(broughtBy(checked.state.presentation.proven), [after]);

    const rebuilt = await holdNext(reconstitution(link));
    assert.deepEqual(rebuilt.failed, []);
    assert.ok(rebuilt.state.presentation.proven.some(({ set }) => set === before));

    const reshared = await holdNext(resharing(link));
    assert.deepEqual(reshared.failed, []);
    assert.deepEqual(broughtBy(reshared.state.destroyed.shares), [after]);
    const again = await holdNext(resharing(reshared), reshared);
    assert.deepEqual(again.failed, []);
  });
});
