import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keyIdentifier } from '../../ceremonies/formats/algorithms.ts';
import { fromBase64, toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { buildCertificate, type KeyUsage } from '../../ceremonies/formats/certificate.ts';
import { sealEnveloped } from '../../ceremonies/formats/envelopedData.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { registerFormat, type Register } from '../../ceremonies/model/register.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import type { Statement } from '../../ceremonies/model/statement.ts';
import { generateScript } from '../../ceremonies/scripts/generate.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor, play, tokenOf, type RunOptions } from '../model/straightRun.ts';
import {
  bundleOf,
  ecPair,
  selfSigned,
  signerOf,
  softwareRoom,
  withHolder,
  type Bundle,
  type NewHolder,
  type SoftwareRoom,
} from './fixture.ts';
import { dropping, signedByAnother, withSteps } from './mishaps.ts';
import { once } from '../model/interrupts.ts';

/**
 * Forgeries by people who hold all the cards: the program that made the bundle was not ours, everything is chained, counted
 * and signed as it should be, and one thing is wrong. Each must fail by the claim that is about it.
 */
type Forgery = {
  readonly claim: string;
  readonly code: ErrorCode;
  readonly parameters?: GenerateParameters;
  readonly room?: (room: SoftwareRoom) => SoftwareRoom | Promise<SoftwareRoom>;
  readonly options?: RunOptions;
  readonly files?: (files: ReadonlyMap<string, Uint8Array>) => ReadonlyMap<string, Uint8Array>;
};

const usual = parametersFor(2, 3);

const forge = async ({ parameters = usual, room, options, files }: Forgery): Promise<Bundle> => {
  const honest = await softwareRoom(parameters);
  const forged = room === undefined ? honest : await room(honest);
  return bundleOf(await play(parameters, forged, options), forged, files);
};

/** Signs what the card was never asked: after `change`, or with another key. */
const lying = (
  room: SoftwareRoom,
  purpose: Statement['purpose'],
  change: (statement: Statement) => Statement,
): SoftwareRoom => ({
  ...room,
  sign: (statement) => room.sign(statement.purpose === purpose ? change(statement) : statement),
});

/** A signer whose key and certificate are replaced throughout. */
const replaced =
  (id: string, make: () => Promise<NewHolder>) =>
  async (room: SoftwareRoom): Promise<SoftwareRoom> =>
    withHolder(room, id, await make());

const certified =
  (rehearsal: boolean, keyUsage: readonly KeyUsage[], issuedBy?: ReturnType<typeof ecPair>) => async () => {
    const pair = ecPair();
    const request = {
      subject: { commonName: 'Jaan Tamm', organizationalUnits: [] },
      spki: pair.spki,
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2036-01-01T00:00:00Z'),
      keyUsage,
      rehearsal,
    };
    const issuer = issuedBy ?? pair;
    const certificate =
      issuedBy === undefined
        ? await buildCertificate(request, signerOf(pair))
        : await buildCertificate(request, signerOf(issuer), {
            subjectDer: new Uint8Array([0x30, 0]),
            spki: issuer.spki,
          });
    return { certificate, pair };
  };

/** A script that asks the witness for nothing while the key is made. */
const scriptWithoutWitness = withSteps((step, act) =>
  act === 'key' && step.kind !== 'complete-act' ? { ...step, by: ['administrator'] } : step,
)(generateScript(usual));

const oneActSignedAlone = withSteps((step, act) =>
  act === 'shares' && step.kind === 'complete-act' ? { ...step, by: ['administrator'] } : step,
)(generateScript(usual));

const scriptWithoutSheet = dropping(({ kind, by }) => kind === 'print-sheet' && by[0] === 'custodian-2')(
  generateScript(parametersFor(2, 3, { sheets: true })),
);

/** What an earlier ceremony left, in which one person had two shares, on two cards. */
const greedyRegister: Register = {
  format: registerFormat,
  domain: 'rehearsal',
  embassy: usual.embassy,
  ceremony: '2b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b',
  previousBundle: null,
  history: [],
  dataSets: [],
  keys: [],
  shareSets: [
    {
      set: '3b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b',
      ceremony: '2b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b',
      state: 'void',
      threshold: 2,
      count: 2,
      recoveryKeyCommitment: '11'.repeat(32),
      keys: [],
      ended: { at: '2026-05-01T08:00:00.000Z', ceremony: '2b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b' },
      shares: [1, 2].map((index) => ({
        index,
        commitment: `${index}${index}`.repeat(32),
        holder: {
          name: index === 1 ? 'Mari Maasikas' : 'MARI MAASIKAS',
          card: tokenOf(`card ${index}`),
          certificateSha256: `${index}`.repeat(64),
          sealingKeySha256: `${index}`.repeat(64),
        },
        sealed: null,
        proven: null,
        bag: null,
        seenBy: [],
        destroyed: [],
        lostCards: [],
      })),
    },
  ],
};

const voidedOnce = once(
  (state) => currentStep(state)?.id === 'shares.6',
  (step, state) => [
    { type: 'share-set-voided', step, set: state.sets.at(-1)?.set ?? '', reason: 'interrupted' },
  ],
);

const sealedFor = async (room: SoftwareRoom, ids: readonly string[]): Promise<string> => {
  const recipients = await Promise.all(
    ids.map(async (id) => {
      const spki = fromBase64(room.sealingKeyOf(id));
      return { spki, keyIdentifier: await keyIdentifier(spki) };
    }),
  );
  return toBase64(await sealEnveloped(toUtf8('a share'), recipients));
};

const withSet =
  (
    change: (
      set: Awaited<ReturnType<SoftwareRoom['makeSet']>>,
      room: SoftwareRoom,
    ) => Promise<object> | object,
  ) =>
  (room: SoftwareRoom): SoftwareRoom => ({
    ...room,
    makeSet: async (number, ceremony) => {
      const set = await room.makeSet(number, ceremony);
      return { ...set, ...(await change(set, room)) };
    },
  });

const forgeries: Readonly<Record<string, Forgery>> = {
  'a script that leaves the witness out': {
    claim: 'script-standard',
    code: 'event-not-allowed',
    options: { script: scriptWithoutWitness },
  },
  'a script by which one person signs an act alone': {
    claim: 'acts-countersigned',
    code: 'witness-missing',
    options: { script: oneActSignedAlone },
  },
  'an enrolment that another key signed': {
    claim: 'enrolments-signed',
    code: 'signature-invalid',
    room: signedByAnother('enrol'),
  },
  'an enrolment of another certificate': {
    claim: 'enrolments-signed',
    code: 'statement-differs',
    room: (room) =>
      lying(room, 'enrol', (said) => ({ ...said, certificateSha256: '00'.repeat(32) }) as Statement),
  },
  'an enrolment of another sealing key': {
    claim: 'enrolments-signed',
    code: 'statement-differs',
    room: (room) =>
      lying(room, 'enrol', (said) => ({ ...said, sealingKeySha256: '00'.repeat(32) }) as Statement),
  },
  'an act that another key signed': {
    claim: 'acts-countersigned',
    code: 'signature-invalid',
    room: signedByAnother('act'),
  },
  'a receipt that another key signed': {
    claim: 'receipts-signed',
    code: 'signature-invalid',
    room: signedByAnother('receipt'),
  },
  'a receipt of another sealed share': {
    claim: 'receipts-signed',
    code: 'statement-differs',
    room: (room) =>
      lying(room, 'receipt', (said) => ({ ...said, sealedSha256: '00'.repeat(32) }) as Statement),
  },
  'a declaration that another key signed': {
    claim: 'declarations-signed',
    code: 'signature-invalid',
    room: signedByAnother('declare'),
  },
  'two names on one key': {
    claim: 'keys-distinct',
    code: 'card-twice',
    room: async (room) => {
      const pair = ecPair();
      const both = await replaced('witness', async () => ({
        pair,
        certificate: await selfSigned(pair, 'Jaan Tamm', true),
      }))(room);
      return replaced('administrator', async () => ({
        pair,
        certificate: await selfSigned(pair, 'Mari Maasikas', true),
      }))(both);
    },
  },
  'two shares for one sealing key': {
    claim: 'keys-distinct',
    code: 'card-twice',
    room: (room) => ({ ...room, sealingKeyOf: () => room.sealingKeyOf('custodian-1') }),
  },
  'a rehearsal with a certificate that does not say so': {
    claim: 'domain-marked',
    code: 'certificate-malformed',
    room: replaced('witness', certified(false, ['digitalSignature'])),
  },
  'a production ceremony with a rehearsal’s certificate': {
    claim: 'domain-marked',
    code: 'certificate-malformed',
    parameters: parametersFor(2, 3, { domain: 'production' }),
    room: replaced('witness', certified(true, ['digitalSignature'])),
  },
  'a signer’s certificate that may issue certificates': {
    claim: 'certificates-fit',
    code: 'certificate-unfit',
    room: replaced('witness', certified(true, ['digitalSignature', 'keyCertSign'])),
  },
  'a certificate made here that another key signed': {
    claim: 'certificates-sound',
    code: 'certificate-malformed',
    room: replaced('witness', certified(true, ['digitalSignature'], ecPair())),
  },
  'a key with another key’s check value': {
    claim: 'key-certified',
    code: 'check-value-differs',
    room: (room) => ({ ...room, key: { ...room.key, checkValue: 'ab'.repeat(32) } }),
  },
  'a key that the HSM did not certify': {
    claim: 'key-certified',
    code: 'signature-invalid',
    room: async (room) => ({
      ...room,
      key: { ...room.key, certificate: (await softwareRoomKey()).certificate },
    }),
  },
  'a key of another kind than the script says': {
    claim: 'key-certified',
    code: 'key-unsuitable',
    parameters: parametersFor(2, 3, { algorithm: 'rsa3072' }),
    room: async (room) => ({ ...room, key: await room.certifyOtherKey() }),
  },
  'a wrapped key that is no wrapped key': {
    claim: 'wrapped-key-fits',
    code: 'unwrap-failed',
    room: withSet(() => ({ wrapped: toBase64(new Uint8Array(41)) })),
  },
  'a wrapped key that is too short for its kind': {
    claim: 'wrapped-key-fits',
    code: 'unwrap-failed',
    room: withSet(() => ({ wrapped: toBase64(new Uint8Array(40)) })),
  },
  'a test message that another key opens': {
    claim: 'canaries-sealed',
    code: 'canary-differs',
    room: async (room) => ({ ...room, key: { ...room.key, canary: (await softwareRoomKey()).canary } }),
  },
  'a test message of an AES key that is too short': {
    claim: 'canaries-sealed',
    code: 'canary-differs',
    parameters: parametersFor(2, 3, { algorithm: 'aes256' }),
    room: (room) => ({ ...room, key: { ...room.key, canary: toBase64(new Uint8Array(44)) } }),
  },
  'a custodian’s sheet that was never printed': {
    claim: 'sheets-bagged',
    code: 'share-set-incomplete',
    parameters: parametersFor(2, 3, { sheets: true }),
    options: { script: scriptWithoutSheet },
  },
  'shares sealed to one another’s cards': {
    claim: 'shares-sealed',
    code: 'share-foreign',
    room: withSet(({ sealed }) => ({ sealed: [sealed[1], sealed[0], sealed[2]] })),
  },
  'shares sealed to somebody else as well': {
    claim: 'shares-sealed',
    code: 'envelope-malformed',
    room: withSet(async (_, room) => ({
      sealed: await Promise.all([1, 2, 3].map((n) => sealedFor(room, [`custodian-${n}`, 'custodian-1']))),
    })),
  },
  'shares that are not sealed at all': {
    claim: 'shares-sealed',
    code: 'envelope-malformed',
    room: withSet(() => ({ sealed: [1, 2, 3].map((n) => toBase64(toUtf8(`share ${n}`))) })),
  },
  'a share handed out again after its set was voided': {
    claim: 'commitments-distinct',
    code: 'share-twice',
    options: { interrupt: voidedOnce },
    room: (room) => {
      let commitments: readonly string[] | null = null;
      return withSet((set) => ({ commitments: (commitments ??= set.commitments) }))(room);
    },
  },
  'a person who had two shares of an earlier set': {
    claim: 'nobody-holds-quorum',
    code: 'person-twice',
    options: {
      previousBundle: {
        sha256: '77'.repeat(32),
        ceremony: greedyRegister.ceremony,
        register: greedyRegister,
        made: { kind: 'generate', closedAt: '2025-06-01T08:00:00.000Z', place: 'Tallinn' },
        doubts: [],
      },
    },
  },
  'another register': {
    claim: 'register-consistent',
    code: 'bundle-entry-changed',
    files: (files) => {
      const register = new TextDecoder().decode(files.get('register.json'));
      return new Map(files).set('register.json', toUtf8(register.replace('"active"', '"destroyed"')));
    },
  },
  'another script than the transcript’s': {
    claim: 'files-regenerated',
    code: 'bundle-entry-changed',
    files: (files) => new Map(files).set('script.json', toUtf8('{}')),
  },
  'other instructions for auditors': {
    claim: 'files-regenerated',
    code: 'bundle-entry-changed',
    files: (files) => new Map(files).set('README.txt', toUtf8('All is well, no need to check.')),
  },
  'a file more, signed by all': {
    claim: 'files-regenerated',
    code: 'bundle-entry-extra',
    files: (files) => new Map(files).set('keys/other.v1.kwp', toUtf8('x')),
  },
  'a file less, signed by all': {
    claim: 'files-regenerated',
    code: 'bundle-entry-missing',
    files: (files) => new Map([...files].filter(([path]) => !path.endsWith('.p7m'))),
  },
  'no report': {
    claim: 'reports-signed',
    code: 'bundle-entry-missing',
    files: (files) => new Map([...files].filter(([path]) => path !== 'report.html')),
  },
  'signatures from before the closing': {
    claim: 'signatures-complete',
    code: 'signature-invalid',
    room: (room) => ({
      ...room,
      close: async (signer, manifest) => room.close(signer, manifest, new Date('2026-06-01T08:00:00Z')),
    }),
  },
};

const softwareRoomKey = async () => (await softwareRoom(usual)).key;

describe('a bundle that all its signers vouch for is still bad with', () => {
  for (const [what, forgery] of Object.entries(forgeries)) {
    test(what, async () => {
      const verdict = await verifyBundle((await forge(forgery)).bytes);
      const claim = verdict.claims.find(({ id }) => id === forgery.claim);
      assert.equal(verdict.outcome, 'bad');
      assert.equal(
        claim?.status,
        'failed',
        JSON.stringify(verdict.claims.filter((each) => each.status === 'failed')),
      );
      assert.equal(claim.problem?.code, forgery.code);
    });
  }
});
