import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { certificate } from '../../ceremonies/transcript/certificate.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import { lifeSections, type LifeSection } from '../../ceremonies/transcript/lifeFacts.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { report } from '../../ceremonies/transcript/report.ts';
import { parametersFor, type Run } from '../model/straightRun.ts';
import {
  hold,
  makeBundle,
  toCheck,
  toDestroy,
  toRebuild,
  toReshare,
  toRotate,
  type Bundle,
} from '../verify/fixture.ts';
import { once } from '../model/interrupts.ts';

const english = texts('en');
const sectionsOf = ({ state }: Run): readonly LifeSection[] => lifeSections(state, english);
/** Everything that a section says, in one line. */
const wordsOf = (run: Run, id: LifeSection['id']): string => {
  const section = sectionsOf(run).find((each) => each.id === id);
  return section === undefined
    ? ''
    : section.parts
        .flatMap((part) => (part.kind === 'facts' || part.kind === 'table' ? part.rows.flat() : [part.text]))
        .join(' | ');
};
const certificateIn = (page: string): string =>
  /<section class="certificate">.*?<\/section>/su.exec(page)?.[0] ?? '';
const idsOf = (run: Run): readonly string[] => sectionsOf(run).map(({ id }) => id);

let made: Bundle;
let elsewhere: Bundle;
let rotated: Bundle;
let reshared: Bundle;
before(async () => {
  made = await makeBundle(parametersFor(2, 3, { sheets: true }));
  elsewhere = await hold(await toRebuild(made));
  rotated = await hold(
    await toRotate(elsewhere, {
      rows: [
        { dataSet: 'parcels', version: 1, moved: 8, notMoved: 1 },
        { dataSet: 'deeds', version: null, moved: 0, notMoved: 1 },
      ],
      way: 'inEngine',
      backups: { 'a.p7m': 1, 'b.p7m': 'backup-altered' },
    }),
  );
  const next = await toReshare(made);
  reshared = await hold({ ...next, options: { ...next.options, handingIn: ['custodian-1'] } });
});

const key = { kind: 'key', label: 'land-register', version: 1 } as const;

describe('the report of a rotation', () => {
  test('says which version serves and which only opens', () => {
    const words = wordsOf(rotated, 'rotation');
    assert.ok(words.includes('land-register v1') && words.includes('land-register v2'));
    assert.ok(words.includes(english.t('report.states.deactivated')));
    assert.ok(words.includes(english.t('report.states.active')));
  });

  test('says what was moved, which way, and what stayed and why', () => {
    const words = wordsOf(rotated, 'rewrap');
    for (const said of ['parcels', 'deeds', 'a.p7m', 'b.p7m', 'inventory-altered', 'backup-altered'])
      assert.ok(words.includes(said), said);
    assert.ok(words.includes(english.t('reportLife.leftSays', { number: 3 })));
    const { moved } = rotated.state.rewrap;
    assert.equal(moved?.dataKeys?.inEngine, 8);
    assert.ok(words.includes(moved.dataKeys.sha256) && words.includes(moved.dataKeys.notMovedSha256));
  });
});

describe('the report of a resharing', () => {
  test('says which bundles the old shares still open, as long as enough of them are left', () => {
    const words = wordsOf(reshared, 'old-shares');
    assert.ok(words.includes(made.state.sets[0]?.set ?? '?'));
    assert.ok(words.includes('land-register v1'));
    assert.ok(words.includes(registerOf(reshared.state).previousBundle ?? '?'));
    assert.ok(words.includes(english.t('reportLife.andThisOne')));
  });

  test('says so even when all were handed in: their cards still open the copies in older bundles', async () => {
    const all = await hold(await toReshare(made));
    assert.ok(all.state.destroyed.shares.length > 0);
    assert.deepEqual(idsOf(all), ['old-shares', 'custody']);
  });

  test('has the custody ledger: who has had which share, and what of it is gone', () => {
    const words = wordsOf(reshared, 'custody');
    for (const { name, role } of reshared.state.script.parameters.participants)
      assert.equal(words.includes(name), role === 'custodian', name);
  });

  test('goes on saying so in every ceremony after it', async () => {
    const later = await hold(await toCheck(reshared));
    const words = wordsOf(later, 'old-shares');
    assert.ok(words.includes(registerOf(reshared.state).previousBundle ?? '?'));
    assert.ok(words.includes(registerOf(later.state).previousBundle ?? '?'));
  });
});

