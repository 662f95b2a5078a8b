import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Register } from '../../ceremonies/model/register.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { check, hold, reconstitution, type Held } from './held.ts';
import { keysOn, walk, type Walk } from './interrupted.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

const onceOnHsm = (state: State, label: string): void => {
  assert.deepEqual(keysOn(room, state, [`${label}.v1.original`, `${label}.v1`]), [0, 1]);
};

const oneKey = ({ keys }: Register): void => {
  assert.equal(keys.length, 1);
};

const walks: readonly Walk[] = [
  {
    name: 'a reconstitution',
    events: 40,
    stride: 4,
    plan: (held) => reconstitution(held),
    hsm: 'empty',
    check: ({ state }, register, label) => {
      onceOnHsm(state, label);
      oneKey(register);
    },
  },
  {
    name: 'a reconstitution with a fresh share set',
    events: 65,
    stride: 8,
    plan: (held) =>
      reconstitution(held, {
        threshold: 2,
        recipients: ['custodian-1', 'custodian-2', 'custodian-3'],
        dice: false,
        sheets: false,
        acceptsNoSpareShare: false,
      }),
    hsm: 'empty',
    check: ({ state }, register, label) => {
      onceOnHsm(state, label);
      oneKey(register);
      assert.equal(state.sets.filter((set) => set.state === 'proved').length, 1);
    },
  },
  {
    name: 'a check',
    events: 32,
    stride: 8,
    plan: (held) => check(held),
    hsm: 'empty',
    check: ({ state }, register) => {
      oneKey(register);
      assert.equal(state.presentation.shares.length, 3);
    },
  },
];

for (const each of walks)
  describe(`a power cut in ${each.name}`, () => {
    let held: Promise<Held> | undefined;
    walk(room, each, () => (held ??= hold(room, { keyLabel: each.name.replaceAll(' ', '-') })));
  });
