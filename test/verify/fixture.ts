import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from 'node:crypto';
import {
  encodeManifest,
  manifestPath,
  readContainer,
  signaturePath,
  writeContainer,
} from '../../ceremonies/formats/asic.ts';
import { keyIdentifier, type SignatureAlgorithm } from '../../ceremonies/formats/algorithms.ts';
import { concat, fromHex, fromUtf8, toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { canonicalJson } from '../../ceremonies/formats/canonical.ts';
import { buildCertificate, parseCertificate, type Signer } from '../../ceremonies/formats/certificate.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { sealEnveloped } from '../../ceremonies/formats/envelopedData.ts';
import { signDetached, type DocumentSigner } from '../../ceremonies/formats/signedData.ts';
import { aesCheckValue, publicKeyCheckValue } from '../../ceremonies/keys/checkValue.ts';
import { wrapKey } from '../../ceremonies/keys/keyWrap.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { domainString } from '../../ceremonies/model/domain.ts';
import type { CeremonyEvent, PreviousBundle } from '../../ceremonies/model/event.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import {
  generateSplit,
  withRole,
  type GenerateParameters,
  type Split,
} from '../../ceremonies/model/parameters.ts';
import { hsmSigner, signersOf, type State } from '../../ceremonies/model/state.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { recoveryKeyCommitment, shareCommitment } from '../../ceremonies/shares/commitment.ts';
import { sealShare } from '../../ceremonies/shares/seal.ts';
import { labelShares } from '../../ceremonies/shares/share.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { bundleFiles } from '../../ceremonies/transcript/bundleFiles.ts';
import { decodeTranscript, encodeLine, hashEvent } from '../../ceremonies/transcript/chain.ts';
import { assemble, manifestFor, mediaTypeOf } from '../../ceremonies/transcript/closing.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { report } from '../../ceremonies/transcript/report.ts';
import {
  play,
  playPlan,
  type Room,
  type Run,
  type RunOptions,
  type SetOfRoom,
} from '../model/straightRun.ts';

/**
 * A room with real keys: every certificate, signature, share, seal and wrapping is what cards and an HSM would make, made
 * in software. So its bundles are real ones, without a PKCS#11 module.
 */
export type SoftwareRoom = Room & {
  /** Signs a manifest for a signer of `signersOf`. */
  readonly close: (signer: string, manifest: Uint8Array, at?: Date) => Promise<Uint8Array>;
  readonly sealingPrivateKeyOf: (custodian: string) => KeyObject;
  /** A P-384 key that the HSM certifies, whatever the script says. */
  readonly certifyOtherKey: () => Promise<Room['key']>;
  readonly recoveryKeys: readonly Uint8Array[];
  /** The embassy key, unwrapped: PKCS#8, or the 32 bytes of an AES key. */
  readonly keyBytes: Uint8Array;
  /** The same cards and key, for a ceremony that splits a recovery key like this. */
  readonly splitting: (split: Pick<Split, 'threshold' | 'recipients'>) => SoftwareRoom;
};

export type Pair = { readonly privateKey: KeyObject; readonly spki: Uint8Array };

const derOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: 'spki', format: 'der' }));

export const ecPair = (): Pair => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return { privateKey, spki: derOf(publicKey) };
};

const rsaPair = (modulusLength: number): Pair => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return { privateKey, spki: derOf(publicKey) };
};

const algorithm: SignatureAlgorithm = 'ecdsa-sha384';

export const signerOf = ({ privateKey }: Pair): Signer => ({
  algorithm,
  sign: (data) => Promise.resolve(new Uint8Array(sign('sha384', data, privateKey))),
});

const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };

export const selfSigned = (pair: Pair, commonName: string, rehearsal: boolean): Promise<Uint8Array> =>
  buildCertificate(
    {
      subject: { commonName, organizationalUnits: [] },
      spki: pair.spki,
      ...validity,
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      rehearsal,
    },
    signerOf(pair),
  );

type Holder = Pair & { readonly certificate: Uint8Array };

