import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { keyIdentifier } from '../../ceremonies/formats/algorithms.ts';
import { concat, equal, toHex } from '../../ceremonies/formats/bytes.ts';
import { readEnveloped } from '../../ceremonies/formats/envelopedData.ts';
import { frameEnvelope } from '../../ceremonies/formats/envelopeFrame.ts';
import {
  envelopeLimits,
  openOctets,
  readEnvelopeHead,
  readEnvelopeTail,
} from '../../ceremonies/formats/envelopeStream.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { certificateFor, p384, rsa } from './keys.ts';
import { inFolder, pem } from './openssl.ts';
import { inPieces } from './pieces.ts';

const plain = crypto.getRandomValues(new Uint8Array(20_000));

/** The same content, sealed by OpenSSL, in every form that a file can have. */
const forms = new Map<string, Uint8Array>();

before(async () => {
  const certificate = await certificateFor(p384, { keyUsage: ['keyAgreement'] });
  await inFolder(({ write, read, run }) => {
    write('plain', plain);
    write('embassy.pem', pem('CERTIFICATE', certificate));
    for (const cipher of ['gcm', 'cbc'])
      for (const form of ['', ' -stream']) {
        const name = `${cipher}${form}`;
        const { ok, output } = run(
          `openssl cms -encrypt -binary -aes-256-${cipher}${form} -recip embassy.pem -in plain -outform DER -out ${name.replace(' ', '')}`,
        );
        assert.ok(ok, output);
        forms.set(name, read(name.replace(' ', '')));
      }
  });
  const der = forms.get('gcm') ?? new Uint8Array();
  forms.set('gcm in definite pieces', inPieces(der, 'definite'));
  forms.set('gcm in indefinite pieces', inPieces(der, 'indefinite'));
});

type Read = { readonly octets: Uint8Array; readonly tag: Uint8Array };

/** Reads a file in chunks of the sizes given, again and again. */
const readFile = (file: Uint8Array, sizes: readonly number[]): Read => {
  const head = readEnvelopeHead(file, file.length);
  const reader = openOctets(head);
  const parts: Uint8Array[] = [];
  let offset = head.content.startsAt;
  for (let turn = 0; reader.endedAt() === null && offset < file.length; turn += 1) {
    const chunk = file.slice(offset, offset + (sizes[turn % sizes.length] ?? 1));
    parts.push(reader.push(chunk).slice());
    offset += chunk.length;
  }
  const endedAt = reader.endedAt();
  if (endedAt === null) throw new CeremonyError('backup-truncated');
  return { octets: concat(...parts), tag: readEnvelopeTail(head, file.subarray(endedAt), endedAt) };
};

