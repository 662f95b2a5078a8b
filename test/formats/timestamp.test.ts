import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { serialize } from '../../ceremonies/formats/asn1.ts';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import {
  authorityPath,
  encodeTimestampQuery,
  imprintOf,
  readTimestampAnswer,
  verifyTimestamp,
} from '../../ceremonies/formats/timestamp.ts';
import { PkiStatusInfo, TimeStampResp } from '../../ceremonies/formats/timestampStructures.ts';
import { must } from '../../ceremonies/model/error.ts';
import { certificatesInPem } from '../../ceremonies/transcript/pem.ts';
import { makeAuthority, type Authority, type Manner, type Signer } from './tsa.ts';

const content = toUtf8('All that a bundle held.');
const manners: readonly Manner[] = [
  { key: 'rsa:2048', digest: 'sha256', ess: 'sha1' },
  { key: 'rsa:3072', digest: 'sha512', ess: 'sha256' },
  { key: 'P-256', digest: 'sha256', ess: 'sha256' },
  { key: 'P-384', digest: 'sha512', ess: 'sha384' },
];

const anchorsOf = ({ rootPath }: Authority) => must(certificatesInPem(readFileSync(rootPath, 'utf8')));

const codeOf = async (token: Uint8Array, over = content): Promise<string> => {
  const checked = await verifyTimestamp(token, over);
  return checked.ok ? 'good' : `${checked.problem.code} ${checked.problem.details['reason'] ?? ''}`.trim();
};

for (const manner of manners) {
  describe(`a time-stamp by ${manner.key} with ${manner.digest}, its certificate named by ${manner.ess}`, () => {
    let authority: Authority;
    let token: Uint8Array;
    before(async () => {
      authority = makeAuthority('Zeit', manner);
      const query = encodeTimestampQuery(await imprintOf('SHA-256', content), Uint8Array.of(0, 0xff, 1));
      token = must(readTimestampAnswer(authority.answer(query)));
    });

    test('is good over what was asked for, and tells time and authority', async () => {
      const { at, certificate, nonce } = must(await verifyTimestamp(token, content, Uint8Array.of(0xff, 1)));
      assert.ok(Math.abs(at.getTime() - Date.now()) < 60_000);
      assert.equal(certificate.subject.commonName, 'Zeit Unit');
      assert.deepEqual(nonce, Uint8Array.of(0xff, 1));
    });

    test('is nothing over anything else, or for another question', async () => {
      assert.equal(await codeOf(token, toUtf8('else')), 'timestamp-invalid imprint');
      const checked = await verifyTimestamp(token, content, Uint8Array.of(1));
      assert.equal(checked.ok ? '' : checked.problem.details['reason'], 'nonce');
    });

    test('leads to its root, over the issuer that came along, and to no other', async () => {
      const stamp = must(await verifyTimestamp(token, content));
      const path = await authorityPath(stamp, anchorsOf(authority));
      assert.equal(path.anchored, true);
      assert.equal(path.certificates.length, 3);
      const stranger = makeAuthority('Zeit', manner);
      assert.equal((await authorityPath(stamp, anchorsOf(stranger))).anchored, false);
      assert.equal((await authorityPath(stamp, [])).certificates.length, 2);
    });

    test('is not good with any octet changed', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(token.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
          const altered = token.slice();
          altered[at] = (altered[at] ?? 0) ^ change;
          const checked = await verifyTimestamp(altered, content);
          if (!checked.ok) return;
          // The certificates that only come along are not signed: but the authority, what it said, and when, are.
          const [one, other] = [must(await verifyTimestamp(token, content)), checked.value];
          assert.deepEqual(
            [other.at, other.imprint, other.certificate.der],
            [one.at, one.imprint, one.certificate.der],
          );
          assert.equal((await authorityPath(other, anchorsOf(authority))).anchored, false);
        }),
        { numRuns: 60 },
      );
    });
  });
}

describe('a query', () => {
  for (const [name, value] of [
    ['SHA-256', 'sha256'],
    ['SHA-384', 'sha384'],
    ['SHA-512', 'sha512'],
  ] as const) {
    test(`is the one that OpenSSL makes, with ${name}`, async () => {
      const { folder } = makeAuthority('Zeit', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
      writeFileSync(join(folder, 'content'), content);
      execFileSync(
        'openssl',
        ['ts', '-query', '-data', 'content', `-${value}`, '-no_nonce', '-cert', '-out', 'theirs'],
        {
          cwd: folder,
          stdio: 'pipe',
        },
      );
      const ours = encodeTimestampQuery(await imprintOf(name, content));
      assert.deepEqual(ours, new Uint8Array(readFileSync(join(folder, 'theirs'))));
    });
  }
});

describe('an answer', () => {
  const imprint = new Uint8Array(createHash('sha256').update(content).digest());
  let authority: Authority;
  before(() => {
    authority = makeAuthority('Zeit', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
  });
  const now = (): string => new Date(Date.now() + 60_000).toISOString().replace(/[-:T]|\.\d+/gu, '');
  const forged = (genTime: string, signer?: Signer): Promise<string> =>
    codeOf(must(readTimestampAnswer(authority.forge(imprint, genTime, signer))));

  test('that is made as we forge them is good when nothing is forged', async () => {
    assert.equal(await forged(now()), 'good');
    assert.equal(await forged(now().replace('Z', '.1234567Z')), 'good');
  });

  test('from a certificate that is not for time-stamps, critically and alone, is nothing', async () => {
    for (const signer of ['no-usage', 'not-critical', 'two-usages', 'no-signature'] as const)
      assert.equal(await forged(now(), signer), 'timestamp-invalid certificate-usage', signer);
  });

  test('from a time at which its certificate was not valid is nothing', async () => {
    for (const genTime of ['20010101000000Z', '20990101000000Z'])
      assert.equal(await forged(genTime), 'timestamp-invalid certificate-validity', genTime);
  });

  test('with a time in another form is not read', async () => {
    for (const genTime of [
      now().replace('Z', '.10Z'),
      now().replace('Z', '+0000'),
      '20260231000000Z',
      '202611221200Z',
    ])
      assert.equal(await forged(genTime), 'timestamp-malformed', genTime);
  });

  test('that refuses says why, and is not taken for a token', () => {
    const status = Object.assign(new PkiStatusInfo(), { status: 2, statusString: ['Not today'] });
    const read = readTimestampAnswer(serialize(Object.assign(new TimeStampResp(), { status })));
    assert.deepEqual(read.ok ? null : [read.problem.code, read.problem.details['said']], [
      'timestamp-refused',
      'Not today',
    ]);
  });

  test('from OpenSSL, to a question that it does not understand, is a refusal', () => {
    const answered = readTimestampAnswer(authority.answer(Uint8Array.of(0x30, 0)));
    assert.equal(answered.ok ? '' : answered.problem.code, 'timestamp-refused');
  });

  test('that is none is not read', () => {
    for (const bytes of [new Uint8Array(), toUtf8('<html>'), content]) {
      const read = readTimestampAnswer(bytes);
      assert.equal(read.ok ? '' : read.problem.code, 'timestamp-malformed');
    }
  });
});
