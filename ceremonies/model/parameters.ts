import * as z from 'zod';
import { domains } from './domain.ts';
import { bad, type Problem } from './error.ts';
import { keyAlgorithms } from './keyAlgorithm.ts';
import {
  participant,
  participantId,
  personKey,
  type Participant,
  type ParticipantId,
  type Role,
} from './participant.ts';
import { hash, shortText, text, uuid } from './values.ts';

/** A CKA_LABEL that is also safe as a file name and readable aloud. */
export const keyLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/);

const line = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u);

/** What people decide before any ceremony. */
const sitting = {
  domain: z.enum(domains),
  embassy: line,
  place: line,
  participants: z.array(participant).min(1).max(270),
};

/** What people decide of a recovery key that is to be made and split. */
const splitting = {
  threshold: z.int().min(1).max(255),
  /** Dice rolls typed by people are mixed into the recovery key. */
  dice: z.boolean(),
  /** Each share is printed on paper too, for a tamper-evident bag. */
  sheets: z.boolean(),
  /** People have been told that with k = n one lost card loses everything, and accept it. */
  acceptsNoSpareShare: z.boolean(),
};

/** What people decide before a `generate` ceremony; frozen into the script. */
export const generateParameters = z.strictObject({
  ...sitting,
  ...splitting,
  keyLabel,
  algorithm: z.enum(keyAlgorithms),
});
export type GenerateParameters = Readonly<z.infer<typeof generateParameters>>;

/** The share sets of the last bundle that a ceremony is about. */
const sets = z.array(uuid).min(1).max(100);

/**
 * Before a `reconstitute` ceremony. Its custodians are all who may come; who did is known when the shares are together.
 * `fresh`: these shares have been used, so a new recovery key is made and split among `recipients`, who are present.
 */
export const reconstituteParameters = z.strictObject({
  ...sitting,
  sets,
  fresh: z.strictObject({ ...splitting, recipients: z.array(participantId).min(1).max(255) }).nullable(),
});
export type ReconstituteParameters = Readonly<z.infer<typeof reconstituteParameters>>;

/** Before a `check` ceremony: its custodians are all who hold a share of these sets. */
export const checkParameters = z.strictObject({ ...sitting, sets });
export type CheckParameters = Readonly<z.infer<typeof checkParameters>>;

/**
 * Before a `rotate` ceremony: the next version of a key, under a recovery key of its own, for every custodian.
 * `rewrap`: data keys and sealed backups are moved to it from the versions before.
 */
export const rotateParameters = z.strictObject({
  ...sitting,
  ...splitting,
  keyLabel,
  algorithm: z.enum(keyAlgorithms),
  rewrap: z.boolean(),
});
export type RotateParameters = Readonly<z.infer<typeof rotateParameters>>;

/** Before a `reshare` ceremony: the keys of these sets are wrapped under a fresh recovery key, which is split anew. */
export const reshareParameters = z.strictObject({
  ...sitting,
  sets,
  fresh: z.strictObject({ ...splitting, recipients: z.array(participantId).min(1).max(255) }),
});
export type ReshareParameters = Readonly<z.infer<typeof reshareParameters>>;

/** What lies under a version of a key, by the register's own record of it. `sha256`: of the list that names it one by one. */
export const dataList = z.strictObject({
  name: shortText,
  holds: z.enum(['data-keys', 'backups']),
  count: z.int().min(1),
  sha256: hash.nullable(),
});
export type DataList = Readonly<z.infer<typeof dataList>>;

/** What can never be moved, or is not needed any more, and shall not keep its key from being destroyed. */
export const givenUp = z.strictObject({
  reason: text.min(1),
  dataSets: z.array(dataList).min(1).max(10_000),
});

const tokenName = z.strictObject({ label: shortText, serial: shortText });

