import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { withLines, type Line } from '../../../ceremonies/keys/rewrap/lines.ts';
import { lineMaxBytes } from '../../../ceremonies/model/inventory.ts';
import { temporaryFolder } from '../../temporary.ts';

const path = join(temporaryFolder('lines'), 'file');

const readAll = (content: Uint8Array) => {
  writeFileSync(path, content);
  return withLines(path, async (lines) => {
    const all: Line[] = [];
    for (let line = await lines.next(); line !== null; line = await lines.next()) all.push(line);
    return { all, sha256: lines.sha256(), sizeBytes: lines.sizeBytes() };
  });
};

describe('lines', () => {
  test('of any length come as they are, and too long ones as none', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.nat(300),
            fc.integer({ min: lineMaxBytes - 2, max: lineMaxBytes + 2 }),
            fc.nat(700_000),
          ),
          {
            maxLength: 8,
          },
        ),
        fc.boolean(),
        async (sizes, ended) => {
          const texts = sizes.map((size, index) => String.fromCharCode(97 + index).repeat(size));
          const last = ended ? '\n' : 'z';
          const content = Buffer.from(`${texts.join('\n')}${last}`);
          const { all, sha256, sizeBytes } = await readAll(content);
          const expected = content
            .toString()
            .split('\n')
            .slice(0, ended ? -1 : undefined);
          assert.deepEqual(
            all.map(({ text }) => text),
            expected.map((text) => (text.length > lineMaxBytes ? null : text)),
          );
          assert.equal(all.at(-1)?.ended, ended);
          assert.equal(all.at(-1)?.nextAtBytes, content.length);
          assert.equal(sizeBytes, content.length);
          assert.equal(sha256, createHash('sha256').update(content).digest('hex'));
        },
      ),
      { numRuns: 60 },
    ));

  test('that are no UTF-8 come as none, and replacement characters as themselves', async () => {
    const { all } = await readAll(Buffer.concat([Buffer.of(0xc3, 0x0a), Buffer.from('\ufffd\n')]));
    assert.deepEqual(
      all.map(({ text }) => text),
      [null, '\ufffd'],
    );
  });
});
