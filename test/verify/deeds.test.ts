import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { oddityLines } from '../../ceremonies/cli/summaryLine.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { lifeSections } from '../../ceremonies/transcript/lifeFacts.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { deedsOf, type Moved } from '../../ceremonies/verify/deeds.ts';
import { deedRows, type DeedRow } from '../../ceremonies/verify/deedsWords.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import { losing } from '../model/interrupts.ts';
import { hold, makeBundle, toDestroy, toRebuild, toReshare, toRotate, type Bundle } from './fixture.ts';

let made: Bundle;
let rotated: Bundle;
let reshared: Bundle;

before(async () => {
  made = await makeBundle(parametersFor(2, 3, { sheets: true }));
  rotated = await hold(
    await toRotate(made, {
      rows: [
        { dataSet: 'parcels', version: 1, moved: 8, notMoved: 2 },
        { dataSet: 'deeds', version: 1, moved: 4, notMoved: 0 },
      ],
      way: 'inEngine',
      backups: { 'a.p7m': 1, 'b.p7m': 'backup-not-sealed' },
    }),
  );
  reshared = await hold(await toReshare(rotated));
});

const rowsOf = ({ state }: Bundle): readonly DeedRow[] =>
  deedRows({ kind: state.script.kind, ...deedsOf(state) }, texts('en'));
const namesOf = (rows: readonly DeedRow[]): readonly string[] => rows.map(({ name }) => name);

