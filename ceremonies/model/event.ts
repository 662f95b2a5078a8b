import * as z from 'zod';
import { bag } from './bag.ts';
import { exceptionAbout } from './exceptionAbout.ts';
import { notMovedRecord } from './inventory.ts';
import { keyAlgorithms } from './keyAlgorithm.ts';
import { keyLabel } from './parameters.ts';
import { participantId } from './participant.ts';
import { ceremonyKinds } from './ceremonyPlan.ts';
import { actIds, script } from './script.ts';
import { register } from './register.ts';
import { signed } from './statement.ts';
import { trustClaimIds } from './trust.ts';
import {
  base64,
  decimal,
  findingKinds,
  hash,
  shareSources,
  shortText,
  text,
  shareMedia,
  tokenFacts,
  uuid,
} from './values.ts';

/**
 * The events of a ceremony: the only thing that changes its state. One schema serves the journal, the transcript and
 * the verifier. Nothing here is secret. docs/FORMAT.md, "Events".
 */
export const transcriptFormat = 'embassy-key-ceremony/transcript/1';

/** The hash that the first event names as its predecessor's. */
export const genesis = '0'.repeat(64);

const event = <Type extends string, Body extends z.ZodRawShape>(type: Type, body: Body) =>
  z.strictObject({
    seq: z.int().min(0),
    previous: hash,
    at: z.iso.datetime({ precision: 3 }),
    type: z.literal(type),
    ...body,
  });

const stepEvent = <Type extends string, Body extends z.ZodRawShape>(type: Type, body: Body) =>
  event(type, { step: z.string().max(40), ...body });

const people = z.array(participantId).min(1);
const setId = uuid;

export const finding = z.strictObject({
  kind: z.enum(findingKinds),
  name: shortText,
});
export type Finding = Readonly<z.infer<typeof finding>>;

export const software = z.strictObject({
  version: shortText,
  appHash: hash.nullable(),
  /** Of the auditor's page that was built with the program. */
  verifierSha256: hash.nullable(),
  electron: shortText.nullable(),
  node: shortText,
  /** Whether the Electron binary is one the Electron project released; `none` when played without a screen. */
  runtime: z.enum(['official', 'unofficial', 'none']),
  platform: shortText,
});
export type Software = Readonly<z.infer<typeof software>>;

const moduleFacts = z.strictObject({
  path: text,
  sha256: hash,
  manufacturer: shortText,
  description: shortText,
  version: shortText,
});
export type ModuleFacts = Readonly<z.infer<typeof moduleFacts>>;

/** What the token itself says of a key: the evidence that it was made there and cannot leave. */
export const keyEvidence = z.strictObject({
  local: z.boolean(),
  sensitive: z.boolean(),
  extractable: z.boolean(),
  neverExtractable: z.boolean(),
});
export type KeyEvidence = Readonly<z.infer<typeof keyEvidence>>;

/** Everything that touches a token is announced on disk before it happens. */
export const tokenActions = [
  'initialise-card',
  'make-ceremony-key',
  'generate-embassy-key',
  'make-working-copy',
  'store-share',
  'destroy-original',
  'restore-key',
  'destroy-share',
  'destroy-key',
  'destroy-card',
  /** Destroys what the ceremony made on the HSM; after it is begun nothing can follow but giving up. */
  'abandon-keys',
] as const;
export type TokenAction = (typeof tokenActions)[number];

/** As many names of files as one bundle tells of. */
export const unreadMax = 100;

/** As much as one bundle tells of what was remembered. */
export const rememberedMax = 1000;

const occasion = { ceremony: uuid, at: z.iso.datetime({ precision: 3 }) };

/** What was recorded at a ceremony that was given up, and so made no bundle: nobody forgets it again. */
export const remembered = z.discriminatedUnion('kind', [
  /** Somebody brought this share for another. */
  z.strictObject({
    kind: z.literal('share-seen'),
    ...occasion,
    set: uuid,
    index: z.int().min(1).max(255),
    name: shortText,
  }),
  /** Both who lead said that somebody else may have this key. */
  z.strictObject({
    kind: z.literal('key-compromised'),
    ...occasion,
    label: keyLabel,
    version: z.int().min(1),
    reason: text.min(1),
  }),
  /** Both who lead said that an HSM exists no more. */
  z.strictObject({
    kind: z.literal('hsm-lost'),
    ...occasion,
    label: shortText,
    serial: shortText,
    reason: text.min(1),
  }),
]);
export type Remembered = Readonly<z.infer<typeof remembered>>;

