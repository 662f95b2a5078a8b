import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rehearsalPins, type Furniture } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { readJournal } from '../../ceremonies/transcript/journal.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { value } from '../tokens/softhsm.ts';
import type { Data } from './chains.ts';
import { readBundle, type Held } from './held.ts';
import { fileThatFails, PowerCut, strideOf } from './powerCut.ts';
import type { TestRoom } from './rehearsalRoom.ts';

/** Plays until the power fails before event `cut`, starts again over the journal, and plays to the end. */
export const interrupted = async (
  room: TestRoom,
  held: Held,
  plan: CeremonyPlan,
  cut: number,
  { hsm, data }: { readonly hsm: Furniture['hsm']; readonly data?: Data },
) => {
  const directory = room.place('cut');
  room.furnish(plan.parameters.participants.length + 1, hsm);
  const robot = () => openRobot(join(directory, 'out'), held.pins, data);
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

/** A ceremony in which the power is cut at one event after another. */
export type Walk = {
  readonly name: string;
  /** Every event of its straight run. */
  readonly events: number;
  readonly stride: number;
  readonly plan: (held: Held) => CeremonyPlan;
  readonly hsm: Furniture['hsm'];
  readonly check: (end: Awaited<ReturnType<typeof interrupted>>, register: Register, label: string) => void;
};

/** `holding`: what each cut begins with; a walk that uses its key up wants another each time. */
export const walk = (
  room: TestRoom,
  { name, events, stride, plan, hsm, check }: Walk,
  holding: (label: string) => Promise<Held>,
): void => {
  for (let cut = 1; cut < events; cut += strideOf(stride)) {
    test(`is survived at event ${cut}: resumed, finished, verified, nothing left over`, async () => {
      const held = await holding(`${name.replaceAll(' ', '-')}-${cut}`);
      const end = await interrupted(room, held, plan(held), cut, { hsm });
      const verdict = await verifyBundle(new Uint8Array(readFileSync(end.path)), {
        previous: new Uint8Array(readFileSync(held.path)),
      });
      assert.equal(verdict.outcome, 'good');
      check(end, (await readBundle(end.path)).register, held.parameters.keyLabel);
    });
  }
};

/** Private keys on the HSM that the ceremony used, by their labels. */
export const keysOn = (room: TestRoom, state: State, labels: readonly string[]): readonly number[] => {
  assert.ok(state.hsm !== null);
  const session = value(openSession(room.module, state.hsm.token, { kind: 'user', pin: rehearsalPins.hsm }));
  const counts = labels.map((label) => value(findObjects(session, { kind: 'private-key', label })).length);
  session.close();
  return counts;
};