describe('what a ceremony did, in a summary', () => {
  test('is nothing where nothing was destroyed and nothing could be moved', () => {
    assert.deepEqual(deedsOf(made.state), { destroyed: [], moved: null });
    assert.deepEqual(rowsOf(made), []);
  });

  test('counts what a rotation moved, by the way it went, and what it did not, by the reason', async () => {
    const { moved } = deedsOf(rotated.state);
    const { dataKeys, backups } = moved ?? assert.fail();
    assert.deepEqual([dataKeys?.inToken, dataKeys?.inEngine, dataKeys?.notMoved], [0, 12, 2]);
    assert.equal(
      dataKeys?.reasons.reduce((total, { count }) => total + count, 0),
      2,
    );
    assert.deepEqual(backups, {
      moved: 1,
      notMoved: 1,
      reasons: [{ code: 'backup-not-sealed', count: 1 }],
    });
    const [done, left] = rowsOf(rotated);
    assert.deepEqual([done?.name, done?.isWarning], ['moved', false]);
    assert.deepEqual([left?.name, left?.isWarning], ['not-moved', true]);
    const { summary } = await verifyBundle(rotated.bytes);
    assert.deepEqual(summary?.moved, moved);
  });

  test('says of a rotation without data that nothing was moved', async () => {
    assert.deepEqual(namesOf(rowsOf(await hold(await toRotate(rotated, null)))), ['not-moved']);
  });

  test('says how many more there are than the transcript lists one by one', () => {
    const moved: Moved = {
      label: 'land-register',
      version: 2,
      dataKeys: {
        inToken: 1,
        inEngine: 0,
        notMoved: 1500,
        reasons: [{ code: 'inventory-altered', count: 1000 }],
      },
      backups: null,
    };
    const [, left] = deedRows({ kind: 'rotate', destroyed: [], moved }, texts('en'));
    assert.match(left?.text ?? '', /1500 .*1000 .*500/);
  });

  test('names the key that was destroyed, the HSM, and the shares that still bring it back', async () => {
    const target = { kind: 'key', label: 'land-register', version: 1 } as const;
    const unmoved = await hold(await toRotate(made, null));
    const bundle = await hold(await toDestroy(unmoved, target));
    const [key, ...more] = deedsOf(bundle.state).destroyed;
    assert.ok(key?.kind === 'key' && more.length === 0);
    assert.deepEqual([key.label, key.version, key.use], ['land-register', 1, 'refused']);
    assert.equal(key.hsm.serial, bundle.state.hsm?.token.serial);
    assert.deepEqual(key.stillOn, []);
    const [set] = registerOf(made.state).shareSets;
    assert.deepEqual(key.sets, [{ set: set?.set, sharesLeft: 3, threshold: 2 }]);
    const rows = rowsOf(bundle);
    assert.deepEqual(namesOf(rows), ['destroyed', 'remains']);
    assert.ok(rows[0]?.text.includes('land-register v1') && rows[0].text.includes(key.hsm.serial));
    assert.ok(rows[1]?.isWarning && rows[1].text.includes(set?.set ?? '-'));
  });

  test('names the HSM that was lost at an earlier ceremony, which did not sign it, and may still have the key', async () => {
    const rebuilt = await hold(await toRebuild(made));
    const { plan, room, options } = await toReshare(rebuilt);
    const burns = losing('close-transcript');
    const burnt = await hold({ plan, room, options: { ...options, interrupt: burns } });
    const lost = burnt.state.hsm?.token ?? assert.fail();
    const { summary } = await verifyBundle(burnt.bytes);
    const { label, serial } = lost;
    assert.deepEqual(summary?.hsmLost, { label, serial, because: 'It burnt.' });
    assert.ok(oddityLines(summary).some((line) => line.includes(`${label} (${serial}): It burnt.`)));
    assert.equal((await verifyBundle(rebuilt.bytes)).summary?.hsmLost, undefined);
    const target = { kind: 'key', label: 'land-register', version: 1 } as const;
    const next = await toDestroy(burnt, target);
    const bundle = await hold({ ...next, options: { ...next.options, hsm: 'new hsm' } });
    const [key] = deedsOf(bundle.state).destroyed;
    assert.ok(key?.kind === 'key' && key.hsm.serial !== lost.serial);
    assert.deepEqual(key.lostHsms, [{ label: lost.label, serial: lost.serial }]);
    assert.ok(rowsOf(bundle).some(({ text, isWarning }) => isWarning && text.includes(`(${lost.serial})`)));
    const { outcome, claims } = await verifyBundle(bundle.bytes);
    assert.equal(outcome, 'good');
    const claim = claims.find(({ id }) => id === 'keys-destroyed');
    assert.equal(claim?.details['lostHsms'], `${lost.label} ${lost.serial}`);
    const [certificate] = lifeSections(bundle.state, texts('en'));
    assert.ok(JSON.stringify(certificate).includes(`${lost.label} · ${lost.serial}`));
  });

  test('says that a key is not destroyed everywhere while another HSM has it', () => {
    const hsm = { label: 'A', serial: '1' };
    const other = { label: 'B', serial: '2' };
    const rows = deedRows(
      {
        kind: 'destroy',
        moved: null,
        destroyed: [
          {
            kind: 'key',
            label: 'land-register',
            version: 1,
            hsm,
            objects: 2,
            use: 'refused',
            stillOn: [other],
            lostHsms: [],
            sets: [],
          },
        ],
      },
      texts('en'),
    );
    const left = rows.filter(({ isWarning }) => isWarning);
    assert.ok(left.some(({ text }) => text.includes('B (2)')));
  });

  test('names the holder of a card that was destroyed, and how', async () => {
    const [share] = registerOf(made.state).shareSets[0]?.shares ?? [];
    const holder = share?.holder ?? assert.fail();
    const { certificateSha256, name } = holder;
    const bundle = await hold(await toDestroy(made, { kind: 'card', certificateSha256 }));
    const [card] = deedsOf(bundle.state).destroyed;
    assert.ok(card?.kind === 'card');
    assert.deepEqual([card.holder, card.way, card.shares], [name, 'erased', 1]);
    assert.ok(rowsOf(bundle)[0]?.text.includes(name));
  });

  test('counts the shares that were handed in, and says that their cards still open older bundles', () => {
    const { destroyed } = deedsOf(reshared.state);
    assert.ok(destroyed.length > 0);
    for (const each of destroyed) {
      assert.ok(each.kind === 'shares');
      const handedIn = reshared.state.destroyed.shares.filter(({ set }) => set === each.set);
      assert.equal(each.destroyed, new Set(handedIn.map(({ index }) => index)).size);
      // The card holds the key to the copy that lies in the bundle.
      assert.equal(each.sharesLeft, each.count);
    }
    assert.ok(rowsOf(reshared).some(({ name, isWarning }) => name === 'remains' && isWarning));
  });

  test('is said in every language', () => {
    for (const language of languages)
      for (const bundle of [rotated, reshared])
        for (const { name, text } of deedRows(
          { kind: bundle.state.script.kind, ...deedsOf(bundle.state) },
          texts(language),
        )) {
          assert.notEqual(texts(language).t(`deeds.rows.${name}`), '');
          assert.doesNotMatch(text, /\{\{|undefined/);
        }
  });
});