/** The bundle that a ceremony continues from: verified, its register taken over. */
export const previousBundle = z.strictObject({
  sha256: hash,
  ceremony: uuid,
  register,
  /** When and where it was made, and by what kind of ceremony. */
  made: z.strictObject({
    kind: z.enum(ceremonyKinds),
    closedAt: z.iso.datetime({ precision: 3 }),
    place: shortText,
  }),
  /** Claims of its verification that failed over a signer's trust, never over what the bundle says; two people decide. */
  doubts: z.array(z.enum(trustClaimIds)).max(trustClaimIds.length),
  /** Bundles beside it that could not be read: one of them may be newer; two people decide. */
  unread: z.array(z.string().min(1).max(255)).min(1).max(unreadMax).exactOptional(),
  /** How many more than those named, where there are more than a transcript names. */
  moreUnread: z.int().min(1).exactOptional(),
  remembered: z.array(remembered).min(1).max(rememberedMax).exactOptional(),
});
export type PreviousBundle = Readonly<z.infer<typeof previousBundle>>;

/** The names of what could not be read, and how many more there are. */
export const unreadText = ({
  unread = [],
  moreUnread,
}: Pick<PreviousBundle, 'unread' | 'moreUnread'>): string =>
  [...unread, ...(moreUnread === undefined ? [] : [`+ ${moreUnread}`])].join(', ');

/** Whether two people have to say why they go on from it: for what failed in it, or for what lies beside it. */
export const isDoubtful = ({ doubts, unread }: PreviousBundle): boolean =>
  doubts.length > 0 || unread !== undefined;

/** A person's card, as it shows itself, and its owner's signature over that. */
const enrolment = {
  participant: participantId,
  origin: z.enum(['initialised', 'adopted']),
  token: tokenFacts,
  module: moduleFacts,
  /** X.509 certificate, DER. */
  certificate: base64,
  /** SubjectPublicKeyInfo, DER, of the key that shares are sealed to; null for those who hold no share. */
  sealingKey: base64.nullable(),
  signed,
};

const ceremonyOpened = event('ceremony-opened', {
  format: z.literal(transcriptFormat),
  ceremony: uuid,
  script,
  previousBundle: previousBundle.nullable(),
});

const opening = [
  stepEvent('software-confirmed', { by: people, software }),
  stepEvent('air-gap-checked', { by: people, findings: z.array(finding).max(200) }),
  stepEvent('bundle-confirmed', { by: people, sha256: hash }),
  stepEvent('hsm-identified', {
    by: people,
    module: moduleFacts,
    token: tokenFacts,
    mechanisms: z.array(shortText).max(400),
  }),
  stepEvent('clock-compared', {
    by: people,
    hostClock: z.iso.datetime({ precision: 3 }),
    readings: z
      .array(z.strictObject({ by: participantId, wallClock: z.iso.datetime({ offset: true }) }))
      .length(2),
  }),
  stepEvent('bags-recorded', {
    by: people,
    direction: z.enum(['in', 'out']),
    bags: z.array(bag).max(600),
  }),
  stepEvent('card-enrolled', enrolment),
] as const;

/** Another card for somebody whose own is lost: it is theirs when everybody else who is here has vouched for it. */
const replacing = [
  stepEvent('card-replaced', enrolment),
  stepEvent('card-vouched', { participant: participantId, signed }),
] as const;

const key = [
  stepEvent('ceremony-key-ready', {
    by: people,
    origin: z.enum(['generated', 'found']),
    token: tokenFacts,
    certificate: base64,
    evidence: keyEvidence,
  }),
  stepEvent('embassy-key-generated', {
    by: people,
    label: keyLabel,
    version: z.int().min(1),
    algorithm: z.enum(keyAlgorithms),
    token: tokenFacts,
    /** KCV (AES) or SHA-256 of the SubjectPublicKeyInfo (pairs), hex. */
    checkValue: z.string().regex(/^([0-9a-f]{2}){3,32}$/),
    /** Certificate of an exchange key pair, issued by the HSM's ceremony key; null for AES. */
    certificate: base64.nullable(),
    evidence: keyEvidence,
  }),
  /**
   * Something sealed to the key, which it opened again: whoever rebuilds the key opens it to see that it works. CMS
   * AuthEnvelopedData for pairs, AES-KWP for AES. docs/FORMAT.md, "Canaries".
   */
  stepEvent('canary-sealed', { by: people, label: keyLabel, version: z.int().min(1), canary: base64 }),
] as const;

