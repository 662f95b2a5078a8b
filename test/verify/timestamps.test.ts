import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { readPreviousBundle } from '../../ceremonies/conductor/previousBundle.ts';
import {
  archiveManifestPath,
  decodeManifest,
  encodeManifest,
  timestampPath,
} from '../../ceremonies/formats/asic.ts';
import { fromUtf8, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { encodeTimestampQuery, imprintOf, readTimestampAnswer } from '../../ceremonies/formats/timestamp.ts';
import { must, type Result } from '../../ceremonies/model/error.ts';
import { certificatesInPem } from '../../ceremonies/transcript/pem.ts';
import { archiveManifests, takeStamps } from '../../ceremonies/transcript/stamps.ts';
import { verifyChain } from '../../ceremonies/verify/chain.ts';
import { readHead } from '../../ceremonies/verify/newest.ts';
import { attachTimestamp, timestampQuery } from '../../ceremonies/verify/stamping.ts';
import type { Claim } from '../../ceremonies/verify/verdict.ts';
import { verifyBundle, type VerifyOptions } from '../../ceremonies/verify/verify.ts';
import { makeAuthority, type Authority } from '../formats/tsa.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { holdOn, fileOf, makeOn } from './chainFixture.ts';
import { entriesOf, flipped, toCheck, withEntries, type Bundle, type Entries } from './fixture.ts';

const first = { manifest: archiveManifestPath(1, 1), token: timestampPath(1) };

let made: Bundle;
let authority: Authority;
let other: Authority;
let stamped: Uint8Array;
let twice: Uint8Array;

const stampBy = async (by: Authority, bundle: Uint8Array): Promise<Uint8Array> => {
  const { query } = must(await timestampQuery(bundle));
  return must(await attachTimestamp(bundle, by.answer(query))).bundle;
};

const anchors = ({ rootPath }: Authority): VerifyOptions => ({
  timeAnchors: must(certificatesInPem(readFileSync(rootPath, 'utf8'))),
});

const claimOf = async (bundle: Uint8Array, id: string, options?: VerifyOptions): Promise<Claim> => {
  const { claims, problem } = await verifyBundle(bundle, options);
  const claim = claims.find((each) => each.id === id);
  assert.ok(claim !== undefined, problem?.code);
  return claim;
};

const failureOf = async (bundle: Uint8Array, id = 'time-stamped'): Promise<string> => {
  const { problem } = await claimOf(bundle, id);
  return problem === null ? 'none' : `${problem.code} ${problem.details['reason'] ?? ''}`.trim();
};

const codeOf = (result: Result<unknown>): string => (result.ok ? 'good' : result.problem.code);

before(async () => {
  made = await makeOn(0, parametersFor(2, 3));
  authority = makeAuthority('Zeit', { key: 'rsa:2048', digest: 'sha256', ess: 'sha256' });
  other = makeAuthority('Aeg', { key: 'P-256', digest: 'sha384', ess: 'sha1' });
  stamped = await stampBy(authority, made.bytes);
  twice = await stampBy(other, stamped);
});

describe('a bundle', () => {
  test('without a time-stamp shows no time of an authority', async () => {
    assert.equal((await claimOf(made.bytes, 'time-stamped')).status, 'not-shown');
  });

  test('with time-stamps is good, at a time that an authority attests', async () => {
    for (const [bundle, timestamps] of [
      [stamped, 1],
      [twice, 2],
    ] as const) {
      assert.equal((await verifyBundle(bundle)).outcome, 'good');
      const { status, details } = await claimOf(bundle, 'time-stamped');
      assert.deepEqual(
        [status, details['timestamps'], details['authority']],
        ['attested', timestamps, 'Zeit Unit, Zeit'],
      );
      assert.ok(Math.abs(Date.parse(String(details['at'])) - Date.now()) < 600_000);
    }
  });

  test('has its time proved by an authority that the auditor trusts, and refuted by another', async () => {
    const proofOf = async (bundle: Uint8Array, by: Authority) => {
      const { status, details, problem } = await claimOf(bundle, 'time-stamped', anchors(by));
      return [status, problem?.code ?? details['authority']];
    };
    assert.deepEqual(await proofOf(stamped, authority), ['proved', 'Zeit Unit, Zeit']);
    assert.deepEqual(await proofOf(stamped, other), ['failed', 'timestamp-untrusted']);
    assert.deepEqual(await proofOf(twice, other), ['proved', 'Aeg Unit, Aeg']);
    const namesake = makeAuthority('Zeit', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
    assert.deepEqual(await proofOf(twice, namesake), ['failed', 'timestamp-untrusted']);
  });

  test('is left as it was by a time-stamp, entry by entry and, without it, byte by byte', async () => {
    const original = await entriesOf(made.bytes);
    for (const bundle of [stamped, twice]) {
      const entries = await entriesOf(bundle);
      for (const [path, content] of original) assert.deepEqual(entries.get(path), content, path);
      assert.deepEqual([...entries.keys()].slice(0, original.size), [...original.keys()]);
      const { sha256, stampedSha256 } = (await verifyBundle(bundle)).bundle;
      assert.deepEqual([sha256, stampedSha256], [await sha256Hex(made.bytes), await sha256Hex(bundle)]);
    }
  });

  test('has one query, which is a function of the bundle alone', async () => {
    const [one, again] = [must(await timestampQuery(stamped)), must(await timestampQuery(stamped.slice()))];
    assert.deepEqual(one, again);
    assert.notDeepEqual(one.query, must(await timestampQuery(made.bytes)).query);
  });

  test('has the first time-stamp renamed, and no more, by the second, which covers it', async () => {
    const [before, after] = [await entriesOf(stamped), await entriesOf(twice)];
    assert.deepEqual(after.get(archiveManifestPath(1, 2)), before.get(first.manifest));
    assert.deepEqual(after.get(timestampPath(1)), before.get(timestampPath(1)));
    const { files } = must(
      decodeManifest(fromUtf8(after.get(archiveManifestPath(2, 2)) ?? new Uint8Array())),
    );
    const covered = files.map(({ uri }) => uri).sort();
    const own = [archiveManifestPath(2, 2), timestampPath(2)];
    assert.deepEqual(covered, [...after.keys()].filter((path) => !own.includes(path)).sort());
    assert.deepEqual(
      files.filter(({ rootfile }) => rootfile).map(({ uri }) => uri),
      [archiveManifestPath(1, 2)],
    );
  });

  test('verifies with its time-stamps after an ordinary tool packed it anew', async () => {
    const folder = temporaryFolder('repacked');
    const entries = await entriesOf(twice);
    writeFileSync(join(folder, 'mimetype'), 'application/vnd.etsi.asic-e+zip');
    for (const [path, content] of entries) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const zip = (...args: readonly string[]): void =>
      void execFileSync('zip', ['-q', ...args], { cwd: folder });
    zip('-0', 'new.zip', 'mimetype');
    zip('-9', '-r', 'new.zip', '.', '-x', 'mimetype', '-x', 'new.zip');
    const repacked = new Uint8Array(readFileSync(join(folder, 'new.zip')));
    assert.notDeepEqual(repacked, twice);
    assert.equal((await verifyBundle(repacked, anchors(authority))).outcome, 'good');
    const { query } = must(await timestampQuery(repacked));
    assert.deepEqual(query, must(await timestampQuery(twice)).query);
  });
});

describe('the bundle before, with or without time-stamps,', () => {
  test('is the one that the next ceremony names', async () => {
    const next = await holdOn(1, await toCheck(made));
    for (const previous of [made.bytes, stamped, twice]) {
      const { status, details } = await claimOf(next.bytes, 'previous-bundle', { previous });
      assert.deepEqual([status, details['sha256']], ['proved', await sha256Hex(made.bytes)]);
    }
    const verdict = await verifyChain([
      fileOf('1-stamped.asice', stamped),
      fileOf('2.asice', await stampBy(other, next.bytes)),
      fileOf('1.asice', made.bytes),
    ]);
    assert.equal(verdict.outcome, 'good', JSON.stringify(verdict.claims));
    assert.deepEqual(
      verdict.bundles.map(({ name, copies }) => [name, ...copies]),
      [['1-stamped.asice', '1.asice'], ['2.asice']],
    );
  });

  test('is one and the same to a ceremony that continues from it', async () => {
    const path = join(temporaryFolder('previous'), 'bundle.asice');
    const seen: unknown[] = [];
    for (const bundle of [made.bytes, stamped, twice]) {
      writeFileSync(path, bundle);
      seen.push([must(await readPreviousBundle(path)).sha256, must(await readHead(bundle)).sha256]);
    }
    const sha256 = await sha256Hex(made.bytes);
    assert.deepEqual(
      seen,
      Array.from({ length: 3 }, () => [sha256, sha256]),
    );
  });

  test('is refused with anything else in it changed, or with a time-stamp that is wrong', async () => {
    const next = await holdOn(1, await toCheck(made));
    const changed = await withEntries(stamped, (entries) =>
      entries.set('report.html', toUtf8('All is well.')),
    );
    const wrong = await withEntries(stamped, (entries) => entries.set(first.token, new Uint8Array(9)));
    const codes = await Promise.all(
      [changed, wrong].map(
        async (previous) => (await claimOf(next.bytes, 'previous-bundle', { previous })).problem?.code,
      ),
    );
    assert.deepEqual(codes, ['previous-other', 'bundle-not-good']);
  });
});

describe('a forged time-stamp is refused:', () => {
  const tampered = (change: (entries: Entries) => void, bundle = stamped) => withEntries(bundle, change);
  const contentOf = (entries: Entries, path: string): Uint8Array => entries.get(path) ?? new Uint8Array();

  test('of another bundle', async () => {
    const foreign = await entriesOf(await stampBy(authority, (await makeOn(0, parametersFor(2, 2))).bytes));
    const tokenOnly = await tampered((entries) => entries.set(first.token, contentOf(foreign, first.token)));
    assert.equal(await failureOf(tokenOnly), 'timestamp-invalid imprint');
    const both = await tampered((entries) => {
      for (const path of [first.token, first.manifest]) entries.set(path, contentOf(foreign, path));
    });
    assert.equal(await failureOf(both), 'bundle-entry-changed');
  });

  test('altered', async () => {
    const { length } = contentOf(await entriesOf(stamped), first.token);
    const at = (place: number) =>
      tampered((entries) => entries.set(first.token, flipped(contentOf(entries, first.token), place)));
    assert.equal(await failureOf(await at(length - 5)), 'timestamp-invalid signature');
    assert.equal(await failureOf(await at(3)), 'timestamp-malformed');
  });

  test('over a manifest that leaves a file out, even by a true authority', async () => {
    const { files } = takeStamps(await entriesOf(made.bytes));
    const [whole] = await archiveManifests(files, []);
    const manifest = must(decodeManifest(fromUtf8(whole ?? new Uint8Array())));
    const partial = toUtf8(
      encodeManifest({ ...manifest, files: manifest.files.filter(({ uri }) => uri !== 'report.html') }),
    );
    const answer = authority.answer(encodeTimestampQuery(await imprintOf('SHA-256', partial)));
    const forged = await withEntries(made.bytes, (entries) => {
      entries.set(first.manifest, partial);
      entries.set(first.token, must(readTimestampAnswer(answer)));
    });
    const { problem } = await claimOf(forged, 'time-stamped');
    assert.deepEqual([problem?.code, problem?.details['file']], ['bundle-entry-changed', 'report.html']);
  });

  test('over a bundle that was changed since', async () => {
    const changed = await tampered((entries) => entries.set('report.html', toUtf8('All is well.')));
    assert.equal(await failureOf(changed), 'bundle-entry-changed');
    assert.equal(await failureOf(changed, 'manifests-cover-files'), 'bundle-entry-changed');
  });

  test('over signatures that were exchanged since', async () => {
    const path = 'META-INF/signature001.p7s';
    const changed = await tampered((entries) => entries.set(path, flipped(contentOf(entries, path), 40)));
    const { problem } = await claimOf(changed, 'time-stamped');
    assert.deepEqual([problem?.code, problem?.details['file']], ['bundle-entry-changed', path]);
  });

  test('by a certificate that is not for it, or was not valid', async () => {
    const manifest = contentOf(await entriesOf(stamped), first.manifest);
    const imprint = new Uint8Array(createHash('sha256').update(manifest).digest());
    const forged = (answer: Uint8Array) =>
      tampered((entries) => entries.set(first.token, must(readTimestampAnswer(answer))));
    const today = `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}235959Z`;
    const noUsage = await forged(authority.forge(imprint, today, 'no-usage'));
    assert.equal(await failureOf(noUsage), 'timestamp-invalid certificate-usage');
    const expired = await forged(authority.forge(imprint, '20990101000000Z'));
    assert.equal(await failureOf(expired), 'timestamp-invalid certificate-validity');
  });

  test('from before the one that it covers', async () => {
    const { imprint } = must(await timestampQuery(stamped));
    const late = makeAuthority('Hilja', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
    const hour = (offset: number): string =>
      new Date(Date.now() + offset * 3_600_000).toISOString().replace(/[-:T]|\.\d+/gu, '');
    const inHours = async (bundle: Uint8Array, of: Uint8Array, offset: number) =>
      must(await attachTimestamp(bundle, late.forge(of, hour(offset)))).bundle;
    const tomorrow = await inHours(stamped, imprint, 24);
    assert.equal((await verifyBundle(tomorrow)).outcome, 'good');
    const answer = late.forge(must(await timestampQuery(tomorrow)).imprint, hour(12));
    const refused = await attachTimestamp(tomorrow, answer);
    assert.equal(refused.ok ? '' : refused.problem.details['claim'], 'time-stamped');
  });

  test('one of two taken out, doubled, or changed', async () => {
    const changes: readonly ((entries: Entries) => void)[] = [
      (entries) => entries.delete(timestampPath(1)),
      (entries) => entries.delete(archiveManifestPath(1, 2)),
      (entries) => entries.delete(archiveManifestPath(2, 2)),
      (entries) => [archiveManifestPath(1, 2), timestampPath(1)].forEach((path) => entries.delete(path)),
      (entries) => entries.set(timestampPath(3), contentOf(entries, timestampPath(2))),
      (entries) => entries.set(archiveManifestPath(3, 0), contentOf(entries, archiveManifestPath(2, 2))),
    ];
    for (const change of changes)
      assert.match(
        await failureOf(await tampered(change, twice), 'manifests-cover-files'),
        /^bundle-entry-/u,
      );
    const swapped = await tampered((entries) => {
      const [one, two] = [contentOf(entries, timestampPath(1)), contentOf(entries, timestampPath(2))];
      entries.set(timestampPath(1), two).set(timestampPath(2), one);
    }, twice);
    assert.notEqual(await failureOf(swapped), 'none');
  });

  test('with more of them than anybody needs', () => {
    const stampsOf = (count: number) => {
      const numbers = Array.from({ length: count }, (_, index) => index + 1);
      const paths = numbers.flatMap((number) => [archiveManifestPath(number, count), timestampPath(number)]);
      return takeStamps(new Map(paths.map((path) => [path, new Uint8Array(1)]))).stamps.length;
    };
    assert.deepEqual([stampsOf(100), stampsOf(101)], [100, 0]);
  });

  test('with anything beside it in META-INF', async () => {
    for (const path of [
      'META-INF/timestamp.tst',
      'META-INF/extra.xml',
      'META-INF/ASiCArchiveManifest1.xml',
    ]) {
      const bundle = await tampered((entries) => entries.set(path, new Uint8Array(1)));
      assert.match(await failureOf(bundle, 'manifests-cover-files'), /^bundle-entry-/u, path);
    }
  });
});

describe('an answer is not attached', () => {
  test('to another bundle than it was asked for', async () => {
    const answer = authority.answer(must(await timestampQuery(made.bytes)).query);
    assert.equal(codeOf(await attachTimestamp(stamped, answer)), 'timestamp-invalid');
  });

  test('that is none, or a refusal', async () => {
    assert.equal(codeOf(await attachTimestamp(made.bytes, new Uint8Array(3))), 'timestamp-malformed');
    const refusal = authority.answer(Uint8Array.of(0x30, 0));
    assert.equal(codeOf(await attachTimestamp(made.bytes, refusal)), 'timestamp-refused');
  });

  test('to a bundle that does not verify, nor is there a query for one', async () => {
    const bad = await withEntries(made.bytes, (entries) =>
      entries.set('report.html', toUtf8('All is well.')),
    );
    const answer = authority.answer(must(await timestampQuery(made.bytes)).query);
    for (const result of [await timestampQuery(bad), await attachTimestamp(bad, answer)])
      assert.equal(codeOf(result), 'bundle-not-good');
    assert.equal(codeOf(await timestampQuery(new Uint8Array(3))), 'bundle-not-zip');
  });
});
