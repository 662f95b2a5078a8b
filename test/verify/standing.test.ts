import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { KeyVersion, Register, ShareRecord, ShareSetRecord } from '../../ceremonies/model/register.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { verifyChain } from '../../ceremonies/verify/chain.ts';
import { findRegress, standingOf } from '../../ceremonies/verify/standing.ts';
import { failedClaims } from '../../ceremonies/verify/verdict.ts';
import { parametersFor } from '../model/straightRun.ts';
import { fileOf } from './chainFixture.ts';
import { hold, makeBundle, toDestroy, toRebuild, toReshare, toRotate, type Bundle } from './fixture.ts';

/** A key is made, rebuilt, rotated and reshared; then its old version and a card are destroyed. */
let life: readonly Bundle[];
let registers: readonly Register[];

before(async () => {
  const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
  const rebuilt = await hold(await toRebuild(made));
  const rotated = await hold(await toRotate(rebuilt, null));
  const reshared = await hold(await toReshare(rotated, ['Uus Hoidja']));
  const keyGone = await hold(
    await toDestroy(reshared, {
      kind: 'key',
      label: 'land-register',
      version: 1,
      lostHsms: [{ label: 'new hsm', serial: 'serial-new hsm' }],
    }),
  );
  const [share] = registerOf(keyGone.state).shareSets.at(-1)?.shares ?? [];
  const certificateSha256 = share?.holder?.certificateSha256 ?? assert.fail();
  const cardGone = await hold(await toDestroy(keyGone, { kind: 'card', certificateSha256 }));
  life = [made, rebuilt, rotated, reshared, keyGone, cardGone];
  registers = life.map(({ state }) => registerOf(state));
});

const last = (): Register => registers.at(-1) ?? assert.fail();
const fieldOf = (earlier: Register, later: Register) =>
  findRegress(standingOf(earlier), standingOf(later))?.['field'];

describe('the registers of a life', () => {
  test('go forward, from each to every later one', () => {
    for (const [index, earlier] of registers.entries())
      for (const later of registers.slice(index)) assert.equal(fieldOf(earlier, later), undefined);
  });

  test('go backward, read the other way round', () => {
    for (const [index, later] of registers.entries())
      for (const earlier of registers.slice(0, index)) assert.notEqual(fieldOf(later, earlier), undefined);
  });

  test('are a good chain, but for the clock of the fixture', async () => {
    const verdict = await verifyChain(life.map(({ bytes }, index) => fileOf(`${index}.asice`, bytes)));
    assert.deepEqual(
      failedClaims(verdict).filter((id) => id !== 'times-forward'),
      [],
    );
  });
});

describe('a register goes backward', () => {
  const versions = (change: (version: KeyVersion) => KeyVersion) => (register: Register) => ({
    ...register,
    keys: register.keys.map((key) => ({ ...key, versions: key.versions.map(change) })),
  });
  const sets = (change: (set: ShareSetRecord) => ShareSetRecord) => (register: Register) => ({
    ...register,
    shareSets: register.shareSets.map(change),
  });
  const shares = (change: (share: ShareRecord) => ShareRecord) =>
    sets((set) => ({ ...set, shares: set.shares.map(change) }));

  const lies: Readonly<Record<string, readonly [RegExp, (register: Register) => Register]>> = {
    'if a destroyed key is only deactivated': [
      /^transitions$/,
      versions((version) =>
        version.state === 'destroyed'
          ? { ...version, state: 'deactivated', transitions: version.transitions.slice(0, -1) }
          : version,
      ),
    ],
    'if a destroyed key is active again': [
      /^transitions$/,
      versions((version) => {
        const [latest] = version.transitions.slice(-1);
        return version.state === 'destroyed' && latest !== undefined
          ? {
              ...version,
              state: 'active',
              transitions: [...version.transitions, { ...latest, state: 'active' }],
            }
          : version;
      }),
    ],
    'if a version is gone': [
      /^missing$/,
      (register) => ({
        ...register,
        keys: register.keys.map((key) => ({ ...key, versions: key.versions.slice(1) })),
      }),
    ],
    'if a key that was destroyed on an HSM is there again': [
      /^hsms\.\d+\.removed$/,
      versions((version) => ({ ...version, hsms: version.hsms.map((hsm) => ({ ...hsm, removed: null })) })),
    ],
    'if an HSM was never the key’s': [/^hsms$/, versions((version) => ({ ...version, hsms: [] }))],
    'if a set is gone': [/^missing$/, (register) => ({ ...register, shareSets: [] })],
    'if a void set is live again': [/^ended$/, sets((set) => ({ ...set, state: 'live', ended: null }))],
    'if a set never wrapped a key': [/^keys$/, sets((set) => ({ ...set, keys: [] }))],
    'if fewer shares are enough': [/^threshold$/, sets((set) => ({ ...set, threshold: set.threshold + 1 }))],
    'if somebody else held a share': [
      /^shares$/,
      shares((share) => ({
        ...share,
        holder: share.holder === null ? null : { ...share.holder, name: 'Somebody Else' },
      })),
    ],
    'if a destroyed share is back': [
      /^shares\.\d+\.destroyed$/,
      shares((share) => ({ ...share, destroyed: [] })),
    ],
  };
  for (const [what, [field, lie]] of Object.entries(lies))
    test(what, () => assert.match(String(fieldOf(last(), lie(last()))), field));

  test('if whoever brought another’s share never had it', () => {
    const seen = { name: 'Mari Maasikas', at: '2026-06-01T09:00:00.000Z', ceremony: last().ceremony };
    const knowing = shares((share) => ({ ...share, seenBy: [seen] }))(last());
    assert.equal(fieldOf(last(), knowing), undefined);
    assert.match(String(fieldOf(knowing, last())), /^shares\.\d+\.seenBy$/);
  });

  test('if a lost card was never lost, or one that was destroyed is about', () => {
    const when = { at: '2026-06-01T09:00:00.000Z', ceremony: last().ceremony };
    const withLost = (ended: ShareRecord['lostCards'][number]['ended']) =>
      shares((share) => {
        const { holder } = share;
        if (holder === null) return share;
        const { name, card, certificateSha256 } = holder;
        return { ...share, lostCards: [{ name, card, certificateSha256, ...when, ended }] };
      })(last());
    const lost = withLost(null);
    const ended = withLost({ way: 'destroyed', ...when });
    assert.equal(fieldOf(last(), lost), undefined);
    assert.equal(fieldOf(lost, ended), undefined);
    assert.match(String(fieldOf(lost, last())), /^shares\.\d+\.lostCards$/);
    assert.match(String(fieldOf(ended, lost)), /^shares\.\d+\.lostCards\.0\.ended$/);
  });

  test('but not by what may change: when a share was last shown, and how a key is wrapped', () => {
    const shown = { at: '2026-06-09T09:00:00.000Z', ceremony: last().ceremony };
    const later = shares((share) => ({ ...share, proven: shown }))(last());
    assert.equal(
      fieldOf(last(), versions((version) => ({ ...version, wrapped: 'AAAA', set: shown.ceremony }))(later)),
      undefined,
    );
  });
});
