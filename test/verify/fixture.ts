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
  seat,
  splitAmongAll,
  withRole,
  type DestroyTarget,
  type GenerateParameters,
  type Split,
} from '../../ceremonies/model/parameters.ts';
import type { Participant } from '../../ceremonies/model/participant.ts';
import { nextVersionOf, versionsOf } from '../../ceremonies/model/register.ts';
import type { KeyName } from '../../ceremonies/model/script.ts';
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
  type DataOfRun,
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
  /** The same cards, and the next key. */
  readonly making: (key: NewKey) => Promise<SoftwareRoom>;
  /** The same room, and a person with a card that nobody has seen. */
  readonly joinedBy: (people: readonly Pick<Participant, 'id' | 'name'>[]) => Promise<SoftwareRoom>;
};

type NewKey = KeyName & Pick<GenerateParameters, 'algorithm' | 'domain'>;

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
const canaryFor = async ({ label, version, domain }: NewKey, spki: Uint8Array): Promise<Uint8Array> => {
  const text = canonicalJson({ format: domainString(domain, 'canary'), label, version });
  return sealEnveloped(toUtf8(text), [{ spki, keyIdentifier: await keyIdentifier(spki), oaepHash: 'sha1' }]);
};

const aesCanary = (key: Uint8Array): Uint8Array => {
  const trial = new Uint8Array(randomBytes(32));
  const checkValue = fromHex(aesCheckValue(Secret.take(trial.slice())));
  return concat(checkValue, wrapKey(Secret.take(key.slice()), Secret.take(trial)));
};

const makeKey = async (name: NewKey, hsm: Holder): Promise<EmbassyKey> => {
  const { algorithm: kind, label, version, domain } = name;
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
      subject: { commonName: `${label} v${version}`, organizationalUnits: [] },
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
    canary: toBase64(await canaryFor(name, pair.spki)),
  };
};

export const softwareRoom = async (parameters: GenerateParameters): Promise<SoftwareRoom> => {
  const { domain, embassy, keyLabel, algorithm: kind, participants } = parameters;
  const holders = new Map<string, Holder>();
  const sealing = new Map<string, Pair>();
  const admit = async (people: readonly Pick<Participant, 'id' | 'name'>[]): Promise<void> => {
    for (const { id, name } of people) {
      const pair = ecPair();
      holders.set(id, { ...pair, certificate: await selfSigned(pair, name, domain === 'rehearsal') });
      sealing.set(id, ecPair());
    }
  };
  await admit([{ id: hsmSigner, name: 'HSM ceremony key' }, ...participants]);
  const holder = (id: string): Holder => {
    const found = holders.get(id);
    if (found === undefined) throw new Error(`nobody is ${id}`);
    return found;
  };
  const sealingOf = (id: string): Pair => sealing.get(id) ?? ecPair();
  const keys = new Map<string, EmbassyKey>();
  const nameOf = ({ label, version }: KeyName): string => `${label}.v${version}`;
  const recoveryKeys: Uint8Array[] = [];
  /** What is sealed of the last set to somebody who has another card now. */
  let sealAgain: (recipient: string) => Promise<void> = () => Promise.resolve();

  const makeSet = async (
    own: EmbassyKey,
    { threshold, recipients }: Pick<Split, 'threshold' | 'recipients'>,
  ): Promise<SetOfRoom> => {
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
    const sealTo = async (recipient: string): Promise<void> => {
      const index = recipients.indexOf(recipient);
      const share = shares[index];
      if (share === undefined) return;
      const { spki } = sealingOf(recipient);
      sealed[index] = toBase64(await sealShare(share, { spki, keyIdentifier: await keyIdentifier(spki) }));
    };
    for (const recipient of recipients) await sealTo(recipient);
    sealAgain = sealTo;
    const wrap = (key: EmbassyKey): string => toBase64(wrapKey(recoveryKey, Secret.take(key.bytes.slice())));
    return {
      set,
      recoveryKeyCommitment: recoveryKeyCommitment(domain, recoveryKey),
      wrapped: wrap(own),
      othersWrapped: (name) => {
        const other = keys.get(nameOf(name));
        return other === undefined || other === own ? undefined : wrap(other);
      },
      commitments: shares.map((share) => shareCommitment(domain, share)),
      sealed,
    };
  };

  const roomWith = (key: EmbassyKey, split: Pick<Split, 'threshold' | 'recipients'>): SoftwareRoom => ({
    certificateOf: (id) => toBase64(holder(id).certificate),
    replaceCard: async (id) => {
      const pair = ecPair();
      const name = participants.find((person) => person.id === id)?.name ?? id;
      holders.set(id, { ...pair, certificate: await selfSigned(pair, name, domain === 'rehearsal') });
      sealing.set(id, ecPair());
      await sealAgain(id);
    },
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
    makeSet: () => makeSet(key, split),
    splitting: (other) => roomWith(key, other),
    making: async (next) => {
      const made = await makeKey(next, holder(hsmSigner));
      keys.set(nameOf(next), made);
      return roomWith(made, split);
    },
    joinedBy: async (people) => {
      await admit(people);
      return roomWith(key, split);
    },
    recoveryKeys,
    close: (id, manifest, at) =>
      closeWith({ certificate: holder(id).certificate, ...signerOf(holder(id)) }, manifest, at),
    certifyOtherKey: async () => {
      const other = await makeKey(
        { label: keyLabel, version: 1, domain, algorithm: 'ecp384' },
        holder(hsmSigner),
      );
      return { certificate: other.certificate, checkValue: other.checkValue, canary: other.canary };
    },
  });
  const first: NewKey = { label: keyLabel, version: 1, domain, algorithm: kind };
  const key = await makeKey(first, holder(hsmSigner));
  keys.set(nameOf(first), key);
  return roomWith(key, splitAmongAll(parameters));
};

