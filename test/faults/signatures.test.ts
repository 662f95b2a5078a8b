import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { prepare } from './ceremonies.ts';
import { deadlyKinds, faultAt } from './faults.ts';
import { openFaultRoom } from './room.ts';
import { openWalk, type Fault } from './walk.ts';

const room = openFaultRoom();
const [halved] = deadlyKinds.filter(({ name }) => name === 'lengths halved');

describe('a card or an HSM that gives half a signature', () => {
  test('is not believed: it signs again, and the transcript verifies', async () => {
    assert.ok(halved !== undefined);
    const walk = openWalk(room, await prepare(room, 'rotate'));
    const signings = (await walk.stretches()).filter(({ calls }) => calls.includes('C_Sign'));
    assert.ok(signings.length > 1);
    const faults = new Map(
      signings.map(({ key }): readonly [string, readonly Fault[]] => [key, [faultAt(halved, 1, 'C_Sign')]]),
    );
    const { strikes, told, wrong } = await walk.survive(faults);
    assert.equal(strikes.size, signings.length);
    assert.ok(told.includes('signature-invalid'));
    assert.deepEqual(wrong, []);
  });
});