const exchangePairs: Readonly<Record<Exclude<KeyAlgorithm, 'aes256'>, () => Pair>> = {
  ecp384: ecPair,
  rsa3072: () => rsaPair(3072),
  rsa4096: () => rsaPair(4096),
};

type EmbassyKey = Room['key'] & { readonly bytes: Uint8Array };

/** Sealed as a backup would be. docs/FORMAT.md, "Canaries". */
const canaryFor = async ({ keyLabel, domain }: GenerateParameters, spki: Uint8Array): Promise<Uint8Array> => {
  const text = canonicalJson({ format: domainString(domain, 'canary'), label: keyLabel, version: 1 });
  return sealEnveloped(toUtf8(text), [{ spki, keyIdentifier: await keyIdentifier(spki), oaepHash: 'sha1' }]);
};

const aesCanary = (key: Uint8Array): Uint8Array => {
  const trial = new Uint8Array(randomBytes(32));
  const checkValue = fromHex(aesCheckValue(Secret.take(trial.slice())));
  return concat(checkValue, wrapKey(Secret.take(key.slice()), Secret.take(trial)));
};

const makeKey = async (parameters: GenerateParameters, hsm: Holder): Promise<EmbassyKey> => {
  const { algorithm: kind, keyLabel, domain } = parameters;
  if (kind === 'aes256') {
    const bytes = new Uint8Array(randomBytes(32));
    return {
      bytes,
      certificate: null,
      checkValue: aesCheckValue(Secret.take(bytes.slice())),
      canary: toBase64(aesCanary(bytes)),
    };
  }
  const pair = exchangePairs[kind]();
  const issuer = parseCertificate(hsm.certificate);
  if (!issuer.ok) throw new Error('issuer');
  const certificate = await buildCertificate(
    {
      subject: { commonName: `${keyLabel} v1`, organizationalUnits: [] },
      spki: pair.spki,
      ...validity,
      keyUsage: [kind === 'ecp384' ? 'keyAgreement' : 'keyEncipherment'],
      rehearsal: domain === 'rehearsal',
    },
    signerOf(hsm),
    { subjectDer: issuer.value.subjectDer, spki: hsm.spki },
  );
  return {
    bytes: new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' })),
    certificate: toBase64(certificate),
    checkValue: publicKeyCheckValue(pair.spki),
    canary: toBase64(await canaryFor(parameters, pair.spki)),
  };
};

export const softwareRoom = async (parameters: GenerateParameters): Promise<SoftwareRoom> => {
  const rehearsal = parameters.domain === 'rehearsal';
  const holders = new Map<string, Holder>();
  const names = [{ id: hsmSigner, name: 'HSM ceremony key' }, ...parameters.participants];
  for (const { id, name } of names) {
    const pair = ecPair();
    holders.set(id, { ...pair, certificate: await selfSigned(pair, name, rehearsal) });
  }
  const holder = (id: string): Holder => {
    const found = holders.get(id);
    if (found === undefined) throw new Error(`nobody is ${id}`);
    return found;
  };
  const custodians = parameters.participants.filter(({ role }) => role === 'custodian');
  const sealing = new Map(custodians.map(({ id }) => [id, ecPair()]));
  const sealingOf = (id: string): Pair => sealing.get(id) ?? ecPair();
  const key = await makeKey(parameters, holder(hsmSigner));
  const recoveryKeys: Uint8Array[] = [];

  const makeSet = async ({
    threshold,
    recipients,
  }: Pick<Split, 'threshold' | 'recipients'>): Promise<SetOfRoom> => {
    const { domain, embassy, keyLabel } = parameters;
    const set = randomUUID();
    const bytes = new Uint8Array(randomBytes(32));
    recoveryKeys.push(bytes);
    const recoveryKey = Secret.take(bytes.slice());
    const shares = labelShares(splitSecret(recoveryKey, { threshold, count: recipients.length }), {
      setId: set,
      threshold,
      embassy,
      keyLabels: [keyLabel],
    });
    const sealed: string[] = [];
    for (const [index, share] of shares.entries()) {
      const { spki } = sealingOf(recipients[index] ?? '');
      sealed.push(toBase64(await sealShare(share, { spki, keyIdentifier: await keyIdentifier(spki) })));
    }
    return {
      set,
      recoveryKeyCommitment: recoveryKeyCommitment(domain, recoveryKey),
      wrapped: toBase64(wrapKey(recoveryKey, Secret.take(key.bytes.slice()))),
      commitments: shares.map((share) => shareCommitment(domain, share)),
      sealed,
    };
  };

  const room = (split: Pick<Split, 'threshold' | 'recipients'>): SoftwareRoom => ({
    certificateOf: (id) => toBase64(holder(id).certificate),
    sealingKeyOf: (id) => toBase64(sealingOf(id).spki),
    sealingPrivateKeyOf: (id) => sealingOf(id).privateKey,
    sign: async (statement) => ({
      statement,
      algorithm,
      signature: toBase64(
        await signerOf(holder(statement.participant)).sign(toUtf8(canonicalJson(statement))),
      ),
    }),
    key: { checkValue: key.checkValue, certificate: key.certificate, canary: key.canary },
    keyBytes: key.bytes,
    makeSet: () => makeSet(split),
    splitting: room,
    recoveryKeys,
    close: (id, manifest, at) =>
      closeWith({ certificate: holder(id).certificate, ...signerOf(holder(id)) }, manifest, at),
    certifyOtherKey: async () => {
      const { certificate, checkValue, canary } = await makeKey(
        { ...parameters, algorithm: 'ecp384' },
        holder(hsmSigner),
      );
      return { certificate, checkValue, canary };
    },
  });
  return room(generateSplit(parameters));
};

