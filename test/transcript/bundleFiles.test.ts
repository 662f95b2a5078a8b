import assert from 'node:assert/strict';
import { X509Certificate, createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { decodeManifest, readContainer } from '../../ceremonies/formats/asic.ts';
import { fromUtf8, toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { CeremonyEvent } from '../../ceremonies/model/event.ts';
import { register as registerSchema } from '../../ceremonies/model/register.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import { bundleFiles, registerFile, transcriptFiles } from '../../ceremonies/transcript/bundleFiles.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import { assemble, manifestFor } from '../../ceremonies/transcript/closing.ts';
import { readme } from '../../ceremonies/transcript/readme.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { parametersFor, play } from '../model/straightRun.ts';
import {
  freshSplit,
  hold,
  makeBundle,
  softwareRoom,
  toCheck,
  toRebuild,
  type Bundle,
} from '../verify/fixture.ts';

let bundle: Bundle;
before(async () => {
  bundle = await makeBundle(parametersFor(2, 3));
});

const afterClosing = async (): Promise<CeremonyEvent> => ({
  seq: bundle.events.length,
  previous: await hashEvent(bundle.events.at(-1) ?? assert.fail()),
  at: '2026-06-01T20:00:00.000Z',
  type: 'report-made',
  name: 'report.html',
  sha256: '00'.repeat(32),
});

describe('the files of a bundle', () => {
  test('are these, in this order', () => {
    const set = bundle.state.sets[0]?.set ?? '';
    assert.deepEqual(
      [...bundle.files.keys()],
      [
        'transcript.jsonl',
        'script.json',
        'register.json',
        'certificates/hsm.pem',
        'certificates/administrator.pem',
        'certificates/witness.pem',
        'certificates/custodian-1.pem',
        'certificates/custodian-2.pem',
        'certificates/custodian-3.pem',
        'certificates/auditor-1.pem',
        'keys/land-register.v1.pem',
        'keys/land-register.v1.kwp',
        'keys/land-register.v1.canary',
        `shares/${set}/1.p7m`,
        `shares/${set}/2.p7m`,
        `shares/${set}/3.p7m`,
        'words.txt',
        'README.txt',
        'report.html',
      ],
    );
  });

  test('are of those who were there, and of every key, when shares are checked', async () => {
    const next = await toCheck(bundle);
    const { files } = await hold({ ...next, options: { ...next.options, visitors: ['custodian-2'] } });
    const paths = [...files.keys()];
    assert.deepEqual(
      paths.filter((path) => path.startsWith('certificates/')),
      ['administrator', 'witness', 'custodian-2', 'auditor-1'].map((id) => `certificates/${id}.pem`),
    );
    assert.deepEqual(files.get('keys/land-register.v1.kwp'), bundle.files.get('keys/land-register.v1.kwp'));
    assert.equal(paths.filter((path) => path.startsWith('shares/')).length, 3);
  });

  test('have a replaced set’s shares no more, and the key wrapped anew', async () => {
    const { files, state } = await hold(await toRebuild(bundle, freshSplit(bundle)));
    const [fresh] = state.sets;
    const shares = [...files.keys()].filter((path) => path.startsWith('shares/'));
    assert.deepEqual(
      shares,
      [1, 2, 3].map((index) => `shares/${fresh?.set ?? ''}/${index}.p7m`),
    );
    assert.equal(
      toBase64(files.get('keys/land-register.v1.kwp') ?? new Uint8Array()),
      fresh?.wrapped[0]?.wrapped,
    );
  });

  test('do not depend on what came after the closing', async () => {
    const journal = [...bundle.events, await afterClosing()];
    assert.deepEqual(transcriptFiles(replay(journal), journal), transcriptFiles(bundle.state, bundle.events));
  });

  test('hold the certificates and envelopes as other tools read them', () => {
    const pem = fromUtf8(bundle.files.get('certificates/witness.pem') ?? new Uint8Array());
    assert.equal(new X509Certificate(pem).raw.toString('base64'), bundle.room.certificateOf('witness'));
    const sealed = bundle.files.get(`shares/${bundle.state.sets[0]?.set ?? ''}/2.p7m`) ?? new Uint8Array();
    assert.equal(toBase64(sealed), bundle.state.sets[0]?.shares[1]?.sealed);
  });

  test('are none before the ceremony is closed', () => {
    const events = bundle.events.slice(0, -1);
    const state = replay(events);
    assert.throws(() => bundleFiles(state, events, { reportHtml: toUtf8('') }), {
      code: 'event-not-allowed',
    });
  });

  test('include a README whose text is part of the format: another text is another version', () => {
    const digest = createHash('sha256').update(readme('production')).digest('hex');
    assert.equal(digest, '1d916fc4cd1089fd6098a79cc5e33c7188a77e411cd155fe5ba9fe1fad95f398');
    assert.ok(readme('rehearsal').endsWith(readme('production')));
    assert.match(readme('rehearsal'), /REHEARSAL/);
    assert.doesNotMatch(readme('production'), /REHEARSAL/);
  });
});

describe('the register', () => {
  test('is the same before and after the closing, and fits its schema', () => {
    const before = replay(bundle.events.slice(0, -1));
    assert.deepEqual(registerOf(before), registerOf(bundle.state));
    assert.deepEqual(registerSchema.parse(registerOf(bundle.state)), registerOf(bundle.state));
    const digest = createHash('sha256')
      .update(registerFile(registerOf(bundle.state)))
      .digest('hex');
    assert.equal(bundle.state.registerSha256, digest);
  });

  test('has the key active from when its last copy outside was gone', () => {
    const version = registerOf(bundle.state).keys[0]?.versions[0];
    const timeOf = (type: CeremonyEvent['type']) => bundle.events.find((event) => event.type === type)?.at;
    assert.deepEqual(
      version?.transitions.map(({ state, at }) => [state, at]),
      [
        ['pre-activation', timeOf('embassy-key-generated')],
        ['active', timeOf('original-destroyed')],
      ],
    );
    assert.equal(version.state, 'active');
  });

  test('keeps void sets, with whoever had a share of them', async () => {
    const parameters = parametersFor(2, 3);
    const { state } = await play(parameters, await softwareRoom(parameters), {
      interrupt: (now) => {
        const set = now.sets.at(-1);
        const due =
          now.sets.length === 1 && set?.state === 'open' && set.shares.length === 1 && now.progress === 0;
        return due
          ? [
              {
                type: 'share-set-voided',
                step: currentStep(now)?.id ?? '',
                set: set.set,
                reason: 'interrupted',
              },
            ]
          : [];
      },
    });
    const [dead, live] = registerOf(state).shareSets;
    assert.equal(dead?.state, 'void');
    assert.deepEqual(
      dead.shares.map(({ holder }) => holder?.name ?? null),
      ['custodian Õie 1', null, null],
    );
    assert.equal(live?.state, 'live');
    assert.ok(live.shares.every(({ holder, sealed }) => holder !== null && sealed !== null));
    assert.equal(registerOf(state).keys[0]?.versions[0]?.set, live.set);
  });
});

describe('the register after', () => {
  test('a rebuilding has the key on one HSM more, under the same set, and the shares proven anew', async () => {
    const { state } = await hold(await toRebuild(bundle));
    const [before, after] = [registerOf(bundle.state), registerOf(state)];
    const version = after.keys[0]?.versions[0];
    assert.deepEqual(
      version?.hsms.map(({ token }) => token.label),
      ['hsm', 'new hsm'],
    );
    assert.equal(version.set, before.shareSets[0]?.set);
    assert.equal(version.wrapped, before.keys[0]?.versions[0]?.wrapped);
    assert.deepEqual(
      after.shareSets[0]?.shares.map(({ proven }) => proven?.ceremony),
      [state.ceremony, state.ceremony, bundle.state.ceremony],
    );
  });

  test('a rebuilding with a fresh set has the old one void, its shares still named', async () => {
    const { state } = await hold(await toRebuild(bundle, freshSplit(bundle)));
    const [old, fresh] = registerOf(state).shareSets;
    assert.deepEqual([old?.state, fresh?.state], ['void', 'live']);
    assert.ok(old?.shares.every(({ holder }) => holder !== null));
    assert.equal(registerOf(state).keys[0]?.versions[0]?.set, fresh?.set);
    assert.equal(registerOf(state).keys[0]?.versions[0]?.state, 'active');
  });
});

describe('the closing', () => {
  test('names every file by digest in each manifest, and only the signature differs', async () => {
    for (const number of [1, 2, 12]) {
      const manifest = decodeManifest(fromUtf8(await manifestFor(bundle.files, number)));
      assert.ok(manifest.ok);
      assert.equal(manifest.value.signature, `META-INF/signature${String(number).padStart(3, '0')}.p7s`);
      assert.deepEqual(
        manifest.value.files.map(({ uri, sha256 }) => [uri, sha256]),
        [...bundle.files].map(([path, content]) => [
          path,
          createHash('sha256').update(content).digest('hex'),
        ]),
      );
    }
  });

  test('packs files, manifests and signatures, the same way every time', async () => {
    const signatures = [toUtf8('one'), toUtf8('two')];
    const packed = await assemble(bundle.files, signatures);
    assert.deepEqual(await assemble(bundle.files, signatures), packed);
    const read = await readContainer(packed);
    assert.ok(read.ok);
    assert.deepEqual(
      [...read.value.keys()].slice(-4),
      [1, 2].flatMap((n) => [`META-INF/ASiCManifest00${n}.xml`, `META-INF/signature00${n}.p7s`]),
    );
    assert.deepEqual([...read.value].slice(0, bundle.files.size), [...bundle.files]);
  });
});
