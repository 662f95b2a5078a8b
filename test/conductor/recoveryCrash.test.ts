import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { check, hold, readBundle, reconstitution, type Held } from './held.ts';
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
  readonly check: (state: State, label: string) => void;
};

const onceOnHsm = (state: State, label: string): void => {
  assert.deepEqual(keysOn(room, state, [`${label}.v1.original`, `${label}.v1`]), [0, 1]);
};

const walks: readonly Walk[] = [
  {
    name: 'a reconstitution',
    events: 40,
    stride: 4,
    plan: (held) => reconstitution(held),
    check: onceOnHsm,
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
    check: (state, label) => {
      onceOnHsm(state, label);
      assert.equal(state.sets.filter((set) => set.state === 'proved').length, 1);
    },
  },
  {
    name: 'a check',
    events: 32,
    stride: 8,
    plan: (held) => check(held),
    check: (state) => {
      assert.equal(state.presentation.shares.length, 3);
    },
  },
];

for (const walk of walks) {
  describe(`a power cut in ${walk.name}`, () => {
    const label = walk.name.replaceAll(' ', '-');
    let held: Held | undefined;
    before(async () => {
      held = await hold(room, { keyLabel: label });
    });
    for (let cut = 1; cut < walk.events; cut += strideOf(walk.stride)) {
      test(`is survived at event ${cut}: resumed, finished, verified, nothing left over`, async () => {
        assert.ok(held !== undefined);
        const { path, state } = await interrupted(room, held, walk.plan(held), cut, { hsm: 'empty' });
        assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
        walk.check(state, label);
        assert.equal((await readBundle(path)).register.keys.length, 1);
      });
    }
  });
}
