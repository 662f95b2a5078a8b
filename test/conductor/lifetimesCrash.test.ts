import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Register } from '../../ceremonies/model/register.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { destruction, resharing, rotation } from './chains.ts';
import { hold } from './held.ts';
import { keysOn, walk, type Walk } from './interrupted.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

const statesOf = ({ keys }: Register) => keys[0]?.versions.map(({ state }) => state);

/** Keys that could leave the HSM, and the versions that serve on it. */
const onHsm = (state: State, label: string, versions: number): readonly number[] =>
  keysOn(
    room,
    state,
    Array.from({ length: versions }, (_, index) => `${label}.v${index + 1}`).flatMap((name) => [
      `${name}.original`,
      name,
    ]),
  );

const walks: readonly Walk[] = [
  {
    name: 'rotation',
    events: 62,
    stride: 6,
    plan: (held) => rotation(held),
    hsm: 'any',
    check: ({ state }, register, label) => {
      assert.deepEqual(statesOf(register), ['deactivated', 'active']);
      assert.deepEqual(onHsm(state, label, 2), [0, 1, 0, 1]);
      assert.equal(register.shareSets.filter((set) => set.state === 'live').length, 2);
    },
  },
  {
    name: 'resharing',
    events: 76,
    stride: 6,
    plan: (held) => resharing(held),
    hsm: 'any',
    check: ({ state }, register, label) => {
      assert.deepEqual(statesOf(register), ['active']);
      assert.deepEqual(onHsm(state, label, 1), [0, 1]);
      assert.equal(register.shareSets.filter((set) => set.state === 'live').length, 1);
      assert.ok(register.shareSets[0]?.shares.every(({ destroyed }) => destroyed.length === 1));
    },
  },
  {
    name: 'destruction',
    events: 36,
    stride: 4,
    plan: (held) => destruction(held, { kind: 'key', label: held.parameters.keyLabel, version: 1 }),
    hsm: 'any',
    check: ({ state }, register, label) => {
      assert.deepEqual(statesOf(register), ['destroyed']);
      // However often it was begun: what there was is known, and none of it is left.
      assert.equal(state.destroyed.keys[0]?.objects, 2);
      assert.deepEqual(onHsm(state, label, 1), [0, 0]);
    },
  },
];

for (const each of walks)
  describe(`a power cut in a ${each.name}`, () => {
    walk(room, each, (label) => hold(room, { keyLabel: label }));
  });
