import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isPlainMessage, messageSizeMax } from '../../electron/plainMessage.ts';

const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};
const holdsItself: Record<string, unknown> = {};
holdsItself['self'] = holdsItself;

const refused: Readonly<Record<string, unknown>> = {
  'a text that is too long': 'a'.repeat(messageSizeMax),
  'such a text in an object': { a: { b: ['c', 'd'.repeat(messageSizeMax)] } },
  'a name that is too long': { ['n'.repeat(messageSizeMax)]: 1 },
  'too many values': Array.from({ length: messageSizeMax }, () => 0),
  'more places than memory': new Array(4_000_000_000),
  'one text too often': Array.from({ length: 2000 }, () => 'a'.repeat(1000)),
  'a depth that is too deep': nested(messageSizeMax),
  bytes: new Uint8Array(1),
  'a buffer': { of: new ArrayBuffer(1) },
  'a map': new Map(),
  'a set': { of: new Set() },
  'a date': new Date(),
  'an error': new Error(),
  'a large number': 1n,
  'a function': { of: () => 0 },
  'an ancestor': JSON.parse('{ "__proto__": { "ok": true } }') as unknown,
  'an ancestor within': JSON.parse('{ "a": [{ "__proto__": null }] }') as unknown,
};

describe('a message', () => {
  for (const [name, message] of Object.entries(refused))
    test(`is refused for ${name}`, () => assert.equal(isPlainMessage(message), false));

  test('is taken when it is any small JSON', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => isPlainMessage(value) || JSON.stringify(value).includes('__proto__'),
      ),
    );
  });

  test('is measured once where it holds itself', () => assert.equal(isPlainMessage(holdsItself), true));

  test('measures no more than twice its JSON, so that a bound on one is a bound on the other', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const json = JSON.stringify(value);
        return isPlainMessage(value, 2 * json.length + 1) || json.includes('__proto__');
      }),
    );
  });
});
