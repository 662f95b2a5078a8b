import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { toBase64 } from '../../ceremonies/formats/bytes.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { planProblems } from '../../ceremonies/model/ceremonyPlan.ts';
import { generateParameters } from '../../ceremonies/model/parameters.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor, play, type Room, type RunOptions } from '../model/straightRun.ts';
import {
  bundleOf,
  closeWith,
  ecPair,
  makeBundle,
  previousOf,
  selfSigned,
  signerOf,
  softwareRoom,
  withEntries,
  withHolder,
  type Bundle,
  type SoftwareRoom,
} from '../verify/fixture.ts';
import { buildCertificate, parseCertificate } from '../../ceremonies/formats/certificate.ts';
import { publicKeyCheckValue } from '../../ceremonies/keys/checkValue.ts';

/** Forgeries by whoever rules the machine and the HSM. The strict `reduce` is the verifier's own: what it refuses, no bundle can hold. */
const usual = parametersFor(2, 3);
const next = parametersFor(2, 3, { keyLabel: 'population' });
const nextCeremony = '1b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b';

const once = (step: string, make: (state: State) => readonly EventBody[]) => {
  let done = false;
  return (state: State): readonly EventBody[] => {
    if (done || currentStep(state)?.id !== step) return [];
    done = true;
    return make(state);
  };
};

const refusedByReduce = (parameters: typeof usual, room: Room, options: RunOptions, code: ErrorCode) =>
  assert.rejects(
    play(parameters, room, options),
    (error) => error instanceof CeremonyError && error.code === code,
  );

const before = await makeBundle(usual);
const previous = await previousOf(before);
const continued = (register: Register = previous.register): RunOptions => ({
  ceremony: nextCeremony,
  previousBundle: { ...previous, ceremony: register.ceremony, register },
});
const [firstSet] = previous.register.shareSets;
const [firstKey] = previous.register.keys;
assert.ok(firstSet !== undefined && firstKey !== undefined);

const withSets = (room: SoftwareRoom, change: Partial<Awaited<ReturnType<Room['makeSet']>>>): Room => ({
  ...room,
  makeSet: async (number, ceremony) => ({ ...(await room.makeSet(number, ceremony)), ...change }),
});

const failing = async (bundle: Bundle, claim: string, code: ErrorCode) => {
  const verdict = await verifyBundle(bundle.bytes);
  assert.equal(verdict.outcome, 'bad');
  assert.equal(verdict.claims.find(({ id }) => id === claim)?.problem?.code, code);
};

describe('no transcript can hold', () => {
  test('one recovery key for two share sets, whose shares would add up', async () => {
    const interrupt = once('shares.6', (state) => [
      {
        type: 'share-set-voided',
        step: 'shares.6',
        set: state.sets.at(-1)?.set ?? '',
        reason: 'interrupted',
      },
    ]);
    const room = withSets(await softwareRoom(usual), { recoveryKeyCommitment: 'ab'.repeat(32) });
    await refusedByReduce(usual, room, { interrupt }, 'share-set-void');
  });

  test('the recovery key or the set of an earlier ceremony', async () => {
    const room = await softwareRoom(next);
    const { set, recoveryKeyCommitment } = firstSet;
    await refusedByReduce(next, withSets(room, { recoveryKeyCommitment }), continued(), 'share-set-void');
    await refusedByReduce(next, withSets(room, { set }), continued(), 'share-set-void');
  });

  test('an earlier key under a new label', async () => {
    const room = { ...(await softwareRoom(next)), key: before.room.key };
    await refusedByReduce(next, room, continued(), 'event-not-allowed');
  });

  test('an earlier ceremony’s number, so that its statements would count again', async () => {
    const options = { ...continued(), ceremony: previous.ceremony };
    await refusedByReduce(next, await softwareRoom(next), options, 'event-not-allowed');
  });

  test('a production ceremony taken up again by an unofficial runtime', async () => {
    const production = parametersFor(2, 3, { domain: 'production' });
    const software = {
      version: '1',
      appHash: null,
      verifierSha256: null,
      electron: null,
      node: '24',
      runtime: 'unofficial',
      platform: 'linux',
    } as const;
    const interrupt = once('key.1', () => [{ type: 'resumed', step: 'key.1', software, droppedBytes: 0 }]);
    await refusedByReduce(production, await softwareRoom(production), { interrupt }, 'runtime-unofficial');
  });

  const version = firstKey.versions[0];
  assert.ok(version !== undefined);
  const incoherent: Readonly<Record<string, Partial<Register>>> = {
    'a label twice': { keys: [firstKey, firstKey] },
    'a version twice': { keys: [{ ...firstKey, versions: [version, version] }] },
    'two active versions': {
      keys: [{ ...firstKey, versions: [version, { ...version, version: 2, checkValue: 'ab'.repeat(32) }] }],
    },
    'a state that no transition led to': {
      keys: [{ ...firstKey, versions: [{ ...version, state: 'destroyed' }] }],
    },
    'a key of no set': { shareSets: [] },
    'a set twice': { shareSets: [firstSet, firstSet] },
    'a live set without its shares': { shareSets: [{ ...firstSet, shares: [] }] },
    'a live share that nobody has': {
      shareSets: [{ ...firstSet, shares: firstSet.shares.map((share) => ({ ...share, holder: null })) }],
    },
  };
  for (const [what, change] of Object.entries(incoherent)) {
    test(`a register from before with ${what}`, async () => {
      const register = { ...previous.register, ...change };
      await refusedByReduce(next, await softwareRoom(next), continued(register), 'event-not-allowed');
    });
  }
});

