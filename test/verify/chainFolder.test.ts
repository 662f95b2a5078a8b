import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { bad } from '../../ceremonies/model/error.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { chainClaimIds } from '../../ceremonies/verify/chainClaims.ts';
import { verifyChain, type ChainVerdict } from '../../ceremonies/verify/chain.ts';
import { failedClaims } from '../../ceremonies/verify/verdict.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import { fileOf, holdOn, makeOn, onDay } from './chainFixture.ts';
import {
  bundleOf,
  freshSplit,
  hold,
  previousOf,
  toCheck,
  toRebuild,
  withEntries,
  type Bundle,
} from './fixture.ts';

/** Five ceremonies of one embassy, and what others might put beside them. */
type Folder = {
  readonly links: readonly Bundle[];
  readonly fork: Bundle;
  readonly otherBeginning: Bundle;
  readonly foreign: Bundle;
  readonly real: Bundle;
};

const parameters = parametersFor(2, 3, { sheets: true });
let folder: Folder;

before(async () => {
  const made = await makeOn(0, parameters);
  const checked = await holdOn(1, await toCheck(made));
  const rebuilt = await holdOn(2, await toRebuild(checked, freshSplit(made)));
  const again = await holdOn(3, await toCheck(rebuilt));
  const added = await makeOn(4, { ...parameters, keyLabel: 'population' }, await previousOf(again));
  folder = {
    links: [made, checked, rebuilt, again, added],
    fork: await holdOn(5, await toRebuild(checked)),
    otherBeginning: await makeOn(6, { ...parameters, keyLabel: 'treasury' }),
    foreign: await makeOn(7, { ...parameters, embassy: 'Data Embassy of Monaco' }),
    real: await makeOn(8, { ...parameters, domain: 'production' }),
  };
});

const named = (...bundles: readonly Bundle[]) =>
  bundles.map(({ bytes, state }) => fileOf(`${state.openedAt.slice(0, 10)}.asice`, bytes));
const judge = (...bundles: readonly Bundle[]): Promise<ChainVerdict> => verifyChain(named(...bundles));
const at = (place: number): Bundle => {
  const bundle = folder.links.at(place);
  assert.ok(bundle !== undefined);
  return bundle;
};
const codeOf = ({ claims }: ChainVerdict, id: string) =>
  claims.find((claim) => claim.id === id)?.problem?.code;
const detailsOf = ({ claims }: ChainVerdict, id: string) =>
  claims.find((claim) => claim.id === id)?.details ?? {};
const names = ({ bundles }: ChainVerdict) => bundles.map(({ name }) => name);

describe('a whole chain', () => {
  test('is good, in order, with its newest bundle', async () => {
    const verdict = await judge(...folder.links);
    assert.deepEqual(failedClaims(verdict), []);
    assert.equal(verdict.outcome, 'good');
    assert.deepEqual(
      verdict.claims.map(({ id, status }) => [id, status]),
      chainClaimIds.map((id) => [id, 'proved']),
    );
    const last = at(-1);
    assert.deepEqual(verdict.newest, {
      name: names(verdict).at(-1),
      sha256: await sha256Hex(last.bytes),
      ceremony: last.state.ceremony,
    });
  });

  test('has of each bundle the verdict that it has with the one before it', async () => {
    const { bundles } = await judge(...folder.links);
    for (const [place, { verdict }] of bundles.entries()) {
      const previous = folder.links[place - 1]?.bytes;
      const alone = await verifyBundle(at(place).bytes, previous === undefined ? {} : { previous });
      assert.deepEqual(verdict, alone);
    }
  });

  test('is read one file at a time, each of them once', async () => {
    const reads: string[] = [];
    let open = 0;
    const counted = named(...folder.links).map((file) => ({
      name: file.name,
      read: async () => {
        reads.push(file.name);
        open += 1;
        assert.equal(open, 1);
        const bytes = await file.read();
        open -= 1;
        return bytes;
      },
    }));
    await verifyChain(
      (async function* () {
        for (const file of counted) yield await Promise.resolve(file);
      })(),
    );
    assert.equal(new Set(reads).size, folder.links.length);
    assert.equal(reads.length, folder.links.length);
  });

  test('of one bundle is a chain, too', async () => {
    const verdict = await judge(at(0));
    assert.equal(verdict.outcome, 'good');
  });

  test('merges copies and names them', async () => {
    const copy = fileOf('a copy.asice', at(1).bytes);
    const verdict = await verifyChain([...named(...folder.links), copy]);
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.bundles.length, folder.links.length);
    assert.deepEqual(
      verdict.bundles.map(({ copies }) => copies.length),
      [0, 1, 0, 0, 0],
    );
    assert.match(String(detailsOf(verdict, 'no-duplicate')['copies']), /\.asice/);
  });

  test('has the same verdict whatever the order of the files', async () => {
    const files = named(...folder.links, folder.fork, folder.otherBeginning);
    const expected = await verifyChain(files);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(files, { minLength: files.length, maxLength: files.length }),
        async (shuffled) => assert.deepEqual(await verifyChain(shuffled), expected),
      ),
      { numRuns: 4 },
    );
  });
});

