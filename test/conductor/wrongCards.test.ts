import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { destruction, follow, rotation } from './chains.ts';
import { hold } from './held.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

describe('at the roll-call a card is refused, and another asked for, that', () => {
  test('the register knows as somebody else’s', async () => {
    const held = await hold(room, { keyLabel: 'swapped' });
    const card = held.register.shareSets[0]?.shares[1]?.holder?.card;
    assert.ok(card !== undefined);
    const { label, serial } = card;
    const told: (ErrorCode | undefined)[] = [];
    const rotated = await follow(room, held, rotation(held), {
      robot: (right) => (question, state) => {
        if (question.kind !== 'enrol-card' || question.participant !== 'custodian-1')
          return right(question, state);
        told.push(question.problem?.code);
        const userPin = held.pins.get('custodian-2') ?? '';
        return told.length === 1
          ? { kind: 'enrol-card', token: { label, serial }, mode: { kind: 'adopt', userPin } }
          : right({ ...question, problem: null }, state);
      },
    });
    assert.deepEqual(told, [undefined, 'card-of-another']);
    assert.deepEqual(rotated.failed, []);
  });

  test('is to be destroyed: its owner signs with another to the end', async () => {
    const held = await hold(room, { keyLabel: 'doomed' });
    const { certificateSha256 = '' } = held.register.shareSets[0]?.shares[0]?.holder ?? {};
    const told: (ErrorCode | undefined)[] = [];
    room.furnish(held.parameters.participants.length + 1);
    const ended = await follow(room, held, destruction(held, { kind: 'card', certificateSha256 }), {
      robot: (right) => (question, state) => {
        if (question.kind !== 'enrol-card' || question.participant !== 'custodian-1')
          return right(question, state);
        told.push(question.problem?.code);
        if (told.length === 1) return right(question, state);
        const cards = question.cards.filter(({ holds }) => holds === 'blank');
        return right({ ...question, problem: null, cards }, state);
      },
    });
    assert.deepEqual(told, [undefined, 'card-in-use']);
    assert.deepEqual(ended.failed, []);
    assert.equal(ended.state.destroyed.cards[0]?.way, 'erased');
  });
});
