import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import type { TokenAddress } from '../../ceremonies/tokens/token.ts';
import { openTestRoom } from '../conductor/rehearsalRoom.ts';
import { value } from '../tokens/softhsm.ts';
import { brokenPromises } from './promises.ts';

const room = openTestRoom();
room.furnish(1);

/** A fresh card whose making ready was cut off before it had a certificate. */
const halfMade = async (): Promise<TokenAddress> => {
  const card = room.module.tokens().find(({ label }) => label.startsWith('Fresh card '));
  assert.ok(card !== undefined);
  const session = value(openSession(room.module, card, { kind: 'user', pin: rehearsalPins.transport }));
  value(
    await generateKeyPair(session, 'ecp384', {
      label: 'signing',
      id: Uint8Array.of(1),
      uses: ['sign'],
      lifetime: 'token',
      extractable: false,
    }),
  );
  session.close();
  return card;
};

const promisesOf = (cards: readonly TokenAddress[]): Promise<readonly string[]> =>
  brokenPromises({
    module: room.module,
    register: { ceremony: '', domain: 'rehearsal', keys: [], shareSets: [] },
    pins: new Map(),
    cards,
    broken: [],
    lost: [],
  });

describe('a card that was made ready half-way', () => {
  test('breaks no promise where nobody took it, and does where it is somebody’s', async () => {
    const card = await halfMade();
    assert.deepEqual(await promisesOf([]), []);
    const broken = await promisesOf([card]);
    assert.ok(broken.some((promise) => promise.endsWith(': no certificate signing')));
  });
});