describe('of some bundles of a chain', () => {
  test('a gap is seen exactly where one is missing before another', async () => {
    const all = [0, 1, 2, 3, 4];
    await fc.assert(
      fc.asyncProperty(fc.subarray(all, { minLength: 1 }), async (places) => {
        const verdict = await judge(...places.map(at));
        const isBegun = places.includes(0);
        const isTorn = places.some((place) => place > 0 && !places.includes(place - 1));
        assert.equal(codeOf(verdict, 'chain-whole'), isTorn ? 'chain-gap' : undefined);
        assert.equal(codeOf(verdict, 'chain-beginning'), isBegun ? undefined : 'chain-beginning-missing');
        assert.equal(verdict.outcome, isBegun && !isTorn ? 'good' : 'bad');
        assert.deepEqual(names(verdict), names(verdict).toSorted());
        assert.equal(verdict.newest?.ceremony, at(Math.max(...places)).state.ceremony);
      }),
      { numRuns: 10 },
    );
  });

  test('a gap names the missing bundle by its digest, and the one that continues from it', async () => {
    const verdict = await judge(at(0), at(1), at(3), at(4));
    const { files, missing } = detailsOf(verdict, 'chain-whole');
    assert.equal(files, names(verdict)[2]);
    assert.equal(missing, await sha256Hex(at(2).bytes));
    assert.deepEqual(failedClaims(verdict), ['chain-whole']);
  });
});

describe('a folder is bad', () => {
  test('with two ceremonies that continued from one bundle, and names both', async () => {
    const verdict = await judge(...folder.links, folder.fork);
    assert.deepEqual(failedClaims(verdict), ['chain-unforked']);
    assert.equal(codeOf(verdict, 'chain-unforked'), 'chain-forked');
    assert.equal(detailsOf(verdict, 'chain-unforked')['files'], '2026-06-03.asice, 2026-06-06.asice');
    assert.equal(verdict.newest, null);
    // The branches, one after the other.
    assert.equal(names(verdict).at(-1), '2026-06-06.asice');
  });

  test('with two forks, and names the ceremonies of each apart', async () => {
    const verdict = await judge(...folder.links, folder.fork, folder.otherBeginning);
    assert.match(String(detailsOf(verdict, 'chain-unforked')['files']), /^[^/]+, [^/]+ \/ [^/]+, [^/]+$/);
  });

  test('with a fork even where the bundle that was forked is missing', async () => {
    const verdict = await judge(at(0), at(2), folder.fork);
    assert.equal(codeOf(verdict, 'chain-unforked'), 'chain-forked');
    assert.equal(codeOf(verdict, 'chain-whole'), 'chain-gap');
  });

  test('with two beginnings of one embassy', async () => {
    const verdict = await judge(...folder.links, folder.otherBeginning);
    assert.equal(codeOf(verdict, 'chain-beginning'), 'chain-beginning-twice');
    assert.equal(codeOf(verdict, 'chain-unforked'), 'chain-forked');
    assert.deepEqual(failedClaims(verdict), ['chain-beginning', 'chain-unforked']);
  });

  test('with a bundle of another embassy', async () => {
    const verdict = await judge(...folder.links, folder.foreign);
    assert.equal(codeOf(verdict, 'chain-one-embassy'), 'chain-foreign');
    assert.equal(detailsOf(verdict, 'chain-one-embassy')['files'], '2026-06-08.asice');
    assert.ok(!failedClaims(verdict).includes('chain-unforked'));
  });

  test('with a real ceremony among rehearsals', async () => {
    const verdict = await judge(...folder.links, folder.real);
    assert.equal(codeOf(verdict, 'chain-one-embassy'), 'chain-foreign');
  });

  test('with an altered bundle, which leaves a gap where the right one was', async () => {
    const altered = await withEntries(at(2).bytes, (entries) =>
      entries.set('report.html', toUtf8('All is well.')),
    );
    const others = named(...folder.links.filter((bundle) => bundle !== at(2)));
    const verdict = await verifyChain([...others, fileOf('altered.asice', altered)]);
    assert.deepEqual(failedClaims(verdict), ['bundles-good', 'chain-whole']);
    assert.match(String(detailsOf(verdict, 'bundles-good')['files']), /^altered\.asice$/);
    assert.equal(verdict.outcome, 'bad');
  });

  test('with an altered bundle beside the right one', async () => {
    const altered = await withEntries(at(2).bytes, (entries) =>
      entries.set('report.html', toUtf8('All is well.')),
    );
    const verdict = await verifyChain([...named(...folder.links), fileOf('altered.asice', altered)]);
    assert.equal(codeOf(verdict, 'no-duplicate'), 'ceremony-twice');
    assert.deepEqual(failedClaims(verdict), ['bundles-good', 'no-duplicate']);
  });

  test('with one ceremony in two bundles, both good by themselves', async () => {
    // Signatures are never the same twice.
    const last = at(-1);
    const { bytes } = await bundleOf(last, last.room);
    const verdict = await verifyChain([...named(...folder.links), fileOf('again.asice', bytes)]);
    assert.deepEqual(failedClaims(verdict), ['no-duplicate']);
    assert.equal(verdict.newest, null);
  });

  test('with a ceremony that was opened before the one before it was closed', async () => {
    const next = onDay(1, await toCheck(at(1)));
    await assert.rejects(hold(next), { code: 'clock-behind-bundle' });
    // Unless it lies about when that was.
    const { previousBundle } = next.options;
    assert.ok(previousBundle);
    const made = { ...previousBundle.made, closedAt: at(0).state.closedAt ?? '' };
    const early = await hold({
      ...next,
      options: { ...next.options, previousBundle: { ...previousBundle, made } },
    });
    const verdict = await judge(at(0), at(1), early);
    assert.ok(failedClaims(verdict).includes('times-forward'));
    assert.equal(codeOf(verdict, 'times-forward'), 'ceremony-too-early');
  });
});

