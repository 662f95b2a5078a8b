import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { manifestPath, signaturePath, writeContainer } from '../../ceremonies/formats/asic.ts';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { genesis, type CeremonyEvent } from '../../ceremonies/model/event.ts';
import { signersOf } from '../../ceremonies/model/state.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { examineFiles, verifyBundle, type FilesVerdict } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import {
  closeWith,
  ecPair,
  entriesOf,
  eventsOf,
  flipped,
  freshSplit,
  hold,
  makeBundle,
  selfSigned,
  signAll,
  signerOf,
  textOf,
  toCheck,
  toRebuild,
  transcriptOf,
  withEntries,
  withFittingManifests,
  type Bundle,
  type Entries,
} from './fixture.ts';

let bundle: Bundle;
let entries: Entries;

before(async () => {
  bundle = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  entries = await entriesOf(bundle.bytes);
});

const failedIds = ({ claims }: FilesVerdict): readonly string[] =>
  claims.filter(({ status }) => status === 'failed').map(({ id }) => id);

const codesOf = ({ claims, problem }: FilesVerdict): readonly string[] => [
  ...(problem === null ? [] : [problem.code]),
  ...claims.flatMap((claim) => (claim.problem === null ? [] : [claim.problem.code])),
];

/** Not good, for one of these reasons, and never because the verifier itself stumbled. */
const refused = (verdict: FilesVerdict, about: string, codes: readonly string[]): void => {
  assert.notEqual(verdict.outcome, 'good', about);
  const found = codesOf(verdict);
  assert.ok(!found.includes('internal'), `${about}: ${found.join(' ')}`);
  assert.ok(
    found.some((code) => codes.includes(code)),
    `${about}: ${found.join(' ')}`,
  );
};

describe('every file of a bundle', () => {
  const verifyWith = async (change: (copy: Entries) => void): Promise<FilesVerdict> => {
    const copy = new Map(entries);
    change(copy);
    return examineFiles({ files: copy });
  };

  test('with one bit flipped, anywhere in it', async () => {
    for (const [path, content] of entries) {
      for (const place of [content.length >> 1, content.length - 1]) {
        const verdict = await verifyWith((copy) => copy.set(path, flipped(content, place)));
        refused(verdict, `${path} at ${place}`, [
          'bundle-entry-changed',
          'bundle-malformed',
          'signature-malformed',
          'signature-invalid',
          'signer-unknown',
          'event-malformed',
        ]);
      }
    }
  });

  test('cut short by a byte, or with one more', async () => {
    for (const [path, content] of entries) {
      for (const changed of [content.slice(0, -1), Uint8Array.from([...content, 10])]) {
        const verdict = await verifyWith((copy) => copy.set(path, changed));
        refused(verdict, `${path} of ${changed.length}`, [
          'bundle-entry-changed',
          'bundle-malformed',
          'signature-malformed',
          'event-malformed',
        ]);
      }
    }
  });

  test('taken out', async () => {
    for (const path of entries.keys()) {
      const verdict = await verifyWith((copy) => copy.delete(path));
      refused(verdict, path, ['bundle-entry-missing', 'bundle-entry-extra']);
    }
  });

  test('taken out of the manifests, too', async () => {
    for (const path of [...entries.keys()].filter((each) => !each.startsWith('META-INF/'))) {
      const copy = new Map(entries);
      copy.delete(path);
      const verdict = await examineFiles({ files: withFittingManifests(copy) });
      refused(verdict, path, ['bundle-entry-missing', 'signature-invalid']);
    }
  });

  test('under another name', async () => {
    for (const [path, content] of entries) {
      const verdict = await verifyWith((copy) => {
        copy.delete(path);
        copy.set(`${path}.old`, content);
      });
      refused(verdict, path, ['bundle-entry-missing', 'bundle-entry-extra']);
    }
  });

  test('in two copies of different names', async () => {
    for (const [path, content] of entries) {
      const verdict = await verifyWith((copy) => copy.set(`copy/${path}`, content));
      refused(verdict, path, ['bundle-entry-extra']);
    }
  });

  test('beside a file that nobody signed, wherever it lies', async () => {
    for (const path of [
      'extra.txt',
      'META-INF/extra.xml',
      'META-INF/signature999.p7s',
      'shares/x.p7m',
      'report.pdf',
    ]) {
      const verdict = await verifyWith((copy) => copy.set(path, toUtf8('more')));
      refused(verdict, path, ['bundle-entry-extra', 'bundle-entry-missing']);
    }
  });

  test('beside one of the same name in other letters, or of the very same name', async () => {
    const twice = await withEntries(bundle.bytes, (copy) => copy.set('README.TXT2', toUtf8('x')));
    // The same length, so that only the name changes in both headers.
    const renamed = Buffer.from(twice);
    for (let at = renamed.indexOf('README.TXT2'); at >= 0; at = renamed.indexOf('README.TXT2')) {
      renamed.write('script.json', at, 'latin1');
    }
    const verdict = await verifyBundle(new Uint8Array(renamed));
    assert.equal(verdict.outcome, 'unreadable');
    assert.equal(verdict.problem?.code, 'bundle-entry-twice');
  });
});

