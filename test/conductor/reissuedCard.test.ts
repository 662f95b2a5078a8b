import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import pkcs11js from 'pkcs11js';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import { buildCertificate } from '../../ceremonies/formats/certificate.ts';
import type { AnswerTo } from '../../ceremonies/model/question.ts';
import { writeCertificate } from '../../ceremonies/tokens/certificates.ts';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { openSession, type Session } from '../../ceremonies/tokens/session.ts';
import { value } from '../tokens/softhsm.ts';
import { isAskedOf, isReplacing, lose, refusal } from './losing.ts';
import { openTestRoom, parametersFor } from './rehearsalRoom.ts';
import { until } from './until.ts';

/**
 * Cards that were not made at the ceremony: an authority that keeps people's keys puts them on the next card as well, under another
 * certificate. A bundle with one key on two cards never verifies, so that is found at the door.
 */

const room = openTestRoom();
const pin = '424242';

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
type Key = ReturnType<typeof newKey>;

const spkiOf = ({ publicKey }: Key): Uint8Array =>
  new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));

const certify = (key: Key, keyUsage: readonly ['digitalSignature'] | readonly ['keyAgreement']) =>
  buildCertificate(
    {
      subject: { commonName: 'Somebody', organizationalUnits: [] },
      spki: spkiOf(key),
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2036-01-01T00:00:00Z'),
      keyUsage,
      rehearsal: false,
    },
    {
      algorithm: 'ecdsa-sha256',
      sign: (data) =>
        Promise.resolve(new Uint8Array(createSign('sha256').update(data).sign(authority.privateKey))),
    },
    { subjectDer: Uint8Array.of(0x30, 0), spki: spkiOf(authority) },
  );
const authority = newKey();

const putKey = (session: Session, id: Uint8Array, { privateKey }: Key): void => {
  session.module.cryptoki.C_CreateObject(session.handle(), [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
    { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_EC },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_SENSITIVE, value: true },
    { type: pkcs11js.CKA_SIGN, value: true },
    { type: pkcs11js.CKA_DERIVE, value: true },
    { type: pkcs11js.CKA_ID, value: Buffer.from(id) },
    { type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from('06082a8648ce3d030107', 'hex') },
    {
      type: pkcs11js.CKA_VALUE,
      value: Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'),
    },
  ]);
};

/** A card as an authority issues it, and the answer that adopts it. */
const issue = async (label: string, signing: Key, sealing: Key): Promise<AnswerTo<'enrol-card'>> => {
  const token = value(
    initialiseToken(room.module, { kind: 'blank' }, { label, soPin: '87654321', userPin: pin }),
  );
  room.module.rescan();
  const session = value(openSession(room.module, token, { kind: 'user', pin }));
  for (const [index, [key, usage]] of (
    [
      [signing, ['digitalSignature']],
      [sealing, ['keyAgreement']],
    ] as const
  ).entries()) {
    const id = Uint8Array.of(0x10 + index);
    putKey(session, id, key);
    value(writeCertificate(session, { label: `pair ${index}`, id, der: await certify(key, usage) }));
  }
  session.close();
  const { serial } = token;
  return { kind: 'enrol-card', token: { label, serial }, mode: { kind: 'adopt', userPin: pin } };
};

describe('a card with a key that is on another one of this ceremony is refused, and another asked for', () => {
  test('to anybody at the roll-call, and to whoever lost the other one', async () => {
    const [signing, sealing] = [newKey(), newKey()];
    const first = await issue('First', signing, sealing);
    const directory = room.place('reissued');
    const pins = new Map([['custodian-1', pin]]);
    const right = openRobot(join(directory, 'out'), pins);
    const robot: Robot = (question, state) =>
      question.kind === 'enrol-card' && question.participant === 'custodian-1' && state.replacing === null
        ? first
        : right(question, state);
    room.furnish(5);
    const engine = room.engine(directory);
    value(
      await engine.start({ kind: 'generate', parameters: parametersFor({ keyLabel: 'reissued' }) }, null),
    );

    const asked = await until(
      engine,
      robot,
      (question) => question.kind === 'enrol-card' && question.participant === 'custodian-2',
    );
    assert.ok(asked !== null);
    for (const [label, ...keys] of [
      ['Same sealing key', newKey(), sealing],
      ['Same signing key', signing, newKey()],
      ['Sealing key that signs', newKey(), signing],
      ['Signing key that seals', sealing, newKey()],
    ] as const)
      assert.equal(await refusal(engine, await issue(label, ...keys)), 'card-twice', label);
    const { question } = engine.snapshot() ?? assert.fail();
    assert.ok(question?.kind === 'enrol-card');
    value(await engine.answer(question.id, right({ ...question, problem: null }, asked.state)));

    assert.ok((await until(engine, robot, isAskedOf('custodian-1', 'store-share'))) !== null);
    value(await lose(engine, 'custodian-1'));
    assert.ok((await until(engine, robot, isReplacing)) !== null);
    assert.equal(await refusal(engine, await issue('Issued anew', newKey(), sealing)), 'card-twice');
    const other = await issue('Another', newKey(), newKey());
    value(await engine.answer(engine.snapshot()?.question?.id ?? -1, other));
    assert.ok((await until(engine, robot, isAskedOf('administrator', 'vouch'))) !== null);
    await engine.leave();
  });
});