const shares = [
  stepEvent('recovery-key-made', {
    by: people,
    set: setId,
    mixed: z.strictObject({ hsmBytes: z.int().min(64), osBytes: z.int().min(64), diceRolls: z.int().min(0) }),
    commitment: hash,
  }),
  stepEvent('key-wrapped', {
    by: people,
    set: setId,
    label: keyLabel,
    version: z.int().min(1),
    mechanism: z.literal('aes-kwp'),
    wrapped: base64,
  }),
  stepEvent('working-copy-made', {
    by: people,
    label: keyLabel,
    version: z.int().min(1),
    checkValue: z.string().regex(/^([0-9a-f]{2}){3,32}$/),
    evidence: keyEvidence,
  }),
  stepEvent('share-set-committed', {
    by: people,
    set: setId,
    threshold: z.int().min(2).max(255),
    commitments: z.array(hash).min(2).max(255),
  }),
  stepEvent('share-stored', {
    participant: participantId,
    set: setId,
    index: z.int().min(1).max(255),
    token: tokenFacts,
    /** The share, sealed to the card: CMS AuthEnvelopedData, DER. */
    sealed: base64,
    /** Where the share was read back from; a card that cannot store objects opens the bundle's copy. */
    readBackFrom: z.enum(['card-object', 'bundle-copy']),
  }),
  stepEvent('share-receipted', {
    participant: participantId,
    set: setId,
    index: z.int().min(1).max(255),
    signed,
  }),
  /** On paper, and in a numbered bag: the printed text came out whole, which its control words show. */
  stepEvent('sheet-printed', {
    participant: participantId,
    set: setId,
    index: z.int().min(1).max(255),
    printer: shortText.min(1),
    bag: shortText.min(1),
  }),
  stepEvent('quorums-proved', {
    by: people,
    set: setId,
    recombinations: z.int().min(1),
    /** How many quorums that proves: C(n, k), exact. */
    quorums: decimal,
  }),
  stepEvent('recovery-key-wiped', { by: people, set: setId }),
  stepEvent('original-destroyed', {
    by: people,
    label: keyLabel,
    version: z.int().min(1),
    token: tokenFacts,
    /** Searched for again, and not found. */
    gone: z.literal(true),
  }),
] as const;

const recovery = [
  /** A custodian's share, looked at and found to be the one that was committed to. */
  stepEvent('share-presented', {
    participant: participantId,
    set: setId,
    index: z.int().min(1).max(255),
    source: z.enum(shareSources),
    signed,
  }),
  /** Nobody else will come. */
  stepEvent('presentation-closed', { by: people }),
  stepEvent('recovery-key-rebuilt', {
    by: people,
    set: setId,
    /** Of the shares that it was combined from. */
    indices: z.array(z.int().min(1).max(255)).min(2).max(255),
    commitment: hash,
  }),
  stepEvent('key-restored', {
    by: people,
    set: setId,
    label: keyLabel,
    version: z.int().min(1),
    token: tokenFacts,
    checkValue: z.string().regex(/^([0-9a-f]{2}){3,32}$/),
    evidence: keyEvidence,
    /** The key opened what was sealed to it when it was made. */
    canary: z.literal('opened'),
  }),
  stepEvent('rebuilt-key-wiped', { by: people, set: setId }),
] as const;

/** As many as a transcript names one by one; the rest are counted, and stand in the list that lies beside the new inventory. */
export const listedMax = 1000;

/** As many files of a folder, and as many rows of an inventory, as a transcript has room for. */
export const filesMax = 10_000;
export const rowsMax = 10_000;

const count = z.int().min(0);
/** A name that a folder gives, which may be anything that file systems take. */
const itemName = z.string().max(255);

/**
 * What an inventory has of one data set, under one version of the key; `version`: null where a line could not be read, `another`
 * where it names no version of this key.
 */
const inventoryRow = {
  dataSet: z.string().max(120),
  version: z.union([z.int().min(1), z.literal('another')]).nullable(),
};