type Change = readonly [
  name: string,
  change: (events: readonly CeremonyEvent[], place: number) => readonly CeremonyEvent[],
];

/** One millisecond later: the smallest lie that any event can tell. */
const later = (event: CeremonyEvent): CeremonyEvent => ({
  ...event,
  at: new Date(Date.parse(event.at) + 1).toISOString(),
});

const changes: readonly Change[] = [
  ['altered', (events, place) => events.map((event, index) => (index === place ? later(event) : event))],
  ['dropped', (events, place) => events.filter((_, index) => index !== place)],
  [
    'swapped with the next',
    (events, place) =>
      events.map((event, index) =>
        index === place
          ? (events[place + 1] ?? event)
          : index === place + 1
            ? (events[place] ?? event)
            : event,
      ),
  ],
  [
    'doubled',
    (events, place) => events.flatMap((event, index) => (index === place ? [event, event] : [event])),
  ],
];

/** Numbers and chains anew, and keeps the times. */
const rechained = async (events: readonly CeremonyEvent[]): Promise<readonly CeremonyEvent[]> => {
  const chained: CeremonyEvent[] = [];
  let previous = genesis;
  for (const [seq, event] of events.entries()) {
    const next: CeremonyEvent = { ...event, seq, previous };
    chained.push(next);
    previous = await hashEvent(next);
  }
  return chained;
};

const eventRefusals = [
  'chain-broken',
  'event-out-of-order',
  'event-not-allowed',
  'statement-differs',
  'signature-invalid',
  'bundle-entry-changed',
  'witness-missing',
  'person-twice',
  'share-set-void',
  'share-set-incomplete',
  'share-twice',
  'share-foreign',
  'bag-twice',
  'card-twice',
  'token-wrong',
  'event-malformed',
  'ceremony-closed',
];

const kinds: Readonly<Record<string, () => Promise<Bundle>>> = {
  'a generate ceremony': () => Promise.resolve(bundle),
  'a reconstitute ceremony': async () =>
    hold(await toRebuild(bundle, { ...freshSplit(bundle), sheets: false })),
  'a check ceremony': async () => hold(await toCheck(bundle)),
};

