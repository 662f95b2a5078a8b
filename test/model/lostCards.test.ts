import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dutiesOf, type Duty } from '../../ceremonies/model/duties.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { destroyOptions } from '../../ceremonies/model/offers.ts';
import { findRegisterFault, type Register, type ShareRecord } from '../../ceremonies/model/register.ts';
import { sharesAtHand, sharesLeft, sharesOut } from '../../ceremonies/model/whereabouts.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { atStep, lostCard, once, type Interrupt } from './interrupts.ts';
import {
  after,
  cardOf,
  holdNext,
  newborn,
  registerBefore,
  toCheck,
  toDestroy,
  toGenerate,
  toRotate,
  type Life,
} from './life.ts';
import { codeOf } from './refusal.ts';

const label = 'land-register';
const holders = ['Õie', 'Peeter', 'Rein'];
const split = { threshold: 2, holders };

/** Peeter's card is lost: before his share is put on it, or when it lies there and he has not signed for it. */
const losing = (progress: 0 | 1): Interrupt =>
  once(
    (state) => atStep('store-share', 'custodian-2')(state) && state.progress === progress,
    (step) => [lostCard(step, 'custodian-2')],
  );

const registerIn = (life: Life): Register => registerBefore(life) ?? assert.fail();
const setsIn = (life: Life) => registerIn(life).shareSets;
const shareOf2 = (life: Life, place: number): ShareRecord =>
  setsIn(life).at(place)?.shares[1] ?? assert.fail();
const duties = (life: Life): readonly Duty[] =>
  dutiesOf(registerIn(life), new Date('2026-06-05T08:00:00.000Z'), () => null);
const kinds = (life: Life) => duties(life).map(({ urgency, kind }) => `${urgency} ${kind}`);
const counts = (life: Life, place: number) => {
  const set = setsIn(life).at(place) ?? assert.fail();
  return [sharesAtHand(set).length, sharesOut(set).length, sharesLeft(set).length];
};

const next = async (
  life: Life,
  ...of: Parameters<typeof holdNext> extends [Life, ...infer R] ? R : never
) => {
  const run = await holdNext(life, ...of);
  assert.equal(run.state.lifecycle, 'closed');
  assert.deepEqual(replay(run.events), run.state);
  return after(life, run);
};

const old = { kind: 'card', certificateSha256: cardOf('Peeter') } as const;

describe('a card that was lost with a share that was never signed for', async () => {
  const life = await next(newborn, toGenerate(label, split), { interrupt: losing(1) });

  test('is on record beside the one that has the share', () => {
    const { holder, lostCards } = shareOf2(life, 0);
    assert.equal(holder?.certificateSha256, cardOf('Peeter', 1));
    assert.deepEqual(
      lostCards.map(({ name, certificateSha256, ended }) => ({ name, certificateSha256, ended })),
      [{ name: 'Peeter', certificateSha256: cardOf('Peeter'), ended: null }],
    );
    assert.deepEqual(counts(life, 0), [3, 3, 3]);
  });

  test('is to be destroyed, which endangers nothing', async () => {
    const [duty] = duties(life).filter(({ kind }) => kind === 'lost-card');
    assert.deepEqual(duty, {
      kind: 'lost-card',
      urgency: 'soon',
      name: 'Peeter',
      card: shareOf2(life, 0).lostCards[0]?.card,
      certificateSha256: old.certificateSha256,
      sets: [setsIn(life)[0]?.set],
    });
    const gone = await next(life, toDestroy(old, ['Peeter']));
    assert.equal(shareOf2(gone, 0).lostCards[0]?.ended?.way, 'destroyed');
    assert.deepEqual(shareOf2(gone, 0).destroyed, []);
    assert.deepEqual(kinds(gone), []);
    assert.equal(await codeOf(() => holdNext(gone, toDestroy(old))), 'event-not-allowed');
  });

  test('can be destroyed where every share is needed, and the new one cannot', async () => {
    const tight = await next(newborn, toGenerate(label, { threshold: 3, holders }), { interrupt: losing(1) });
    const problemsOf = (certificateSha256: string) =>
      destroyOptions(registerIn(tight))
        .find(({ target }) => target.kind === 'card' && target.certificateSha256 === certificateSha256)
        ?.problems.map(({ code }) => code);
    assert.deepEqual(problemsOf(old.certificateSha256), []);
    assert.deepEqual(problemsOf(cardOf('Peeter', 1)), ['quorum-lost']);
  });

  test('is of no account once nothing is left that its share could help to open', async () => {
    const ended = await next(life, toDestroy({ kind: 'key', label, version: 1 }));
    assert.ok(!kinds(ended).some((kind) => kind.endsWith('lost-card')));
  });

  test('keeps a share from being gone that was destroyed with its new card', async () => {
    const rotated = await next(life, toRotate(label, split, false));
    const gone = await next(rotated, toDestroy({ kind: 'card', certificateSha256: cardOf('Peeter', 1) }));
    assert.deepEqual(counts(gone, 0), [2, 3, 3]);
    const both = await next(gone, toDestroy(old, ['Õie']));
    assert.deepEqual(counts(both, 0), [2, 2, 2]);
  });
});