/** A CMS signature, by default of the evening after every run of the fixture. */
export const closeWith = (
  signer: DocumentSigner,
  manifest: Uint8Array,
  at = new Date('2026-06-01T20:00:00Z'),
): Promise<Uint8Array> => signDetached(manifest, signer, at);

export type NewHolder = { readonly certificate: Uint8Array; readonly pair: Pair };

/** A room in which one signer has another key and certificate throughout. */
export const withHolder = (
  room: SoftwareRoom,
  id: string,
  { certificate, pair }: NewHolder,
): SoftwareRoom => {
  const signer = signerOf(pair);
  return {
    ...room,
    certificateOf: (holder) => (holder === id ? toBase64(certificate) : room.certificateOf(holder)),
    sign: async (statement) =>
      statement.participant === id
        ? {
            ...(await room.sign(statement)),
            signature: toBase64(await signer.sign(toUtf8(canonicalJson(statement)))),
          }
        : room.sign(statement),
    close: (holder, manifest, at) =>
      holder === id ? closeWith({ certificate, ...signer }, manifest, at) : room.close(holder, manifest, at),
  };
};

export type Bundle = Run & {
  readonly room: SoftwareRoom;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly bytes: Uint8Array;
};

/** Closes a run: report, signatures of everybody, container. */
export const bundleOf = async (
  run: Run,
  room: SoftwareRoom,
  change: (files: ReadonlyMap<string, Uint8Array>) => ReadonlyMap<string, Uint8Array> = (files) => files,
): Promise<Bundle> => {
  const { state, events } = run;
  const head = await hashEvent(lastOf(events));
  const files = change(bundleFiles(state, events, { reportHtml: toUtf8(report(state, events, head)) }));
  return { ...run, room, files, bytes: await signAll(state, files, room.close) };
};

export const signAll = async (
  state: State,
  files: ReadonlyMap<string, Uint8Array>,
  close: SoftwareRoom['close'],
): Promise<Uint8Array> => {
  const signatures: Uint8Array[] = [];
  for (const [index, signer] of signersOf(state).entries()) {
    signatures.push(await close(signer, await manifestFor(files, index + 1)));
  }
  return assemble(files, signatures);
};

const lastOf = (events: readonly CeremonyEvent[]): CeremonyEvent => {
  const last = events.at(-1);
  if (last === undefined) throw new Error('no events');
  return last;
};

export const makeBundle = async (
  parameters: GenerateParameters,
  options: RunOptions = {},
): Promise<Bundle> => {
  const room = await softwareRoom(parameters);
  return bundleOf(await play(parameters, room, options), room);
};