const rewrapping = [
  /** The data keys and the sealed backups that are to be moved, as they were found. */
  stepEvent('inventory-read', {
    by: people,
    inventory: z.strictObject({ sha256: hash, sizeBytes: count, lines: count }).nullable(),
    backups: z.strictObject({ folder: itemName, files: count, sizeBytes: count }).nullable(),
  }),
  stepEvent('data-rewrapped', {
    by: people,
    label: keyLabel,
    version: z.int().min(1),
    /**
     * `inToken`: data keys that never left the HSM in the clear; `inEngine`: those that passed through the engine's locked
     * memory, because the token cannot do otherwise.
     */
    dataKeys: z
      .strictObject({
        inToken: count,
        inEngine: count,
        notMoved: count,
        /** Of the new inventory, and of the list of what was not moved. */
        sha256: hash,
        notMovedSha256: hash,
        listed: z.array(notMovedRecord).max(listedMax),
      })
      .nullable(),
    backups: z
      .strictObject({
        moved: z
          .array(
            z.strictObject({
              name: itemName,
              /** The version that it was under. */
              from: z.int().min(1),
              oldSha256: hash,
              newSha256: hash,
              contentSha256: hash,
            }),
          )
          .max(filesMax),
        notMoved: z.array(z.strictObject({ name: itemName, code: shortText })).max(filesMax),
      })
      .nullable(),
  }),
  /** Old and new inventory were read again, side by side: every id is there exactly once, and nothing was added. */
  stepEvent('rewrap-proved', {
    by: people,
    rows: z.array(z.strictObject({ ...inventoryRow, moved: count, notMoved: count })).max(rowsMax),
  }),
] as const;

const destruction = [
  /** A card or a sheet whose share is dead was handed in: what lay there was searched for again, and could not be used. */
  stepEvent('share-destroyed', {
    participant: participantId,
    set: setId,
    index: z.int().min(1).max(255),
    medium: z.enum(shareMedia).exclude(['card']),
    signed,
  }),
  stepEvent('data-given-up', { participant: participantId, signed }),
  stepEvent('destruction-confirmed', { participant: participantId, signed }),
  stepEvent('key-destroyed', {
    by: people,
    label: keyLabel,
    version: z.int().min(1),
    token: tokenFacts,
    /** How many objects were found before anything was destroyed: keys, public halves, certificates. */
    objects: count,
    /** Searched for again, and not found. */
    gone: z.literal(true),
    /**
     * `refused`: the key worked before, and did not when it was used again afterwards. `untried`: there was none to use, because
     * an attempt that a power cut ended had destroyed it already; or it did not work before either.
     */
    use: z.enum(['refused', 'untried']),
  }),
  stepEvent('card-destroyed', {
    by: people,
    certificateSha256: hash,
    /** `erased`: every object on it, searched for again; `physically`: a card that cannot be erased any more, before witnesses. */
    way: z.enum(['erased', 'physically']),
    /** How many were found before anything was erased; 0 on a card that nobody could look into any more. */
    objects: count,
  }),
] as const;

const attesting = [
  stepEvent('act-completed', { act: z.enum(actIds) }),
  stepEvent('act-signed', { act: z.enum(actIds), participant: participantId, signed }),
  stepEvent('transcript-closed', { by: people, registerSha256: hash }),
  stepEvent('declared', { participant: participantId, agrees: z.boolean(), remark: text, signed }),
] as const;