describe('a bundle is bad with', () => {
  test('a certificate in another person’s name', async () => {
    const room = await softwareRoom(usual);
    const pair = ecPair();
    const certificate = await selfSigned(pair, 'Somebody Else', true);
    const forged = withHolder(room, 'witness', { certificate, pair });
    await failing(
      await bundleOf(await play(usual, forged), forged),
      'certificates-sound',
      'certificate-malformed',
    );
  });

  const certifiedAs = async (commonName: string, spki: (room: SoftwareRoom) => Uint8Array) => {
    const room = await softwareRoom(usual);
    const pair = ecPair();
    // The HSM's certificate and signatures are the forger's own.
    const hsm = await selfSigned(pair, 'HSM', true);
    const issuer = parseCertificate(hsm);
    assert.ok(issuer.ok);
    const certificate = await buildCertificate(
      {
        subject: { commonName, organizationalUnits: [] },
        spki: spki(room),
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date('2036-01-01T00:00:00Z'),
        keyUsage: ['keyAgreement'],
        rehearsal: true,
      },
      signerOf(pair),
      issuer.value,
    );
    const forged: SoftwareRoom = {
      ...room,
      key: { ...room.key, certificate: toBase64(certificate), checkValue: publicKeyCheckValue(spki(room)) },
      certificateOf: (id) => (id === 'hsm' ? toBase64(hsm) : room.certificateOf(id)),
      close: (id, manifest) =>
        id === 'hsm'
          ? closeWith({ certificate: hsm, ...signerOf(pair) }, manifest)
          : room.close(id, manifest),
    };
    return bundleOf(await play(usual, forged), forged);
  };

  test('an embassy key that is a custodian’s own', async () => {
    const bundle = await certifiedAs('land-register v1', (room) =>
      Uint8Array.from(Buffer.from(room.sealingKeyOf('custodian-1'), 'base64')),
    );
    await failing(bundle, 'keys-distinct', 'card-twice');
  });

  test('an embassy key certified under another label', async () => {
    const { spki } = ecPair();
    await failing(await certifiedAs('population v1', () => spki), 'key-certified', 'certificate-malformed');
  });

  test('a bundle before it that is itself bad', async () => {
    const broken = await withEntries(before.bytes, (entries) => {
      entries.delete('META-INF/signature001.p7s');
    });
    const room = await softwareRoom(next);
    const sha256 = await sha256Hex(broken);
    const options = { ceremony: nextCeremony, previousBundle: { ...previous, sha256 } };
    const { bytes } = await bundleOf(await play(next, room, options), room);
    const verdict = await verifyBundle(bytes, { previous: broken });
    assert.equal(verdict.claims.find(({ id }) => id === 'previous-bundle')?.problem?.code, 'bundle-not-good');
  });
});

describe('nobody is two people by a name', () => {
  for (const invisible of ['\u034f', '\u3164', '\ufe0f', '\u115f', '\u{e0100}', '\u200b']) {
    test(`with U+${(invisible.codePointAt(0) ?? 0).toString(16)} in it`, () => {
      const [twin] = usual.participants;
      const participants = usual.participants.map((person) =>
        person.id === 'custodian-2' ? { ...person, name: `${twin?.name ?? ''}${invisible}` } : person,
      );
      assert.equal(generateParameters.safeParse({ ...usual, participants }).success, false);
      const [problem] = planProblems({ kind: 'generate', parameters: { ...usual, participants } });
      assert.equal(problem?.code, 'participant-twice');
    });
  }

  test('nor has one that no certificate can hold', () => {
    const participants = usual.participants.map((person) => ({ ...person, name: person.id.padEnd(65, 'x') }));
    assert.equal(generateParameters.safeParse({ ...usual, participants }).success, false);
  });
});