describe('a sealed file', () => {
  it('gives the same octets in whatever chunks it comes', () => {
    for (const [name, file] of forms) {
      const whole = readFile(file, [file.length]);
      assert.equal(whole.octets.length, name.startsWith('gcm') ? plain.length : 20_000 + 16 - (20_000 % 16));
      assert.equal(whole.tag.length, name.startsWith('gcm') ? 16 : 0);
      assert.ok(equal(readFile(file, [1]).octets, whole.octets), `${name}, byte by byte`);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 }), (sizes) => {
          const read = readFile(file, sizes);
          assert.ok(equal(read.octets, whole.octets) && equal(read.tag, whole.tag), name);
        }),
        { numRuns: 30 },
      );
    }
  });

  it('that others seal in pieces holds what they sealed in one', () => {
    const [der, ...pieces] = ['gcm', 'gcm in definite pieces', 'gcm in indefinite pieces'].map((name) =>
      readFile(forms.get(name) ?? new Uint8Array(), [997]),
    );
    for (const each of pieces) assert.deepEqual(each, der);
  });

  const codes: ReadonlySet<unknown> = new Set([
    ...[
      'backup-not-sealed',
      'backup-unsupported',
      'backup-malformed',
      'backup-truncated',
      'backup-too-large',
    ],
  ]);

  const isRefused = (file: Uint8Array): boolean => {
    try {
      readFile(file, [4096]);
      return false;
    } catch (error) {
      assert.ok(error instanceof CeremonyError && codes.has(error.code), String(error));
      return true;
    }
  };

  it('with any byte of its frame changed is read otherwise, or refused with a code', () => {
    for (const [name, file] of forms) {
      if (name.includes('definite')) continue;
      const frame = [
        ...Array(600).keys(),
        ...Array.from({ length: 60 }, (_, back) => file.length - 1 - back),
      ];
      for (const place of frame) {
        const changed = file.slice();
        changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
        isRefused(changed);
      }
    }
  });

  it('that is cut off anywhere, or goes on behind its end, is refused', () => {
    for (const [name, file] of forms) {
      for (let sizeBytes = 0; sizeBytes < file.length; sizeBytes += sizeBytes < 700 ? 7 : 499)
        assert.ok(isRefused(file.slice(0, sizeBytes)), `${name}, ${sizeBytes} bytes`);
      assert.ok(isRefused(concat(file, Uint8Array.of(0))), name);
    }
  });

  it('whose head does not end is refused before it fills the memory', () => {
    const endless = new Uint8Array(envelopeLimits.headBytes).fill(0x30);
    endless.set(forms.get('gcm -stream')?.subarray(0, 22) ?? []);
    endless.set([0x31, 0x80], 22);
    for (let offset = 24; offset + 1 < endless.length; offset += 2) endless.set([0x30, 0], offset);
    assert.throws(() => readEnvelopeHead(endless, 2 ** 40), { code: 'backup-malformed' });
  });

  it('that is shorter than it claims is refused at its head', () => {
    const file = forms.get('gcm') ?? new Uint8Array();
    assert.throws(() => readEnvelopeHead(file, file.length - 1), { code: 'backup-truncated' });
  });
});

describe('a frame', () => {
  it('around content of any size is what the strict reader takes', async () => {
    const key = crypto.getRandomValues(new Uint8Array(32));
    const recipients = await Promise.all(
      [p384, rsa].map(async ({ spki }) => ({ spki, keyIdentifier: await keyIdentifier(spki) })),
    );
    for (const sizeBytes of [0, 1, 100, 127, 128, 255, 256, 65_000, 66_000]) {
      const { head, tail, nonce } = await frameEnvelope(sizeBytes, recipients, key);
      const file = concat(head, new Uint8Array(sizeBytes), tail(new Uint8Array(16).fill(7)));
      const read = readEnveloped(file);
      assert.ok(read.ok, String(sizeBytes));
      assert.equal(read.value.ciphertext.length, sizeBytes);
      assert.equal(toHex(read.value.nonce), toHex(nonce));
      assert.deepEqual(read.value.recipients.map(({ kind }) => kind).sort(), [
        'key-agreement',
        'key-transport',
      ]);
      assert.equal(
        createDecipheriv('aes-256-gcm', key, nonce).update(read.value.ciphertext).length,
        sizeBytes,
      );
    }
  });

  it('is not made around more than one key may protect, nor for nobody', async () => {
    const to = [{ spki: p384.spki, keyIdentifier: await keyIdentifier(p384.spki) }];
    const key = new Uint8Array(32);
    await assert.rejects(frameEnvelope(envelopeLimits.gcmContentBytes + 1, to, key), {
      code: 'backup-too-large',
    });
    await assert.rejects(frameEnvelope(1, [], key), { code: 'parameters-invalid' });
    const { head } = await frameEnvelope(envelopeLimits.gcmContentBytes, to, key);
    const sizeBytes = head.length + envelopeLimits.gcmContentBytes + 18;
    assert.equal(readEnvelopeHead(head, sizeBytes).content.endsAt, sizeBytes - 18);
  });
});
