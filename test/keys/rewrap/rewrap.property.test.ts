import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { proveRewrap } from '../../../ceremonies/keys/rewrap/proveRewrap.ts';
import { resultPaths } from '../../../ceremonies/keys/rewrap/results.ts';
import { rewrapInventory } from '../../../ceremonies/keys/rewrap/rewrapInventory.ts';
import { CeremonyError } from '../../../ceremonies/model/error.ts';
import { temporaryFolder } from '../../temporary.ts';
import { makeRoom, value } from '../../tokens/softhsm.ts';
import { jsonLines, makeVersion, openDataKey, ownerOf, readListed, readMoved, sha256Of } from './room.ts';

const room = makeRoom();
const session = room.login(room.makeToken('HSM'));
const folder = temporaryFolder('rewrap');
const aes = await makeVersion(session, 'kek.v1', 'aes256');
const ec = await makeVersion(session, 'ec.v1', 'ecp384');
const to = await makeVersion(session, 'kek.v2', 'aes256');
const owners = { aes: ownerOf(session, aes), ec: ownerOf(session, ec) };

/** What one line of an inventory is, and what must become of it, but for names that were there before. */
const fates = {
  good: null,
  noise: 'inventory-line-malformed',
  stranger: 'inventory-key-unknown',
  current: 'inventory-key-current',
  misfit: 'inventory-algorithm',
  altered: 'inventory-altered',
} as const;
type Kind = keyof typeof fates;

type Drawn = {
  readonly kind: Kind;
  readonly owner: keyof typeof owners;
  readonly dataSet: string;
  readonly id: string;
};

const lineOf = ({ kind, owner, dataSet, id }: Drawn, dataKey: Uint8Array): unknown => {
  if (kind === 'noise') return `{"dataSet": "${dataSet}"`;
  const record = owners[owner](dataSet, id, dataKey);
  if (kind === 'stranger') return { ...record, kid: 'other.v1' };
  if (kind === 'current') return { ...record, kid: to.kid };
  if (kind === 'misfit')
    return { dataSet, id, kid: record.kid, alg: 'RSA-OAEP', encrypted_key: record.encrypted_key };
  if (kind === 'good') return record;
  const bytes = Buffer.from(record.encrypted_key, 'base64url');
  bytes[5] = (bytes[5] ?? 0) ^ 0x10;
  return { ...record, encrypted_key: bytes.toString('base64url') };
};

/** The reference: each line by itself, with the names before it. */
const expectedOf = (drawn: readonly Drawn[]) => {
  const seen = new Set<string>();
  return drawn.map(({ kind, dataSet, id }) => {
    if (kind === 'noise') return fates.noise;
    const name = JSON.stringify([dataSet, id]);
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst ? fates[kind] : 'inventory-duplicate';
  });
};

/** Between two lives: stopped after so many batches, and the files cut as a power cut leaves them. */
type Cut = { readonly batches: number; readonly movedBytes: number; readonly listedBytes: number };

const drawnLine = fc.record({
  kind: fc.constantFrom<Kind>('good', 'good', 'good', 'noise', 'stranger', 'current', 'misfit', 'altered'),
  owner: fc.constantFrom<keyof typeof owners>('aes', 'aes', 'aes', 'ec'),
  dataSet: fc.constantFrom('land', 'law'),
  id: fc.integer({ min: 0, max: 60 }).map(String),
});
const drawnCut = fc.record({
  batches: fc.integer({ min: 1, max: 3 }),
  movedBytes: fc.nat(400),
  listedBytes: fc.nat(200),
});

let runs = 0;

test('whatever an inventory holds and however often it is cut short, each line ends in one place, where it should', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(drawnLine, { minLength: 1, maxLength: 150 }),
      fc.array(drawnCut, { maxLength: 3 }),
      async (drawn: readonly Drawn[], cuts: readonly Cut[]) => {
        runs += 1;
        const dataKeys = drawn.map(() => randomBytes(32));
        const path = join(folder, `inventory-${runs}.jsonl`);
        writeFileSync(
          path,
          jsonLines(drawn.map((each, index) => lineOf(each, dataKeys[index] ?? Buffer.of()))),
        );
        const inventory = { path, sha256: sha256Of(path) };
        const output = { directory: folder, name: `new-${runs}` };
        const paths = resultPaths(folder, output.name);
        const request = { sessions: [session], from: [aes, ec], to, inventory, output } as const;

        const cutBy = (file: string, bytes: number) => {
          const size = statSync(`${file}.part`, { throwIfNoEntry: false })?.size;
          if (size !== undefined) truncateSync(`${file}.part`, Math.max(0, size - bytes));
        };
        for (const { batches, movedBytes, listedBytes } of cuts) {
          let left = batches;
          const breathe = async () => {
            left -= 1;
            if (left <= 0) throw new CeremonyError('cancelled');
            return Promise.resolve();
          };
          await rewrapInventory({ ...request, breathe });
          cutBy(paths.moved, movedBytes);
          cutBy(paths.notMoved, listedBytes);
        }

        const results = value(await rewrapInventory(request));
        const expected = expectedOf(drawn);
        const moved = readMoved(paths.moved);
        const goodOnes = expected.flatMap((code, index) => (code === null ? [index] : []));
        assert.deepEqual(
          moved.map(({ dataSet, id }) => ({ dataSet, id })),
          goodOnes.map((index) => ({ dataSet: drawn[index]?.dataSet, id: drawn[index]?.id })),
        );
        for (const [place, index] of goodOnes.entries()) {
          const record = moved[place];
          assert.ok(record !== undefined);
          assert.deepEqual(await openDataKey(session, to, record), dataKeys[index]);
        }
        assert.deepEqual(
          readListed(paths.notMoved).map(({ line, code }) => ({ line, code })),
          expected.flatMap((code, index) => (code === null ? [] : [{ line: index + 1, code }])),
        );
        const proof = value(await proveRewrap({ from: [aes, ec], to, inventory, results }));
        assert.deepEqual([proof.count, proof.moved], [drawn.length, goodOnes.length]);
      },
    ),
    { numRuns: 25 },
  ));