for (const [kind, make] of Object.entries(kinds))
  describe(`every event of ${kind}`, () => {
    let told: Bundle;
    let entriesTold: Entries;
    before(async () => {
      told = await make();
      entriesTold = await entriesOf(told.bytes);
    });

    const places = () => told.events.keys();
    const lastSigned = () =>
      told.events.findIndex(({ seq }) => told.state.acts.closing?.head === told.events[seq]?.previous);

    for (const [name, change] of changes) {
      const last = (events: readonly CeremonyEvent[], place: number) =>
        name === 'swapped with the next' && place === events.length - 1;

      test(`${name}, with manifests to match`, async () => {
        for (const place of places()) {
          if (last(told.events, place)) continue;
          const forged = new Map(entriesTold).set(
            'transcript.jsonl',
            transcriptOf(change(told.events, place)),
          );
          const verdict = await examineFiles({ files: withFittingManifests(forged) });
          refused(verdict, `event ${place}`, eventRefusals);
          // The last event has no successor to contradict it, only signatures.
          if (place < told.events.length - 1) {
            assert.ok(
              failedIds(verdict).some((id) => id !== 'signatures-complete'),
              `event ${place}`,
            );
          }
        }
      });

      // Everybody may sign the closing of it: what they signed act by act still contradicts it.
      test(`${name} and chained anew, whatever the closing signatures say`, async () => {
        for (const place of places()) {
          if (last(told.events, place)) continue;
          // The last act's first signature vouches for all before it; from there on only the closing does.
          if (name === 'altered' && place >= lastSigned()) continue;
          const changed = await rechained(change(told.events, place));
          const forged = new Map(entriesTold).set('transcript.jsonl', transcriptOf(changed));
          const verdict = await examineFiles({ files: withFittingManifests(forged) });
          refused(verdict, `event ${place}`, eventRefusals);
          const failed = failedIds(verdict);
          assert.ok(!failed.includes('chain-unbroken') && !failed.includes('manifests-cover-files'));
          assert.ok(
            failed.some((id) => id !== 'signatures-complete'),
            `event ${place}`,
          );
        }
      });
    }
  });

describe('the closing signatures', () => {
  const stranger = async (name: string) => {
    const pair = ecPair();
    return { certificate: await selfSigned(pair, name, true), ...signerOf(pair) };
  };

  test('of a stranger who bears a signer’s name', async () => {
    for (const forged of signersOf(bundle.state)) {
      const name = bundle.state.script.parameters.participants.find(({ id }) => id === forged)?.name ?? 'HSM';
      const other = await stranger(name);
      const bytes = await signAll(bundle.state, bundle.files, (signer, manifest) =>
        signer === forged ? closeWith(other, manifest) : bundle.room.close(signer, manifest),
      );
      const verdict = await verifyBundle(bytes);
      const ofHsm = forged === 'hsm' ? ['hsm-signed'] : [];
      assert.deepEqual(failedIds(verdict), ['signatures-complete', ...ofHsm]);
      assert.deepEqual([...new Set(codesOf(verdict))], ['signer-unknown']);
    }
  });

  test('of strangers throughout, over a transcript of their own making', async () => {
    const events = bundle.events.filter(({ type }) => type !== 'declared');
    const forged = new Map(bundle.files).set('transcript.jsonl', transcriptOf(await rechained(events)));
    const other = await stranger('Mari Maasikas');
    const verdict = await verifyBundle(
      await signAll(bundle.state, forged, (_, manifest) => closeWith(other, manifest)),
    );
    assert.equal(verdict.outcome, 'bad');
  });

  test('one of them missing, or one too many', async () => {
    const count = signersOf(bundle.state).length;
    const fewer = await withEntries(bundle.bytes, (copy) => {
      copy.delete(manifestPath(count));
      copy.delete(signaturePath(count));
    });
    refused(await verifyBundle(fewer), 'fewer', ['bundle-entry-missing']);
    const copy = new Map(entries);
    const manifest = textOf(copy, manifestPath(1)).replace(signaturePath(1), signaturePath(count + 1));
    copy.set(manifestPath(count + 1), toUtf8(manifest));
    copy.set(signaturePath(count + 1), await bundle.room.close('witness', toUtf8(manifest)));
    refused(await verifyBundle(await writeContainer(copy)), 'more', ['signer-unknown']);
  });

  test('in one another’s places', async () => {
    const swapped = await withEntries(bundle.bytes, (copy) => {
      const [first, second] = [copy.get(signaturePath(2)), copy.get(signaturePath(3))];
      assert.ok(first && second);
      copy.set(signaturePath(2), second).set(signaturePath(3), first);
    });
    refused(await verifyBundle(swapped), 'swapped', ['signature-invalid']);
    const everyonesPlace = await signAll(bundle.state, bundle.files, (signer, manifest) =>
      bundle.room.close(signer === 'witness' ? 'administrator' : signer, manifest),
    );
    refused(await verifyBundle(everyonesPlace), 'twice the same', ['signer-unknown']);
  });

  test('of another bundle', async () => {
    const other = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
    const theirs = await entriesOf(other.bytes);
    const mixed = await withEntries(bundle.bytes, (copy) => {
      for (const path of copy.keys()) {
        const content = theirs.get(path);
        if (path.endsWith('.p7s') && content !== undefined) copy.set(path, content);
      }
    });
    refused(await verifyBundle(mixed), 'other signatures', ['signature-invalid']);
  });
});