describe('what cannot be read', () => {
  test('is named, and the folder is not good', async () => {
    const verdict = await verifyChain([
      ...named(...folder.links),
      fileOf('noise.asice', toUtf8('no zip')),
      { name: 'torn.asice', read: () => Promise.resolve(bad('file-unreadable')) },
    ]);
    assert.deepEqual(failedClaims(verdict), []);
    assert.equal(verdict.outcome, 'unreadable');
    assert.deepEqual(
      verdict.bundles.slice(-2).map(({ name, verdict: each }) => [name, each.problem?.code]),
      [
        ['noise.asice', 'bundle-not-zip'],
        ['torn.asice', 'file-unreadable'],
      ],
    );
    assert.equal(verdict.claims.find(({ id }) => id === 'bundles-good')?.status, 'not-shown');
  });

  test('makes nothing of a folder without a bundle', async () => {
    for (const files of [[], [fileOf('noise.asice', toUtf8('no zip'))]]) {
      const verdict = await verifyChain(files);
      assert.equal(verdict.outcome, 'unreadable');
      assert.ok(verdict.claims.every(({ status }) => status === 'not-shown'));
      assert.equal(verdict.newest, null);
    }
  });
});

describe('a state that went backwards, forged by people who hold all the cards', () => {
  /** Goes on from a register that is not the one of the bundle before, and says of it that it is. */
  const forged = async (of: Bundle, change: (register: Register) => Register): Promise<ChainVerdict> => {
    const before = await previousOf(of);
    const changed = { ...before, register: change(before.register) };
    const lie = await makeOn(9, { ...parameters, keyLabel: 'treasury' }, changed);
    // By itself there is nothing wrong with it.
    assert.equal((await verifyBundle(lie.bytes)).outcome, 'good');
    return judge(...folder.links.slice(0, folder.links.indexOf(of) + 1), lie);
  };

  const versions =
    (change: (version: Register['keys'][number]['versions'][number]) => object) =>
    (register: Register): Register => ({
      ...register,
      keys: register.keys.map((key) => ({
        ...key,
        versions: key.versions.map((version) => ({ ...version, ...change(version) })),
      })),
    });

  const lies: Readonly<Record<string, (register: Register) => Register>> = {
    'an active key that was never activated': versions(({ transitions }) => ({
      state: 'pre-activation',
      transitions: transitions.slice(0, 1),
    })),
    'a key that was activated at another time': versions(({ transitions }) => ({
      transitions: transitions.map((each) => ({ ...each, at: '2026-01-01T00:00:00.000Z' })),
    })),
    'another check value': versions(() => ({ checkValue: 'ab'.repeat(32) })),
    'another algorithm': versions(() => ({ algorithm: 'rsa3072' })),
    'a key that is gone': (register) => ({ ...register, keys: register.keys.slice(0, -1) }),
  };

  for (const [what, change] of Object.entries(lies)) {
    test(`is seen: ${what}`, async () => {
      const verdict = await forged(at(3), change);
      assert.equal(codeOf(verdict, 'states-forward'), 'state-backwards');
      const { file, before: earlier } = detailsOf(verdict, 'states-forward');
      assert.deepEqual([earlier, file], names(verdict).slice(-2));
    });
  }

  test('is seen: a void share set that is live again', async () => {
    const verdict = await forged(at(2), (register) => ({
      ...register,
      shareSets: register.shareSets.map((set) => ({
        ...set,
        state: 'live',
        ...('ended' in set ? { ended: null } : {}),
      })),
    }));
    assert.equal(codeOf(verdict, 'states-forward'), 'state-backwards');
    assert.equal(detailsOf(verdict, 'states-forward')['field'], 'ended');
  });
});