/** Allowed between the lines of the script. */
const anyTime = [
  stepEvent('token-action-begun', {
    action: z.enum(tokenActions),
    token: tokenFacts.nullable(),
    /** As many objects as the action found there before: what it is to destroy, or the copy that serves already. */
    objects: count.exactOptional(),
  }),
  stepEvent('token-action-settled', {
    action: z.enum(tokenActions),
    /** `unknown`: the card was not there to be looked at; what it holds is dead and goes when it is next used. */
    found: z.enum(['nothing', 'something', 'unknown']),
    taken: z.enum(['nothing', 'destroyed', 'left']),
  }),
  stepEvent('exception-raised', {
    about: exceptionAbout,
    expected: text.min(1),
    happened: text.min(1),
    decided: text.min(1),
    by: z.array(participantId).min(2),
  }),
  /** The room is watched to the end: what can carry data now is not what it was at the last look. */
  stepEvent('air-gap-changed', { findings: z.array(finding).max(200) }),
  stepEvent('paused', { by: people }),
  stepEvent('continued', { by: people }),
  /** The program was started again over an unfinished journal. */
  stepEvent('resumed', { software, droppedBytes: z.int().min(0) }),
  stepEvent('share-set-voided', {
    set: setId,
    reason: z.enum(['interrupted', 'quorum-differs', 'decided']),
  }),
  /** The shares that were brought are in memory no more, or do not make the recovery key: they are asked for again. */
  stepEvent('presentation-voided', { reason: z.enum(['interrupted', 'commitment-differs', 'decided']) }),
  /** Somebody who was here has left, and will not sign: both who lead say so, and why. */
  stepEvent('participant-departed', {
    participant: participantId,
    by: z.array(participantId).min(2),
    reason: text.min(1),
  }),
  /** A key that somebody else may have: both who lead say so, and why. It asks for a rotation. */
  stepEvent('key-compromised', {
    label: keyLabel,
    version: z.int().min(1),
    by: z.array(participantId).min(2),
    reason: text.min(1),
  }),
  stepEvent('ceremony-abandoned', {
    by: z.array(participantId).min(2),
    reason: text.min(1),
    /** What became of keys that this ceremony had made: nothing without a bundle may live on. */
    keys: z.enum(['none', 'destroyed', 'unreachable']),
  }),
] as const;

/**
 * What happens to the closed transcript; in the journal only, for the transcript cannot hold its own signatures. Where it was opened
 * again, because somebody or the HSM could not sign it any more, the transcript tells of that first attempt as well.
 */
const afterClosing = [
  event('report-made', { name: z.enum(['report.html', 'report.pdf']), sha256: hash }),
  event('bundle-signed', {
    signer: z.union([participantId, z.literal('hsm')]),
    /** SHA-256 of the manifest that was signed. */
    manifestSha256: hash,
    /** CMS SignedData, DER. */
    signature: base64,
  }),
  event('bundle-exported', { fileName: shortText, sizeBytes: z.int().min(1), sha256: hash }),
  event('bundle-read-back', { sha256: hash, verdict: z.enum(['good', 'bad']) }),
] as const;

const scriptEvent = z.discriminatedUnion('type', [
  ...opening,
  ...replacing,
  ...key,
  ...shares,
  ...recovery,
  ...rewrapping,
  ...destruction,
  ...attesting,
]);
const anyTimeEvent = z.discriminatedUnion('type', anyTime);
const closingEvent = z.discriminatedUnion('type', afterClosing);

export const ceremonyEvent = z.discriminatedUnion('type', [
  ceremonyOpened,
  scriptEvent,
  anyTimeEvent,
  closingEvent,
]);

export type CeremonyEvent = Readonly<z.infer<typeof ceremonyEvent>>;
/** The events that a step of the script asks for. */
export type ScriptEvent = Readonly<z.infer<typeof scriptEvent>>;
export type AnyTimeEvent = Readonly<z.infer<typeof anyTimeEvent>>;
export type ClosingEvent = Readonly<z.infer<typeof closingEvent>>;

const anyTimeTypes: ReadonlySet<string> = new Set(anyTime.map((each) => each.shape.type.value));
const closingTypes: ReadonlySet<string> = new Set(afterClosing.map((each) => each.shape.type.value));

export const isAnyTimeEvent = (value: CeremonyEvent): value is AnyTimeEvent => anyTimeTypes.has(value.type);
export const isClosingEvent = (value: CeremonyEvent): value is ClosingEvent => closingTypes.has(value.type);

/** The transcript that a journal amounts to: all of it, but for what happened after its closing. */
export const transcriptOf = (events: readonly CeremonyEvent[]): readonly CeremonyEvent[] =>
  events.slice(0, events.findLastIndex((event) => !isClosingEvent(event)) + 1);

export type EventType = CeremonyEvent['type'];
export type EventOf<Type extends EventType> = Extract<CeremonyEvent, { type: Type }>;

type Envelope = 'seq' | 'previous' | 'at';
/** An event before the journal numbers, dates and chains it. */
export type EventBody<Type extends EventType = EventType> = Type extends EventType
  ? Omit<EventOf<Type>, Envelope>
  : never;