describe('a card that was lost with a share of an earlier ceremony', async () => {
  const before = await next(newborn, toGenerate(label, split));
  const life = await next(before, toRotate(label, split, false), { interrupt: losing(0) });

  test('takes that share out of those that can be counted on', () => {
    assert.equal(shareOf2(life, 0).holder?.certificateSha256, old.certificateSha256);
    assert.equal(shareOf2(life, 0).lostCards[0]?.certificateSha256, old.certificateSha256);
    assert.deepEqual(shareOf2(life, 1).lostCards, []);
    assert.deepEqual(counts(life, 0), [2, 3, 3]);
    assert.ok(kinds(life).includes('now shares-lost'));
    assert.ok(kinds(life).includes('soon lost-card'));
  });

  test('is accounted for when its holder brings the share with it', async () => {
    const found = { ...life, lost: {} };
    const sets = setsIn(life)
      .map(({ set }) => set)
      .slice(0, 1);
    const checked = await next(found, toCheck(sets, holders), { haveLostCards: false });
    assert.equal(shareOf2(checked, 0).lostCards[0]?.ended?.way, 'shown');
    assert.deepEqual(counts(checked, 0), [3, 3, 3]);
    assert.deepEqual(kinds(checked), kinds(await next(before, toRotate(label, split, false))));
  });

  test('is gone from the shares when it is destroyed', async () => {
    const gone = await next(life, toDestroy(old, ['Peeter']));
    const { destroyed, lostCards } = shareOf2(gone, 0);
    assert.deepEqual(
      destroyed.map(({ medium }) => medium),
      ['card'],
    );
    assert.equal(lostCards[0]?.ended?.way, 'destroyed');
    assert.deepEqual(counts(gone, 0), [2, 2, 2]);
    assert.ok(!kinds(gone).some((kind) => kind.endsWith('lost-card')));
  });
});

