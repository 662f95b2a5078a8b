import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { keyIdentifier } from '../../ceremonies/formats/algorithms.ts';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import { fromBase64, fromUtf8 } from '../../ceremonies/formats/bytes.ts';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { register as registerSchema } from '../../ceremonies/model/register.ts';
import { openSealedShare } from '../../ceremonies/shares/seal.ts';
import { agree } from '../../ceremonies/tokens/agree.ts';
import { readPairs } from '../../ceremonies/tokens/cards.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { rehearsalHsmLabel, rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { decodeTranscript } from '../../ceremonies/transcript/chain.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { opensslUnwrap } from '../tokens/openssl.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();

/** Debian's gfcombine, which knows nothing of us: bodies in, secret out. */
const recombine = (bodies: ReadonlyMap<number, Buffer>): Buffer => {
  const directory = mkdtempSync(join(room.directory, 'gf-'));
  const files = [...bodies].map(([index, body]) => {
    const path = join(directory, `share.${String(index).padStart(3, '0')}`);
    writeFileSync(path, body.subarray(2));
    return path;
  });
  execFileSync('gfcombine', ['-o', join(directory, 'whole'), ...files]);
  // The package doubles each byte, reverses their order, and pads to the left.
  const encoded = readFileSync(join(directory, 'whole'));
  return Buffer.from(Array.from({ length: 32 }, (_, place) => encoded[encoded.length - 1 - 2 * place] ?? 0));
};

/** A whole ceremony, and what a stranger can make of its bundle with k cards. */
const hold = async (parameters: ReturnType<typeof parametersFor>) => {
  const pins = new Map<ParticipantId, string>();
  room.furnish(parameters.participants.length);
  const { engine, play } = room.rehearsal({ directory: room.place('ceremony'), pins });
  const { path } = await play(engine.start({ kind: 'generate', parameters }, null));
  const bytes = new Uint8Array(readFileSync(path));
  const files = value(await readContainer(bytes));
  const state = replay(value(decodeTranscript(files.get('transcript.jsonl') ?? new Uint8Array())));
  return { path, bytes, files, state, pins };
};

type Held = Awaited<ReturnType<typeof hold>>;

/** Opens k custodians' shares with their cards and rebuilds the recovery key without our own combining code. */
const rebuild = async ({ state, files, pins }: Held, custodians: readonly number[]): Promise<Buffer> => {
  const set = state.sets.at(-1);
  assert.ok(set !== undefined);
  const bodies = new Map<number, Buffer>();
  for (const index of custodians) {
    const participant = `custodian-${index}`;
    const card = state.cards[participant];
    assert.ok(card !== undefined);
    const session = value(
      openSession(room.module, card.token, { kind: 'user', pin: pins.get(participant) ?? '' }),
    );
    const { sealing } = value(readPairs(session));
    assert.ok(sealing !== null);
    const sealed = files.get(`shares/${set.set}/${index}.p7m`) ?? new Uint8Array();
    const share = value(
      await openSealedShare(sealed, {
        keyIdentifier: await keyIdentifier(sealing.spki),
        unlock: { kind: 'key-agreement', agree: (point) => agree(session, sealing.key, point) },
      }),
    );
    bodies.set(
      index,
      share.body.use((body) => Buffer.from(body)),
    );
    session.close();
  }
  return recombine(bodies);
};

