import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { contentsOf, derElement, elementsOf } from '../../../ceremonies/formats/ber.ts';
import { compare, concat, equal } from '../../../ceremonies/formats/bytes.ts';
import { readEnvelopeHead } from '../../../ceremonies/formats/envelopeStream.ts';
import {
  readRecipientHeader,
  withoutRecipients,
  writeRecipientHeader,
} from '../../../ceremonies/keys/rewrap/recipientHeader.ts';
import { temporaryFolder } from '../../temporary.ts';
import { makeFileKey, run } from '../backup/hsm.ts';

const keys = [makeFileKey('ecp384', 'one'), makeFileKey('rsa2048', 'two')] as const;
const files: Record<'der' | 'ber', Uint8Array> = { der: new Uint8Array(), ber: new Uint8Array() };

before(() => {
  const folder = temporaryFolder('header');
  writeFileSync(join(folder, 'plain'), Buffer.alloc(500, 1));
  const recipients = keys.map((key) => `-recip ${key.folder}/embassy.pem`).join(' ');
  for (const [name, options] of [
    ['der', ''],
    ['ber', ' -stream'],
  ] as const) {
    run(
      folder,
      `openssl cms -encrypt -binary -aes-256-gcm${options} -in plain -outform DER -out ${name} ${recipients}`,
    );
    files[name] = new Uint8Array(readFileSync(join(folder, name)));
  }
});

/** A file with another header, as it is read by everybody else. */
const withHeader = (file: Uint8Array, header: Uint8Array): Uint8Array =>
  concat(header, file.subarray(readRecipientHeader(file).bytes.length));

/** One RecipientInfo of key agreement, with a second recipient in it whose encrypted key is other bytes. */
const shared = (entry: Uint8Array): { readonly entry: Uint8Array; readonly other: Uint8Array } => {
  const elements = elementsOf(entry);
  const [ours = new Uint8Array()] = elementsOf(elements.at(-1) ?? entry);
  const [name = new Uint8Array(), key = new Uint8Array()] = elementsOf(ours);
  const other = derElement(0x30, name, derElement(0x04, contentsOf(key).toReversed()));
  return {
    entry: derElement(entry[0] ?? 0, ...elements.slice(0, -1), derElement(0x30, ours, other)),
    other,
  };
};

describe('the header of a sealed file', () => {
  test('written again with the entries that it has is the same', () => {
    for (const file of Object.values(files)) {
      const header = readRecipientHeader(file);
      assert.equal(header.entries.length, 2);
      const again = writeRecipientHeader(
        header,
        header.entries.map(({ bytes }) => bytes),
      );
      assert.ok(equal(again, header.bytes));
    }
  });

  test('has right lengths and an unchanged body with any number of entries', () => {
    for (const [name, file] of Object.entries(files)) {
      const header = readRecipientHeader(file);
      const [entry = { bytes: new Uint8Array() }] = header.entries;
      for (const count of [1, 3, 100, 400]) {
        const entries = Array.from({ length: count }, () => entry.bytes);
        const whole = withHeader(file, writeRecipientHeader(header, entries));
        const head = readEnvelopeHead(whole, whole.length);
        assert.equal(head.recipients.length, count);
        if (name === 'der') assert.equal(head.around[0], whole.length);
        else assert.ok(head.around.slice(0, 3).every((end) => end === Infinity));
        assert.ok(equal(whole.subarray(-400), file.subarray(-400)));
      }
    }
  });

  test('has its entries in the order of DER', () => {
    const header = readRecipientHeader(files.ber);
    const entries = header.entries.map(({ bytes }) => bytes).toSorted((a, b) => compare(b, a));
    const again = readRecipientHeader(withHeader(files.ber, writeRecipientHeader(header, entries)));
    const [first, second] = again.entries.map(({ bytes }) => bytes);
    assert.ok(first !== undefined && second !== undefined && compare(first, second) < 0);
  });

  test('in longer lengths than needed, and in a mixture of forms, comes out with lengths that fit', () => {
    const contents = contentsOf(files.der);
    const length = contents.length;
    const padded = concat(Uint8Array.of(0x30, 0x88, 0, 0, 0, 0, 0, 0, length >> 8, length & 0xff), contents);
    const open = concat(Uint8Array.of(0x30, 0x80), contents, Uint8Array.of(0, 0));
    for (const file of [padded, open]) {
      const header = readRecipientHeader(file);
      const entries = header.entries.map(({ bytes }) => bytes);
      const whole = withHeader(file, writeRecipientHeader(header, entries.slice(0, 1)));
      const head = readEnvelopeHead(whole, whole.length);
      assert.equal(head.recipients.length, 1);
      assert.equal(head.around[0], file === open ? Infinity : whole.length);
      assert.equal(head.around[1], whole.length - (file === open ? 2 : 0));
    }
  });
});

describe('an entry that several recipients share', () => {
  test('keeps the others when one goes, byte for byte', () => {
    const header = readRecipientHeader(files.der);
    const agreed = header.entries.find(({ recipients }) => recipients[0]?.kind === 'key-agreement');
    assert.ok(agreed !== undefined);
    const { entry, other } = shared(agreed.bytes);
    const file = withHeader(files.der, writeRecipientHeader(header, [entry]));
    const [both] = readRecipientHeader(file).entries;
    assert.ok(both !== undefined);
    assert.equal(both.recipients.length, 2);
    const [first, second] = both.recipients;

    assert.equal(
      withoutRecipients(both, () => true),
      null,
    );
    assert.ok(equal(withoutRecipients(both, () => false) ?? other, entry));
    assert.ok(equal(withoutRecipients(both, (each) => each === second) ?? other, agreed.bytes));
    const left = withoutRecipients(both, (each) => each === first);
    assert.ok(left !== null);
    const [stays, nothing] = elementsOf(elementsOf(left).at(-1) ?? left);
    assert.ok(stays !== undefined && equal(stays, other));
    assert.equal(nothing, undefined);
  });
});