const evening = Date.parse('2026-06-01T20:00:00Z');

/** A CMS signature, by default of the evening after every run of the fixture. */
export const closeWith = (
  signer: DocumentSigner,
  manifest: Uint8Array,
  at = new Date(evening),
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
  // In the evening, or an hour after the closing: what is signed exists by then.
  const at = new Date(Math.max(evening, Date.parse(state.closedAt ?? '') + 3_600_000));
  for (const [index, signer] of signersOf(state).entries()) {
    signatures.push(await close(signer, await manifestFor(files, index + 1), at));
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

/** An hour after the ceremony before, by the same clock. */
const later = async (before: Bundle): Promise<Omit<Next, 'plan'>> => {
  const { room, options } = await after(before, randomUUID());
  const startsAt = new Date(Date.parse(before.state.closedAt ?? '') + 3_600_000).toISOString();
  return { room, options: { ...options, startsAt } };
};

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

/** The next version of a key, for the same people, and what lies under it moved there if there is any. */
export const toRotate = async (
  before: Bundle,
  data?: DataOfRun | null,
  keyLabel = 'land-register',
): Promise<Next> => {
  const { room, options } = await later(before);
  const sitting = sittingOf(before);
  const register = options.previousBundle.register;
  const [{ algorithm: kind } = { algorithm: 'ecp384' as const }] = versionsOf(register, keyLabel);
  const { recipients, ...split } = freshSplit(before);
  const version = nextVersionOf(register, keyLabel);
  const made = await room.making({ label: keyLabel, version, domain: sitting.domain, algorithm: kind });
  return {
    plan: {
      kind: 'rotate',
      parameters: { ...sitting, ...split, keyLabel, algorithm: kind, rewrap: data !== null },
    },
    room: made.splitting({ ...split, recipients }),
    options: { ...options, ...(data === undefined || data === null ? {} : { data }) },
  };
};

/** Every live set in the place of which comes one; `joining`: custodians who were never here get a share as well. */
export const toReshare = async (
  before: Bundle,
  joining: readonly string[] = [],
  sets: readonly string[] = liveSets(before),
): Promise<Next> => {
  const { room, options } = await later(before);
  const sitting = sittingOf(before);
  const participants = [
    ...seat([...sitting.participants, ...joining.map((name) => ({ role: 'custodian' as const, name }))]),
  ];
  const recipients = withRole(participants, 'custodian').map(({ id }) => id);
  const fresh = { ...freshSplit(before), recipients, acceptsNoSpareShare: recipients.length === 2 };
  const newcomers = participants.filter(({ name }) => joining.includes(name));
  const visitors = withRole(sitting.participants, 'custodian').map(({ id }) => id);
  return {
    plan: { kind: 'reshare', parameters: { ...sitting, participants, sets: [...sets], fresh } },
    room: (await room.joinedBy(newcomers)).splitting(fresh),
    options: { ...options, visitors },
  };
};

/** A key and a card end before the two who lead and the auditors; a set before those who hand in its shares. */
export const toDestroy = async (
  before: Bundle,
  target: DestroyTarget,
  people: Bundle = before,
): Promise<Next> => {
  const { room, options } = await later(before);
  const sitting = sittingOf(people);
  const participants = sitting.participants.filter(
    ({ role }) => target.kind === 'set' || role !== 'custodian',
  );
  return { plan: { kind: 'destroy', parameters: { ...sitting, participants, target } }, room, options };
};

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
