import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rehearsalHsmLabel, rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { readJournal } from '../../ceremonies/transcript/journal.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { value } from '../tokens/softhsm.ts';
import { fileThatFails, PowerCut, strideOf } from './powerCut.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();

const parameters = (label: string) => parametersFor({ keyLabel: label, threshold: 2, custodians: 3 });

/** Plays until the power fails before event `cutBefore`, then starts again over the journal and plays to the end. */
const interrupted = async (label: string, cutBefore: number) => {
  const directory = room.place(label);
  const pins = new Map<ParticipantId, string>();
  // One more than there are people: a card that was made ready, but not enrolled, is spent.
  room.furnish(6);
  const first = room.rehearsal({ directory, pins, openFile: fileThatFails(cutBefore, cutBefore % 2 === 0) });
  await assert.rejects(
    first.play(first.engine.start({ kind: 'generate', parameters: parameters(label) }, null)),
    PowerCut,
  );
  // A dead process leaves no session behind.
  room.module.rescan();

  const second = room.rehearsal({ directory, robot: openRobot(join(directory, 'out'), pins) });
  const [unfinished] = await second.engine.unfinished();
  assert.ok(unfinished?.problem === null);
  const { path } = await second.play(second.engine.resume(unfinished.sitting));
  const { entries } = await readJournal(join(directory, 'sittings', unfinished.sitting));
  return { path, pins, state: replay(entries.map((entry) => entry.event)) };
};

const objectsLeft = (label: string, state: State, pins: ReadonlyMap<ParticipantId, string>) => {
  const hsm = room.module.tokens().find((token) => token.label === rehearsalHsmLabel);
  assert.ok(hsm !== undefined);
  const session = value(openSession(room.module, hsm, { kind: 'user', pin: rehearsalPins.hsm }));
  const count = (name: string) => value(findObjects(session, { kind: 'private-key', label: name })).length;
  const left = { original: count(`${label}.v1.original`), working: count(`${label}.v1`) };
  session.close();
  const shares = Object.values(state.cards).map((card) => {
    const owner = value(
      openSession(room.module, card.token, { kind: 'user', pin: pins.get(card.participant) ?? '' }),
    );
    const found = value(findObjects(owner, { kind: 'data' })).length;
    owner.close();
    return found;
  });
  return { ...left, shares: shares.reduce((sum, each) => sum + each, 0) };
};

describe('a power cut before any event', () => {
  // Every event of a straight run of 2 of 3, its closing too.
  const events = 59;
  const stride = strideOf(4);
  for (let cut = 1; cut < events; cut += stride) {
    test(`is survived at event ${cut}: resumed, finished, verified, nothing left over`, async () => {
      const label = `cut-${cut}`;
      const { path, pins, state } = await interrupted(label, cut);
      const verdict = await verifyBundle(new Uint8Array(readFileSync(path)));
      assert.equal(verdict.outcome, 'good');
      assert.deepEqual(objectsLeft(label, state, pins), { original: 0, working: 1, shares: 3 });
      assert.equal(state.sets.filter((set) => set.state === 'proved').length, 1);
      assert.ok(state.sets.length <= 2 && state.sets.slice(0, -1).every((set) => set.state === 'void'));
    });
  }
});