describe('bytes that are no bundle', () => {
  const unreadable = async (bytes: Uint8Array): Promise<Verdict> => {
    const verdict = await verifyBundle(bytes);
    assert.equal(verdict.outcome, 'unreadable');
    assert.notEqual(verdict.problem, null);
    assert.notEqual(verdict.problem?.code, 'internal');
    return verdict;
  };

  test('of any kind are unreadable, and nothing is thrown', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await unreadable(bytes);
      }),
      { numRuns: 200 },
    ));

  test('cut off anywhere are unreadable', async () => {
    for (let length = 0; length < bundle.bytes.length; length += 1777) {
      await unreadable(bundle.bytes.slice(0, length));
    }
    await unreadable(bundle.bytes.slice(0, -1));
    await unreadable(Uint8Array.from([...bundle.bytes, 0]));
  });

  test('changed anywhere are not good, unless what they hold is the same', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, xor) => {
        const bytes = bundle.bytes.slice();
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ xor;
        const verdict = await verifyBundle(bytes);
        assert.ok(!codesOf(verdict).includes('internal'));
        if (verdict.outcome === 'good') assert.deepEqual(await entriesOf(bytes), entries);
      }),
      { numRuns: 60 },
    ));

  test('without a transcript are unreadable', async () => {
    const verdict = await unreadable(
      await withEntries(bundle.bytes, (copy) => copy.delete('transcript.jsonl')),
    );
    assert.equal(verdict.problem?.code, 'bundle-entry-missing');
  });

  test('of a newer format say so', async () => {
    for (const format of ['transcript', 'script']) {
      const bytes = await withEntries(bundle.bytes, (copy) => {
        const text = textOf(copy, 'transcript.jsonl');
        copy.set(
          'transcript.jsonl',
          toUtf8(text.replace(`embassy-key-ceremony/${format}/1`, `embassy-key-ceremony/${format}/2`)),
        );
      });
      assert.equal((await unreadable(bytes)).problem?.code, 'format-newer');
    }
  });

  test('with a line that is JSON but not canonical are bad', async () => {
    const [first = '', ...rest] = textOf(entries, 'transcript.jsonl').split('\n');
    for (const line of [
      `${first} `,
      first.replace('{', '{ '),
      first.replace('{', '{"type":"x",'),
      '',
      'null',
      '[]',
    ]) {
      const bytes = await withEntries(bundle.bytes, (copy) =>
        copy.set('transcript.jsonl', toUtf8([line, ...rest].join('\n'))),
      );
      const verdict = await verifyBundle(bytes);
      assert.equal(verdict.outcome, 'bad');
      assert.ok(failedIds(verdict).includes('events-well-formed'));
    }
  });

  test('with a transcript that never closed are bad', async () => {
    for (const length of [0, 1, 5, eventsOf(entries).length - 1]) {
      const forged = new Map(bundle.files).set(
        'transcript.jsonl',
        transcriptOf(bundle.events.slice(0, length)),
      );
      const verdict = await verifyBundle(await signAll(bundle.state, forged, bundle.room.close));
      assert.equal(verdict.outcome, 'bad');
    }
  });
});
