import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { destruction, resharing, rotation } from './chains.ts';
import { hold, readBundle, type Held } from './held.ts';
import { interrupted, keysOn } from './interrupted.ts';
import { strideOf } from './powerCut.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

type Walk = {
  readonly name: string;
  /** Every event of its straight run. */
  readonly events: number;
  readonly stride: number;
  readonly plan: (held: Held) => CeremonyPlan;
  readonly check: (state: State, register: Register, label: string) => void;
};

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
    check: (state, register, label) => {
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
    check: (state, register, label) => {
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
    check: (state, register, label) => {
      assert.deepEqual(statesOf(register), ['destroyed']);
      assert.deepEqual(onHsm(state, label, 1), [0, 0]);
    },
  },
];

for (const walk of walks) {
  describe(`a power cut in a ${walk.name}`, () => {
    for (let cut = 1; cut < walk.events; cut += strideOf(walk.stride)) {
      test(`is survived at event ${cut}: resumed, finished, verified, nothing left over`, async () => {
        const label = `${walk.name}-${cut}`;
        const held = await hold(room, { keyLabel: label });
        const { path, state } = await interrupted(room, held, walk.plan(held), cut, { hsm: 'any' });
        const verdict = await verifyBundle(new Uint8Array(readFileSync(path)), {
          previous: new Uint8Array(readFileSync(held.path)),
        });
        assert.equal(verdict.outcome, 'good');
        walk.check(state, (await readBundle(path)).register, label);
      });
    }
  });
}