// --- from one ceremony to the next ---

/** What the next ceremony takes over of a bundle. */
export const previousOf = async ({ bytes, state }: Bundle): Promise<PreviousBundle> => ({
  sha256: await sha256Hex(bytes),
  ceremony: state.ceremony,
  register: registerOf(state),
  made: {
    kind: state.script.kind,
    closedAt: state.closedAt ?? '',
    place: state.script.parameters.place,
  },
  doubts: [],
});

export type Next = {
  readonly plan: CeremonyPlan;
  readonly room: SoftwareRoom;
  readonly options: RunOptions & { readonly previousBundle: PreviousBundle };
};

/** Everything that the next ceremony of the same people needs, to be changed by a forger. */
const after = async (before: Bundle, ceremony: string): Promise<Omit<Next, 'plan'>> => ({
  room: before.room,
  options: { ceremony, previousBundle: await previousOf(before) },
});

const liveSets = ({ state }: Bundle): string[] =>
  registerOf(state).shareSets.flatMap((set) => (set.state === 'live' ? [set.set] : []));

const sittingOf = ({ state }: Bundle) => {
  const { domain, embassy, place, participants } = state.script.parameters;
  return { domain, embassy, place, participants };
};

/** A fresh recovery key, 2 of the same custodians. */
export const freshSplit = ({ state }: Bundle): Split => {
  const recipients = withRole(state.script.parameters.participants, 'custodian').map(({ id }) => id);
  return {
    threshold: 2,
    recipients,
    dice: false,
    sheets: true,
    acceptsNoSpareShare: recipients.length === 2,
  };
};

export const toRebuild = async (before: Bundle, fresh: Split | null = null): Promise<Next> => {
  const { room, options } = await after(before, '1b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b');
  const split = fresh === null ? null : { ...fresh, recipients: [...fresh.recipients] };
  return {
    plan: {
      kind: 'reconstitute',
      parameters: { ...sittingOf(before), sets: liveSets(before), fresh: split },
    },
    room: fresh === null ? room : room.splitting(fresh),
    options,
  };
};

export const toCheck = async (before: Bundle): Promise<Next> => ({
  plan: { kind: 'check', parameters: { ...sittingOf(before), sets: liveSets(before) } },
  ...(await after(before, '2b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b')),
});

export const hold = async ({ plan, room, options }: Next): Promise<Bundle> =>
  bundleOf(await playPlan(plan, room, options), room);

// --- tampering ---

export type Entries = Map<string, Uint8Array>;

export const entriesOf = async (bundle: Uint8Array): Promise<Entries> => {
  const read = await readContainer(bundle);
  if (!read.ok) throw new Error(read.problem.code);
  return new Map(read.value);
};

export const withEntries = async (
  bundle: Uint8Array,
  change: (entries: Entries) => void,
): Promise<Uint8Array> => {
  const entries = await entriesOf(bundle);
  change(entries);
  return writeContainer(entries);
};

export const flipped = (bytes: Uint8Array, place: number): Uint8Array => {
  const copy = bytes.slice();
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
};

export const eventsOf = (entries: Entries): readonly CeremonyEvent[] => {
  const events = decodeTranscript(entries.get('transcript.jsonl') ?? new Uint8Array());
  if (!events.ok) throw new Error(events.problem.code);
  return events.value;
};

export const transcriptOf = (events: readonly CeremonyEvent[]): Uint8Array =>
  toUtf8(events.map(encodeLine).join(''));

/** A forger without anyone's card still can write manifests that fit. */
export const withFittingManifests = (entries: Entries): Entries => {
  const payload = [...entries].filter(([path]) => !path.startsWith('META-INF/'));
  const files = payload.map(([uri, content]) => ({
    uri,
    mimeType: mediaTypeOf(uri),
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  const fitting = new Map(entries);
  for (let number = 1; entries.has(manifestPath(number)); number += 1) {
    fitting.set(manifestPath(number), toUtf8(encodeManifest({ signature: signaturePath(number), files })));
  }
  return fitting;
};

export const textOf = (entries: Entries, path: string): string =>
  fromUtf8(entries.get(path) ?? new Uint8Array());