describe('a card that was lost and came back by another way', async () => {
  const before = await next(newborn, toGenerate(label, split));
  const lost = await next(before, toRotate(label, split, false), { interrupt: losing(0) });

  test('is not to be destroyed while its owner has a share of a live set on it', async () => {
    const again = await next({ ...lost, lost: {} }, toRotate(label, split, false));
    assert.equal(shareOf2(again, -1).holder?.certificateSha256, old.certificateSha256);
    assert.equal(shareOf2(again, 0).lostCards[0]?.ended, null);
    assert.ok(!kinds(again).some((kind) => kind.endsWith('lost-card')));
  });

  test('is one card with what it is now: destroyed, it takes all along, where that leaves k', async () => {
    const renewed = (all: number): Life => {
      const register = registerIn(lost);
      const [first, second] = register.shareSets;
      assert.ok(first !== undefined && second !== undefined && lost.before !== null);
      const card = first.shares[1]?.holder?.card ?? assert.fail();
      const shares = second.shares.map((share) =>
        share.index === 2 && share.holder !== null
          ? { ...share, holder: { ...share.holder, card: { ...card, label: 'made ready again' } } }
          : share,
      );
      const shareSets = [first, { ...second, threshold: all, shares }];
      return { ...lost, before: { ...lost.before, register: { ...register, shareSets } } };
    };
    assert.equal(await codeOf(() => holdNext(renewed(3), toDestroy(old, ['Õie']))), 'quorum-lost');
    const gone = await next(renewed(2), toDestroy(old, ['Õie']));
    assert.deepEqual(
      shareOf2(gone, 1).destroyed.map(({ medium }) => medium),
      ['card'],
    );
    assert.deepEqual(
      [counts(gone, 0), counts(gone, 1)],
      [
        [2, 2, 2],
        [2, 2, 2],
      ],
    );
  });

  test('counts as lost however the clock was set before it was called so', async () => {
    const { at } = shareOf2(lost, 0).lostCards[0] ?? assert.fail();
    const { proven } = shareOf2(before, 0);
    const early = '2020-01-01T08:00:00.000Z';
    const run = await holdNext(before, toRotate(label, split, false), { interrupt: losing(0) });
    const from = run.events.findIndex(({ type }) => type === 'exception-raised');
    const redated = run.events.map((event, place) => (place < from ? event : { ...event, at: early }));
    const told = registerOf(replay(redated));
    assert.equal(told.shareSets[0]?.shares[1]?.lostCards[0]?.at, proven?.at);
    assert.ok(at > (proven?.at ?? ''));
    assert.equal(sharesAtHand(told.shareSets[0] ?? assert.fail()).length, 2);
  });
});

describe('where fewer shares are left than are needed', async () => {
  const tight = { threshold: 3, holders };
  const before = await next(newborn, toGenerate(label, tight));
  const life = await next(before, toRotate(label, split, false), { interrupt: losing(0) });

  test('the keys are to be replaced at once, and no card that may turn up is to be destroyed', () => {
    assert.deepEqual(
      duties(life).filter(({ kind }) => kind === 'shares-short'),
      [{ kind: 'shares-short', urgency: 'now', set: setsIn(life)[0]?.set, left: 2, threshold: 3 }],
    );
    assert.ok(!kinds(life).some((kind) => kind.endsWith('lost-card') || kind.endsWith('shares-lost')));
  });
});

describe('a register contradicts itself', async () => {
  const life = await next(newborn, toGenerate(label, split), { interrupt: losing(1) });
  const when = { at: '2026-06-02T08:00:00.000Z', ceremony: registerIn(life).ceremony };
  const withLost = (change: (share: ShareRecord) => ShareRecord['lostCards']): Register => ({
    ...registerIn(life),
    shareSets: setsIn(life).map((set) => ({
      ...set,
      shares: set.shares.map((share) => ({ ...share, lostCards: change(share) })),
    })),
  });
  const forgeries: Readonly<Record<string, (share: ShareRecord) => ShareRecord['lostCards']>> = {
    'with a card that was lost twice and never found': ({ lostCards }) => [...lostCards, ...lostCards],
    'with a share that was brought by another card than its holder’s': ({ lostCards }) =>
      lostCards.map((each) => ({ ...each, ended: { way: 'shown', ...when } })),
    'with a holder’s card that is destroyed, and whose share is not': ({ holder, lostCards }) =>
      lostCards.map((each) => ({
        ...each,
        certificateSha256: holder?.certificateSha256 ?? '',
        ended: { way: 'destroyed', ...when },
      })),
  };
  for (const [what, forged] of Object.entries(forgeries))
    test(what, () => assert.equal(findRegisterFault(withLost(forged)), 'lostCards'));

  test('but not with one that was lost, or is gone', () => {
    assert.equal(findRegisterFault(registerIn(life)), undefined);
    const gone = withLost(({ lostCards }) =>
      lostCards.map((each) => ({ ...each, ended: { way: 'destroyed', ...when } })),
    );
    assert.equal(findRegisterFault(gone), undefined);
  });
});