describe('a generate ceremony on real tokens', () => {
  for (const algorithm of keyAlgorithms) {
    test(`${algorithm}: verifies, and a stranger with k cards, gfcombine and OpenSSL gets the very key back`, async () => {
      const held = await hold(
        parametersFor({ keyLabel: `register-${algorithm}`, algorithm, dice: algorithm === 'aes256' }),
      );
      const verdict = await verifyBundle(held.bytes);
      assert.equal(verdict.outcome, 'good');

      const recoveryKey = await rebuild(held, [1, 3]);
      assert.deepEqual(await rebuild(held, [2, 3]), recoveryKey);
      const key = opensslUnwrap(
        recoveryKey,
        held.files.get(`keys/register-${algorithm}.v1.kwp`) ?? new Uint8Array(),
      );
      if (algorithm === 'aes256') {
        const mac = execFileSync('openssl', [
          ...['mac', '-cipher', 'AES-256-CBC', '-macopt', `hexkey:${key.toString('hex')}`],
          ...['-in', write('zeros', new Uint8Array(16)), 'CMAC'],
        ]);
        assert.equal(mac.toString().trim().toLowerCase().slice(0, 10), held.state.keys[0]?.checkValue);
      } else {
        const certificate = write('certificate', fromBase64(held.state.keys[0]?.certificate ?? ''));
        const inCertificate = execFileSync('openssl', [
          'x509',
          '-inform',
          'DER',
          '-in',
          certificate,
          '-noout',
          '-pubkey',
        ]);
        const ofPrivate = execFileSync('openssl', [
          'pkey',
          '-inform',
          'DER',
          '-in',
          write('private', key),
          '-pubout',
        ]);
        assert.equal(ofPrivate.toString(), inCertificate.toString());
      }
    });
  }

  test('leaves nothing on the HSM that could leave it, and one share on each card', async () => {
    const held = await hold(parametersFor({ keyLabel: 'orphans', threshold: 3, custodians: 4 }));
    const hsm = room.module.tokens().find((token) => token.label === rehearsalHsmLabel);
    assert.ok(hsm !== undefined);
    const session = value(openSession(room.module, hsm, { kind: 'user', pin: rehearsalPins.hsm }));
    for (const kind of ['private-key', 'public-key', 'secret-key'] as const) {
      assert.deepEqual(value(findObjects(session, { kind, label: 'orphans.v1.original' })), []);
      assert.deepEqual(value(findObjects(session, { kind, label: 'recovery-key' })), []);
    }
    assert.equal(value(findObjects(session, { kind: 'private-key', label: 'orphans.v1' })).length, 1);
    session.close();
    for (const [participant, card] of Object.entries(held.state.cards)) {
      const owner = value(
        openSession(room.module, card.token, { kind: 'user', pin: held.pins.get(participant) ?? '' }),
      );
      assert.equal(
        value(findObjects(owner, { kind: 'data' })).length,
        participant.startsWith('custodian') ? 1 : 0,
      );
      owner.close();
    }
  });

  test('leaves no card to the security officer it was delivered with: nobody can set its owner’s PIN anew', async () => {
    const { state } = await hold(parametersFor({ keyLabel: 'officers' }));
    for (const card of Object.values(state.cards)) {
      const session = openSession(room.module, card.token, { kind: 'so', pin: rehearsalPins.transport });
      problem(session, 'pin-wrong');
    }
  });

  test('goes on from the bundle before: its register holds both keys', async () => {
    const first = await hold(parametersFor({ keyLabel: 'first' }));
    const parameters = parametersFor({ keyLabel: 'second' });
    room.furnish(parameters.participants.length);
    const { engine, play } = room.rehearsal({ directory: room.place('second'), pins: first.pins });
    const { path } = await play(engine.start({ kind: 'generate', parameters }, first.path));
    const bytes = new Uint8Array(readFileSync(path));
    const verdict = await verifyBundle(bytes, { previous: first.bytes });
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.claims.find((claim) => claim.id === 'previous-bundle')?.status, 'proved');
    const files = value(await readContainer(bytes));
    const register = registerSchema.parse(
      JSON.parse(fromUtf8(files.get('register.json') ?? new Uint8Array())),
    );
    assert.deepEqual(
      register.keys.map((key) => key.label),
      ['first', 'second'],
    );
  });
});

const write = (name: string, content: Uint8Array): string => {
  const path = join(mkdtempSync(join(room.directory, 'openssl-')), name);
  writeFileSync(path, content);
  return path;
};
