import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { serialize } from 'node:v8';
import { bytesToRows } from '../../ceremonies/formats/wordRows.ts';
import { needlesOf, needlesOfText, needlesOfWords, openSearch } from './needles.ts';

const secret = randomBytes(82);
const payload = randomBytes(121);
const pin = 'Kotkas-4417';
const search = openSearch([
  ...needlesOf('share', secret),
  ...needlesOfText('PIN', pin),
  ...needlesOfWords('words', payload),
]);
const around = (bytes: Buffer) => Buffer.concat([randomBytes(1001), bytes, randomBytes(999)]);
const found = (bytes: Buffer): string => [...search(around(bytes)).keys()].join('; ');

/** In front of a secret, whatever its place in a triple of bytes. */
const after = (shift: number) =>
  Buffer.concat([Buffer.from('{"a"}'.slice(0, shift)), secret, Buffer.from('}')]);

/** Where secrets could lie, and how; the search must find each, or finding nothing would mean nothing. */
const hidden: Readonly<Record<string, { readonly bytes: Buffer; readonly as: RegExp }>> = {
  'raw bytes': { bytes: secret, as: /share \(raw\)/ },
  'a rest of raw bytes': { bytes: secret.subarray(17, 64), as: /share \(raw\)/ },
  hex: { bytes: Buffer.from(secret.toString('hex')), as: /share \(hex\)/ },
  'hex of a QR code': {
    bytes: Buffer.from(`SHARE/${secret.toString('hex').toUpperCase()}`),
    as: /share \(hex\)/,
  },
  'hex in a text of two bytes a letter': {
    bytes: Buffer.from(`õ${secret.toString('hex')}`, 'utf16le'),
    as: /share \(hex, UTF-16\)/,
  },
  base64: { bytes: Buffer.from(after(0).toString('base64')), as: /share \(base64\)/ },
  'base64, one byte on': { bytes: Buffer.from(after(1).toString('base64')), as: /share \(base64\)/ },
  'base64, two bytes on': { bytes: Buffer.from(after(2).toString('base64')), as: /share \(base64\)/ },
  base64url: { bytes: Buffer.from(secret.toString('base64url')), as: /share \(base64/ },
  bits: {
    bytes: Buffer.from([...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('')),
    as: /share \(bits\)/,
  },
  'JSON of a byte array': { bytes: Buffer.from(JSON.stringify([...secret])), as: /share \(numbers\)/ },
  'a printed byte array': { bytes: Buffer.from([...secret].join(', ')), as: /share \(numbers\)/ },
  words: { bytes: Buffer.from(bytesToRows(payload)[3]?.join(' ') ?? ''), as: /words \(words\)/ },
  'words of a table': {
    bytes: Buffer.from(bytesToRows(payload)[10]?.join('</td><td>') ?? ''),
    as: /words \(words\)/,
  },
  'words of a message': { bytes: serialize({ rows: bytesToRows(payload) }), as: /words \(words\)/ },
  'words of a message, each with its place': {
    bytes: serialize({ rows: bytesToRows(payload).map((row) => Object.assign(new Array(10), row)) }),
    as: /words \(words\)/,
  },
  'a PIN': { bytes: Buffer.from(`{"pin":"${pin}"}`), as: /PIN \(text\)/ },
  'a PIN of two bytes a letter': { bytes: Buffer.from(pin, 'utf16le'), as: /PIN \(text, UTF-16\)/ },
  'a PIN in base64': { bytes: Buffer.from(Buffer.from(pin).toString('base64')), as: /PIN \(base64\)/ },
};

describe('the search for secrets', () => {
  for (const [what, { bytes, as }] of Object.entries(hidden))
    test(`finds ${what}`, () => assert.match(found(bytes), as));

  test('finds a secret at the very end and at the very beginning', () => {
    assert.ok(search(Buffer.concat([randomBytes(9), secret])).size > 0);
    assert.ok(search(Buffer.concat([secret, randomBytes(9)])).size > 0);
  });

  test('finds nothing where there is nothing', () => {
    assert.deepEqual([...search(randomBytes(1_000_000)).keys()], []);
    assert.deepEqual([...search(Buffer.alloc(1_000_000)).keys()], []);
  });
});