describe('the destruction certificate', () => {
  test('of a key says what, when, where, by whom, and that a use was refused', async () => {
    const gone = await hold(await toDestroy(elsewhere, key));
    const words = wordsOf(gone, 'certificate');
    const [event] = gone.state.destroyed.keys;
    for (const said of [
      'land-register v1',
      made.room.key.checkValue,
      event?.at.slice(11, 19) ?? '?',
      event?.token.serial ?? '?',
      gone.state.script.parameters.place,
      'Mari Maasikas',
      'Jaan Tamm',
      english.t('reportLife.gone'),
      english.t('reportLife.use.refused'),
    ])
      assert.ok(words.includes(said), said);
  });

  test('names the paths that are not dead: another HSM, and shares with the bundles that they open', async () => {
    const gone = await hold(await toDestroy(elsewhere, key));
    const words = wordsOf(gone, 'certificate');
    assert.ok(words.includes('serial-new hsm'));
    assert.ok(words.includes(made.state.sets[0]?.set ?? '?'));
    for (const { bundle } of registerOf(gone.state).history) assert.ok(words.includes(bundle), bundle);
    assert.ok(words.includes(english.t('reportLife.notDeadSays')));
  });

  test('says that nothing is left, where nothing is known to be', async () => {
    const rotatedBare = await hold(await toRotate(made, null));
    const [old = ''] = registerOf(rotatedBare.state).shareSets.map(({ set }) => set);
    const resharedBare = await hold(await toReshare(rotatedBare, [], [old]));
    const [, , fresh = ''] = registerOf(resharedBare.state).shareSets.map(({ set }) => set);
    assert.notEqual(fresh, '');
    const gone = await hold(await toDestroy(resharedBare, key));
    assert.ok(wordsOf(gone, 'certificate').includes(fresh));
    const ended = await hold(await toDestroy(gone, { kind: 'set', set: fresh }, made));
    const words = wordsOf(ended, 'certificate');
    assert.ok(words.includes(english.t('reportLife.media.sheet')));
    assert.ok(!words.includes(english.t('reportLife.notHandedIn')));
  });

  test('of a card says whose it was, and which of its shares still lie in a bag', async () => {
    const [share] = registerOf(made.state).shareSets[0]?.shares ?? [];
    const certificateSha256 = share?.holder?.certificateSha256 ?? assert.fail();
    const gone = await hold(await toDestroy(made, { kind: 'card', certificateSha256 }));
    const words = wordsOf(gone, 'certificate');
    assert.ok(words.includes('custodian Õie 1'));
    assert.ok(words.includes(english.t('reportLife.stillInBag', { bag: share?.bag ?? '?' })));
  });

  test('has a page of its own in the report, with a line for each signature', async () => {
    const gone = await hold(await toDestroy(made, key));
    const head = await hashEvent(gone.events.at(-1) ?? assert.fail());
    for (const language of languages) {
      const page = report(gone.state, gone.events, head, language);
      const own = certificateIn(page);
      assert.ok(own.includes(texts(language).t('reportLife.titles.certificate')));
      assert.equal(own.match(/class="ink"/gu)?.length, 3);
      assert.doesNotMatch(page, /\{\{/u);
      // By itself it has the same words, under a heading of the first order.
      const alone = certificateIn(certificate(gone.state, language) ?? assert.fail());
      assert.equal(alone.replaceAll('h1>', 'h2>'), own);
    }
    assert.equal(certificate(rotated.state, 'en'), null);
    const head2 = await hashEvent(rotated.events.at(-1) ?? assert.fail());
    assert.doesNotMatch(report(rotated.state, rotated.events, head2), /<section class="certificate">/u);
  });

  test('stands in a report that names in its title what was destroyed, and since when it is gone from which HSM', async () => {
    const gone = await hold(await toDestroy(made, key));
    const head = await hashEvent(gone.events.at(-1) ?? assert.fail());
    const page = report(gone.state, gone.events, head);
    assert.match(page, /<title>[^<]*land-register v1<\/title>/u);
    assert.ok(page.includes(english.t('reportLife.removed.destroyed')));
    assert.ok(!page.includes(english.t('report.quorumOf', { threshold: 0, custodians: 0 })));
    const before = report(made.state, made.events, head);
    assert.ok(!before.includes(english.t('reportLife.removed.destroyed')));
  });
});

describe('the report of a compromise', () => {
  test('says why, what is exposed, and what is asked for', async () => {
    const next = await toCheck(made);
    const interrupt = once(
      () => true,
      (step) => [
        {
          type: 'key-compromised',
          step,
          label: 'land-register',
          version: 1,
          by: ['administrator', 'witness'],
          reason: 'A copy was found in a drawer.',
        },
      ],
    );
    const told = await hold({ ...next, options: { ...next.options, interrupt } });
    const words = wordsOf(told, 'compromised');
    for (const said of [
      'A copy was found in a drawer.',
      'serial-hsm',
      made.state.sets[0]?.set ?? '?',
      english.t('reportLife.rotateNow'),
    ])
      assert.ok(words.includes(said), said);
    const after = await hold(await toRotate(told, null));
    assert.ok(wordsOf(after, 'compromised').includes(english.t('reportLife.moveTo', { version: 2 })));
  });
});

test('of a first ceremony the report has the custody ledger alone', () =>
  assert.deepEqual(idsOf(made), ['custody']));
