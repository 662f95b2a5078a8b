import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import { buildCertificate, parseCertificate, type KeyUsage } from '../../ceremonies/formats/certificate.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import { writeCertificate } from '../../ceremonies/tokens/certificates.ts';
import { generateKeyPair } from '../../ceremonies/tokens/generate.ts';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import type { KeyPairAlgorithm, KeyUse } from '../../ceremonies/tokens/keyTypes.ts';
import { readPublicKey } from '../../ceremonies/tokens/publicKey.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { decodeTranscript } from '../../ceremonies/transcript/chain.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { value } from '../tokens/softhsm.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';

const room = openTestRoom();
const pin = '424242';

/** A state's certification authority, in software. */
const authority = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const authorityName = { commonName: 'Test National CA', organizationalUnits: [] };
const years = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
const authoritySigner = {
  algorithm: 'ecdsa-sha384' as const,
  sign: (data: Uint8Array) =>
    Promise.resolve(new Uint8Array(createSign('sha384').update(data).sign(authority.privateKey))),
};
const authoritySpki = new Uint8Array(authority.publicKey.export({ format: 'der', type: 'spki' }));
const issuer = async () => {
  const der = await buildCertificate(
    {
      subject: authorityName,
      spki: authoritySpki,
      ...years,
      keyUsage: ['digitalSignature'],
      rehearsal: false,
    },
    authoritySigner,
  );
  return { subjectDer: value(parseCertificate(der)).subjectDer, spki: authoritySpki };
};

type Pair = {
  readonly label: string;
  readonly algorithm: KeyPairAlgorithm;
  readonly uses: readonly KeyUse[];
  readonly usage: readonly KeyUsage[];
};

/** A card as a state gives it to its citizens: keys and certificates by its authority, made long before the ceremony. */
const issueCard = async (
  label: string,
  pairs: readonly Pair[],
): Promise<{ label: string; serial: string }> => {
  const token = value(
    initialiseToken(room.module, { kind: 'blank' }, { label, soPin: '87654321', userPin: pin }),
  );
  room.module.rescan();
  const session = value(openSession(room.module, token, { kind: 'user', pin }));
  for (const [index, pair] of pairs.entries()) {
    const id = Uint8Array.of(0x10 + index);
    const made = value(
      await generateKeyPair(session, pair.algorithm, {
        label: pair.label,
        id,
        uses: pair.uses,
        lifetime: 'token',
        extractable: false,
      }),
    );
    const der = await buildCertificate(
      {
        subject: { commonName: label, organizationalUnits: [], country: 'EE' },
        spki: value(readPublicKey(session, made.publicKey)),
        ...years,
        keyUsage: pair.usage,
        rehearsal: false,
      },
      authoritySigner,
      await issuer(),
    );
    value(writeCertificate(session, { label: pair.label, id, der }));
  }
  session.close();
  return { label: token.label, serial: token.serial };
};

describe('a card with its own certificate is adopted', () => {
  test('one RSA pair for all uses, and a pair of P-256 pairs, each hold and return a share', async () => {
    const cards = new Map<ParticipantId, { label: string; serial: string }>([
      [
        'custodian-1',
        await issueCard('National RSA', [
          {
            label: 'all',
            algorithm: 'rsa2048',
            uses: ['sign', 'decrypt'],
            usage: ['digitalSignature', 'keyEncipherment'],
          },
        ]),
      ],
      [
        'custodian-2',
        await issueCard('National EC', [
          { label: 'auth', algorithm: 'ecp256', uses: ['derive'], usage: ['keyAgreement'] },
          { label: 'sign', algorithm: 'ecp256', uses: ['sign'], usage: ['nonRepudiation'] },
        ]),
      ],
      [
        'witness',
        await issueCard('Witness EC', [
          { label: 'sign', algorithm: 'ecp384', uses: ['sign'], usage: ['digitalSignature'] },
        ]),
      ],
    ]);
    const directory = room.place('adoption');
    const pins = new Map<ParticipantId, string>([...cards.keys()].map((id) => [id, pin]));
    const right = openRobot(join(directory, 'out'), pins);
    const robot: Robot = (question, state) => {
      const token = question.kind === 'enrol-card' ? cards.get(question.participant) : undefined;
      if (token === undefined) return right(question, state);
      assert.equal(
        question.kind === 'enrol-card' &&
          question.cards.find((card) => card.token.serial === token.serial)?.holds,
        'personal',
      );
      return { kind: 'enrol-card', token, mode: { kind: 'adopt', userPin: pin } };
    };
    room.furnish(5);
    const { engine, play } = room.rehearsal({ directory, robot });
    const { path } = await play(
      engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: 'adopted' }) }, null),
    );

    const bytes = new Uint8Array(readFileSync(path));
    const verdict = await verifyBundle(bytes);
    assert.deepEqual(
      verdict.claims.filter((claim) => claim.status === 'failed'),
      [],
    );
    const files = value(await readContainer(bytes));
    const state = replay(value(decodeTranscript(files.get('transcript.jsonl') ?? new Uint8Array())));
    assert.deepEqual(
      [...cards.keys()].map((id) => state.cards[id]?.origin),
      ['adopted', 'adopted', 'adopted'],
    );
    assert.equal(state.sets.at(-1)?.state, 'proved');
  });
});
