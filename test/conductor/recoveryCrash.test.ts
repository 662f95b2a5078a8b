import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { readJournal } from '../../ceremonies/transcript/journal.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { value } from '../tokens/softhsm.ts';
import { check, hold, readBundle, reconstitution, type Held } from './held.ts';
import { fileThatFails, PowerCut, strideOf } from './powerCut.ts';
import { openTestRoom } from './rehearsalRoom.ts';

const room = openTestRoom();

/** Plays until the power fails before event `cut`, starts again over the journal, and plays to the end. */
const interrupted = async (held: Held, plan: CeremonyPlan, cut: number) => {
  const directory = room.place('cut');
  room.furnish(plan.parameters.participants.length + 1, 'empty');
  const robot = () => openRobot(join(directory, 'out'), held.pins);
  const first = room.rehearsal({ directory, robot: robot(), openFile: fileThatFails(cut, cut % 2 === 0) });
  await assert.rejects(first.play(first.engine.start(plan, held.path)), PowerCut);
  // A dead process leaves no session behind.
  room.module.rescan();

  const second = room.rehearsal({ directory, robot: robot() });
  const [unfinished] = await second.engine.unfinished();
  assert.ok(unfinished?.problem === null);
  const { path } = await second.play(second.engine.resume(unfinished.sitting));
  const { entries } = await readJournal(join(directory, 'sittings', unfinished.sitting));
  return { path, state: replay(entries.map((entry) => entry.event)) };
};

/** Private keys on the HSM that the ceremony used, by their labels. */
const keysOn = (state: State, labels: readonly string[]): readonly number[] => {
  assert.ok(state.hsm !== null);
  const session = value(openSession(room.module, state.hsm.token, { kind: 'user', pin: rehearsalPins.hsm }));
  const counts = labels.map((label) => value(findObjects(session, { kind: 'private-key', label })).length);
  session.close();
  return counts;
};

type Walk = {
  readonly name: string;
  /** Every event of its straight run. */
  readonly events: number;
  readonly stride: number;
  readonly plan: (held: Held) => CeremonyPlan;
  readonly check: (state: State, label: string) => void;
};

const onceOnHsm = (state: State, label: string): void => {
  assert.deepEqual(keysOn(state, [`${label}.v1.original`, `${label}.v1`]), [0, 1]);
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
        const { path, state } = await interrupted(held, walk.plan(held), cut);
        assert.equal((await verifyBundle(new Uint8Array(readFileSync(path)))).outcome, 'good');
        walk.check(state, label);
        assert.equal((await readBundle(path)).register.keys.length, 1);
      });
    }
  });
}
