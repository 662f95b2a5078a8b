import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bad, good } from '../../ceremonies/model/error.ts';
import type { BackupToken, SealingKeys } from '../../electron/backupContract.ts';
import {
  announcedPercent,
  exceedsOpenssl,
  likelyFirst,
  likelyToken,
  minutesLeft,
  missingIn,
  newOpenDraft,
  newSealDraft,
  openRequest,
  percentOf,
  sealRequest,
  sizeText,
  stageOf,
  suggestedOutput,
  withInspected,
  withKeys,
  type OpenDraft,
} from '../../renderer/screens/backupDraft.ts';
import { hsm } from './fixture.ts';

const tokenThat = (holds: BackupToken['holds'], serial: string): BackupToken => ({
  domain: 'rehearsal',
  token: { ...hsm, serial },
  holds,
  labels: holds === 'no' ? [] : ['land-register.v1'],
});
const named = tokenThat('named', '1');
const possible = tokenThat('possible', '2');
const other = tokenThat('no', '3');

const inspected = (...tokens: readonly BackupToken[]) =>
  good({ cipher: 'aes-256-gcm', sealedTo: 'key 00', tokens } as const);

const chosen: OpenDraft = { ...newOpenDraft, file: { file: '/usb/a.p7m', sizeBytes: 7 } };

describe('the HSM that is chosen beforehand', () => {
  it('is the one that shows the key, else the only one that may hold it, else the only one there is', () => {
    assert.equal(likelyToken([other, possible, named]), named);
    assert.equal(likelyToken([other, possible]), possible);
    assert.equal(likelyToken([other]), other);
  });

  it('is none where there is a choice to be made', () => {
    assert.equal(likelyToken([named, { ...named, token: { ...hsm, serial: '9' } }, possible]), null);
    assert.equal(likelyToken([possible, { ...possible, token: { ...hsm, serial: '9' } }]), null);
    assert.equal(likelyToken([other, { ...other, token: { ...hsm, serial: '9' } }]), null);
    assert.equal(likelyToken([]), null);
  });

  it('comes first in the list', () => {
    assert.deepEqual(likelyFirst([other, possible, named]), [named, possible, other]);
  });

  it('stays what somebody chose, as long as it is there', () => {
    const draft = { ...withInspected(chosen, inspected(named, other)), token: other };
    assert.equal(withInspected(draft, inspected(named, other)).token, other);
    assert.equal(withInspected(draft, inspected(named)).token, named);
    assert.equal(withInspected(draft, bad('file-absent')).token, null);
  });
});

describe('what is asked of the engine', () => {
  it('is nothing until everything was chosen', () => {
    const found = withInspected(chosen, inspected(named));
    assert.equal(missingIn(newOpenDraft), 'file');
    assert.equal(missingIn(withInspected(chosen, bad('backup-not-sealed'))), 'sealed');
    assert.equal(missingIn(withInspected(chosen, inspected())), 'hsm');
    assert.equal(missingIn(found), 'output');
    assert.equal(openRequest(found, '1234'), null);
    assert.equal(missingIn({ ...found, output: '/usb/a' }), null);
  });

  it('names the HSM, and a key only where somebody did', () => {
    const ready = { ...withInspected(chosen, inspected(named)), output: '/usb/a' };
    const request = openRequest({ ...ready, keyLabel: '  ' }, '1234');
    assert.deepEqual(request, {
      input: '/usb/a.p7m',
      output: '/usb/a',
      bundle: null,
      keyLabel: null,
      token: { domain: 'rehearsal', label: hsm.label, serial: '1' },
      pin: '1234',
    });
    assert.equal(openRequest({ ...ready, keyLabel: ' health.v1 ' }, '1234')?.keyLabel, 'health.v1');
  });

  it('seals to the only key of a bundle, or to the one that somebody chose', () => {
    const key = { version: 1, algorithm: 'ecp384' } as const;
    const bundle: SealingKeys = {
      embassy: 'Luxembourg',
      domain: 'rehearsal',
      keys: [{ ...key, label: 'land-register' }],
    };
    const draft = { ...newSealDraft, file: { file: '/a', sizeBytes: 1 }, bundle: '/b', output: '/c' };
    assert.equal(sealRequest(draft), null);
    assert.equal(sealRequest(withKeys(draft, bad('bundle-not-good'))), null);
    assert.equal(sealRequest(withKeys(draft, good(bundle)))?.keyLabel, 'land-register');
    const several = { ...bundle, keys: [...bundle.keys, { ...key, label: 'health' }] };
    const unclear = withKeys(draft, good(several));
    assert.equal(missingIn(unclear), 'bundle');
    assert.equal(sealRequest({ ...unclear, keyLabel: 'health' })?.keyLabel, 'health');
  });
});

describe('the name that is suggested', () => {
  it('is taken back by opening', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        assert.equal(suggestedOutput('open', suggestedOutput('seal', name)), name);
      }),
    );
  });

  it('is never that of the file itself', () => {
    for (const work of ['open', 'seal'] as const)
      for (const file of ['/a/backup.tar', '/a/backup.tar.p7m', '/a/backup.P7M', '/a/b.p7m.p7m'])
        assert.notEqual(suggestedOutput(work, file), file);
  });
});

describe('progress', () => {
  const at = (doneBytes: number, totalBytes = 1000, bytesPerSecond = 10) => ({
    work: 'open' as const,
    output: '/a',
    doneBytes,
    totalBytes,
    bytesPerSecond,
  });

  it('begins without a percentage, and is not over when all is read', () => {
    assert.equal(stageOf(at(0, 0)), 'beginning');
    assert.equal(stageOf(at(1)), 'reading');
    assert.equal(stageOf(at(1000)), 'finishing');
  });

  it('never tells more than a whole, and never 100 percent too early', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (doneBytes, more) => {
        const progress = at(doneBytes, doneBytes + more);
        assert.ok(percentOf(progress) >= 0 && percentOf(progress) <= 100);
        if (more > 0) assert.ok(percentOf(progress) < 100);
        assert.ok(announcedPercent(progress) % 10 === 0 && announcedPercent(progress) <= percentOf(progress));
      }),
    );
    assert.equal(percentOf(at(0, 0)), 0);
  });

  it('estimates only from what is known', () => {
    assert.equal(minutesLeft(at(0, 1000, 0)), null);
    assert.equal(minutesLeft(at(1000)), null);
    assert.equal(minutesLeft(at(400, 1000, 1)), 10);
    assert.equal(minutesLeft(at(990, 1000, 1)), 0);
  });
});

describe('sizes', () => {
  it('are told in powers of a thousand, in the language of the screen', () => {
    assert.equal(sizeText(0, 'en-GB'), '0 bytes');
    assert.equal(sizeText(3_200_000_000, 'en-GB'), '3.2 GB');
    assert.match(sizeText(3_200_000_000, 'et-EE'), /^3,2\sGB$/u);
  });

  it('of 2 GiB and more are beyond OpenSSL, envelope included', () => {
    assert.equal(exceedsOpenssl(2 ** 31), true);
    assert.equal(exceedsOpenssl(2 ** 31 - 100), true);
    assert.equal(exceedsOpenssl(2e9), false);
  });
});