/** What a `destroy` ceremony ends: a version of a key, the shares of a set, or a card with all that is on it. */
export const destroyTarget = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('key'),
    label: keyLabel,
    version: z.int().min(1),
    /** All that is known to lie under it, if anything does. */
    givenUp: givenUp.exactOptional(),
    /** HSMs that had it and exist no more: people say so, and nothing here can show it. */
    lostHsms: z.array(tokenName).min(1).max(100).exactOptional(),
    /** An HSM that was called lost, and is here again: the version is destroyed there, whatever became of it since. */
    foundHsm: tokenName.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('set'), set: uuid }),
  /** The card that signs with this certificate (SHA-256 of its DER), as the register knows it. */
  z.strictObject({ kind: z.literal('card'), certificateSha256: hash }),
]);
export type DestroyTarget = Readonly<z.infer<typeof destroyTarget>>;
export type KeyTarget = Extract<DestroyTarget, { kind: 'key' }>;

export const destroyParameters = z.strictObject({ ...sitting, target: destroyTarget });
export type DestroyParameters = Readonly<z.infer<typeof destroyParameters>>;

export const shareCountMax = 255;
/** Labels of keys that one share names. */
export const keyLabelsMax = 100;

export const withRole = (participants: readonly Participant[], role: Role): readonly Participant[] =>
  participants.filter((person) => person.role === role);

/** Ids follow from role and order, so that a script is a function of its parameters alone. */
export const seat = (
  people: readonly { readonly role: Role; readonly name: string }[],
): readonly Participant[] => {
  const seen = new Map<Role, number>();
  return people.map(({ role, name }) => {
    const number = (seen.get(role) ?? 0) + 1;
    seen.set(role, number);
    const id: ParticipantId = role === 'administrator' || role === 'witness' ? role : `${role}-${number}`;
    return { id, role, name: name.normalize('NFC').replace(/\s+/gu, ' ').trim() };
  });
};

/** A recovery key that is to be split: k, and who gets a share, in the order of the shares' indices. */
export type Split = {
  readonly threshold: number;
  readonly recipients: readonly ParticipantId[];
  readonly dice: boolean;
  readonly sheets: boolean;
  readonly acceptsNoSpareShare: boolean;
};

/** Where a key is made, every custodian gets a share. */
export const splitAmongAll = ({
  threshold,
  dice,
  sheets,
  acceptsNoSpareShare,
  participants,
}: GenerateParameters | RotateParameters): Split => ({
  threshold,
  dice,
  sheets,
  acceptsNoSpareShare,
  recipients: withRole(participants, 'custodian').map((person) => person.id),
});

/**
 * Every reason why a room is not one that a ceremony can be held in. `custodians`: whether it needs any.
 *
 * Codes: role-missing, participant-twice, parameters-invalid (ids that `seat` would not give).
 */
export const roomProblems = (
  participants: readonly Participant[],
  custodians: 'needed' | 'welcome',
): readonly Problem[] => {
  const problems: Problem[] = [];
  const report = (...args: Parameters<typeof bad>): void => void problems.push(bad(...args).problem);
  for (const role of ['administrator', 'witness'] as const) {
    const holders = withRole(participants, role).length;
    if (holders === 0) report('role-missing', { role });
    if (holders > 1) report('participant-twice', { name: role });
  }
  if (custodians === 'needed' && withRole(participants, 'custodian').length === 0)
    report('role-missing', { role: 'custodian' });

  const people = new Set<string>();
  for (const person of participants) {
    const key = personKey(person.name);
    if (people.has(key)) report('participant-twice', { name: person.name });
    people.add(key);
  }
  const seated = seat(participants);
  if (seated.some((person, index) => person.id !== participants[index]?.id))
    report('parameters-invalid', { field: 'participants' });
  return problems;
};

/**
 * Every reason why a recovery key cannot be split like this.
 *
 * Codes: threshold-too-small, threshold-above-custodians, too-many-custodians, no-spare-share (k = n that nobody accepted).
 */
export const splitProblems = ({ threshold, recipients, acceptsNoSpareShare }: Split): readonly Problem[] => {
  const custodians = recipients.length;
  const problems: Problem[] = [];
  const report = (...args: Parameters<typeof bad>): void => void problems.push(bad(...args).problem);
  if (threshold < 2) report('threshold-too-small', { threshold });
  if (threshold > custodians) report('threshold-above-custodians', { threshold, custodians });
  if (custodians > shareCountMax) report('too-many-custodians', { custodians, most: shareCountMax });
  if (threshold === custodians && threshold >= 2 && !acceptsNoSpareShare)
    report('no-spare-share', { threshold });
  return problems;
};
