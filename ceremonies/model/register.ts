import * as z from 'zod';
import { domains } from './domain.ts';
import { keyAlgorithms } from './keyAlgorithm.ts';
import { ceremonyKinds } from './ceremonyPlan.ts';
import { isLawful, keyStates } from './keyState.ts';
import { dataList, keyLabel, type DataList, type KeyTarget } from './parameters.ts';
import { keyName, type KeyName } from './script.ts';
import {
  base64,
  hash,
  sameToken,
  shareMedia,
  shortText,
  text,
  tokenFacts,
  uuid,
  type TokenFacts,
} from './values.ts';

/**
 * The key register: every embassy key, version, state and share set after a ceremony. It travels in the bundle and is
 * the next ceremony's input.
 */
export const registerFormat = 'embassy-key-ceremony/register/1';

const at = z.iso.datetime({ precision: 3 });
/** When something came about, and the ceremony whose transcript says how. */
const occasion = { at, ceremony: uuid };

export const keyVersion = z.strictObject({
  version: z.int().min(1),
  algorithm: z.enum(keyAlgorithms),
  state: z.enum(keyStates),
  /** Date and time of each transition, oldest first; `reason` where people gave one. */
  transitions: z
    .array(z.strictObject({ state: z.enum(keyStates), ...occasion, reason: text.nullable() }))
    .min(1),
  checkValue: z.string(),
  certificate: base64.nullable(),
  /** AES-KWP (RFC 5649) of the key under the recovery key of `set`; null once the key is destroyed. */
  wrapped: base64.nullable(),
  set: uuid,
  /** What was sealed to the key when it was made, base64: opening it shows that a rebuilt key works. */
  canary: base64,
  /** Where the key was put, and when, oldest first; and when it was destroyed there. */
  hsms: z
    .array(
      z.strictObject({
        token: tokenFacts,
        ...occasion,
        /** `lost`: the HSM exists no more, as two people said. */
        removed: z.strictObject({ way: z.enum(['destroyed', 'lost']), ...occasion }).nullable(),
      }),
    )
    .min(1),
});
export type KeyVersion = Readonly<z.infer<typeof keyVersion>>;

export const shareSet = z.strictObject({
  set: uuid,
  ceremony: uuid,
  state: z.enum(['live', 'void']),
  threshold: z.int().min(2).max(255),
  count: z.int().min(2).max(255),
  recoveryKeyCommitment: hash,
  /** Every key that its recovery key ever wrapped: with bundles of that time, k holders can rebuild them even now. */
  keys: z.array(keyName),
  /** When it became void. */
  ended: z.strictObject(occasion).nullable(),
  shares: z.array(
    z.strictObject({
      index: z.int().min(1).max(255),
      commitment: hash,
      /** Who held this share, and on which card; null when the set was voided before it was handed out. */
      holder: z
        .strictObject({
          name: shortText,
          card: tokenFacts,
          /** SHA-256 of the DER of the card's certificate, whose key signs, and of the SubjectPublicKeyInfo sealed to. */
          certificateSha256: hash,
          sealingKeySha256: hash,
        })
        .nullable(),
      sealed: base64.nullable(),
      /** When its holder last showed that it is whole; null for a share that was never handed out. */
      proven: z.strictObject(occasion).nullable(),
      /** The number of the bag that the share lies in on paper. */
      bag: shortText.nullable(),
      /** Others than its holder, who have brought it and so have had it in their hands. */
      seenBy: z.array(z.strictObject({ name: shortText, ...occasion })),
      destroyed: z.array(z.strictObject({ medium: z.enum(shareMedia), ...occasion })),
      /**
       * Cards that it lies on or may lie on, and that did not do any more: their owner was given another. `ended`: the card was
       * destroyed, or its owner has brought the share with it since.
       */
      lostCards: z.array(
        z.strictObject({
          name: shortText,
          card: tokenFacts,
          certificateSha256: hash,
          ...occasion,
          ended: z.strictObject({ way: z.enum(['destroyed', 'shown']), ...occasion }).nullable(),
        }),
      ),
    }),
  ),
});
export type ShareSetRecord = Readonly<z.infer<typeof shareSet>>;

/** What lies under a key version, as the last inventory told. `sha256`: of that inventory; null for a folder of backups. */
export const dataSet = z.strictObject({
  ...dataList.shape,
  label: keyLabel,
  version: z.int().min(1),
  ...occasion,
  /** Two people gave it up, so that the key could be destroyed: nothing of it was moved. */
  givenUp: z.strictObject({ reason: text, ...occasion }).nullable(),
});
export type DataSetRecord = Readonly<z.infer<typeof dataSet>>;

/** A bundle before this one. */
export const pastBundle = z.strictObject({
  bundle: hash,
  ceremony: uuid,
  kind: z.enum(ceremonyKinds),
  closedAt: at,
  place: shortText,
});
export type PastBundle = Readonly<z.infer<typeof pastBundle>>;

export const register = z.strictObject({
  format: z.literal(registerFormat),
  domain: z.enum(domains),
  embassy: shortText,
  ceremony: uuid,
  previousBundle: hash.nullable(),
  /** The bundles of the chain before this one, oldest first. */
  history: z.array(pastBundle),
  keys: z.array(z.strictObject({ label: keyLabel, versions: z.array(keyVersion).min(1) })),
  shareSets: z.array(shareSet),
  dataSets: z.array(dataSet),
});
export type Register = Readonly<z.infer<typeof register>>;

export type ShareRecord = ShareSetRecord['shares'][number];
export type Holder = NonNullable<ShareRecord['holder']>;

/** The keys that the recovery keys of these sets wrap, in the register's order; what was destroyed is not rebuilt. */
export const keysOfSets = ({ keys }: Register, sets: readonly string[]): readonly KeyName[] =>
  keys.flatMap(({ label, versions }) =>
    versions
      .filter(({ set, state }) => sets.includes(set) && state !== 'destroyed')
      .map(({ version }) => ({ label, version })),
  );

/** The labels of these keys, each once. */
export const labelsOf = (keys: readonly KeyName[]): readonly string[] => [
  ...new Set(keys.map(({ label }) => label)),
];

export const versionOf = (value: Register, { label, version }: KeyName): KeyVersion | undefined =>
  value.keys.find((key) => key.label === label)?.versions.find((each) => each.version === version);

export const setOf = (value: Register, set: string): ShareSetRecord | undefined =>
  value.shareSets.find((each) => each.set === set);

/** The versions of a label, oldest first. */
export const versionsOf = ({ keys }: Register, label: string): readonly KeyVersion[] =>
  keys.find((key) => key.label === label)?.versions ?? [];

/** The version that a label gets next; the first where there is none. */
export const nextVersionOf = (value: Register, label: string): number =>
  Math.max(0, ...versionsOf(value, label).map(({ version }) => version)) + 1;

/** What is known to lie under a key version, and is not given up. */
export const dataUnder = ({ dataSets }: Register, name: KeyName): readonly DataSetRecord[] =>
  dataSets.filter(
    (each) => each.label === name.label && each.version === name.version && each.givenUp === null,
  );

/** The same as people who give it up are told of it, and say it. */
export const dataListsOf = (records: readonly DataSetRecord[]): DataList[] =>
  records.map(({ name, holds, count, sha256 }) => ({ name, holds, count, sha256 }));

export const sameLists = (a: readonly DataList[], b: readonly DataList[]): boolean =>
  a.length === b.length &&
  a.every(({ name, holds, count, sha256 }, index) => {
    const other = b[index];
    return other?.name === name && other.holds === holds && other.count === count && other.sha256 === sha256;
  });

/** The HSMs that have a key version, as far as is known, each once. */
export const hsmsWith = ({ hsms }: KeyVersion): readonly TokenFacts[] => [
  ...new Map(
    hsms
      .filter(({ removed }) => removed === null)
      .map(({ token }) => [`${token.label}/${token.serial}`, token]),
  ).values(),
];

/** The HSMs that people called lost and that nobody has found since: the version may be there still. */
export const lostHsmsOf = ({ hsms }: KeyVersion): readonly TokenFacts[] =>
  hsms
    .filter((each, place) => {
      const isLast = !hsms.slice(place + 1).some(({ token }) => sameToken(token, each.token));
      return isLast && each.removed?.way === 'lost';
    })
    .map(({ token }) => token);

/** The HSMs that still have a key version after its destruction at one of them; when it is planned, nobody knows yet at which. */
export const hsmsAfter = (
  version: KeyVersion,
  { lostHsms = [] }: KeyTarget,
  at: readonly TokenFacts[],
): readonly TokenFacts[] =>
  hsmsWith(version).filter((token) => ![...lostHsms, ...at].some((gone) => sameToken(token, gone)));

/** Whether a key version may come to its end by its destruction at one HSM: no other is known to have it. */
export const mayEnd = (version: KeyVersion, target: KeyTarget): boolean =>
  version.state !== 'destroyed' &&
  hsmsAfter(version, target, []).length <= (target.foundHsm === undefined ? 1 : 0);

/**
 * The bundles of the chain with which k shares of a set rebuild what it wrapped: from the one in which it was made to the one
 * that replaced it or in which the last of `names` was destroyed, whose first event still has the register before.
 */
export const bundlesOpenedBy = (
  register: Register,
  { ceremony: made, ended, keys }: ShareSetRecord,
  names: readonly KeyName[] = keys,
): { readonly past: readonly PastBundle[]; readonly thisOne: boolean } => {
  const { history, ceremony: here } = register;
  const endOf = (name: KeyName): string | undefined =>
    versionOf(register, name)?.transitions.find(({ state }) => state === 'destroyed')?.ceremony;
  // A ceremony that is not in the history is this one.
  const placeOf = (ceremony: string | undefined): number => {
    const place = history.findIndex((each) => each.ceremony === ceremony);
    return place < 0 ? history.length : place;
  };
  const from = placeOf(made);
  const to = Math.min(placeOf(ended?.ceremony), Math.max(...names.map((name) => placeOf(endOf(name)))));
  return { past: history.slice(from, to + 1), thisOne: to === history.length || made === here };
};

/** What k holders of a set could rebuild even now: what it wrapped, and nobody has destroyed. */
export const openedBySet = (value: Register, set: ShareSetRecord): readonly KeyName[] =>
  set.keys.filter((name) => {
    const state = versionOf(value, name)?.state;
    return state !== undefined && state !== 'destroyed';
  });

const areDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

const isWholeSet = ({ shares, threshold, count, state }: ShareSetRecord): boolean =>
  threshold <= count &&
  (shares.length === count || (shares.length === 0 && state === 'void')) &&
  shares.every(
    ({ index, holder, sealed }, position) =>
      index === position + 1 && (state === 'void' || (holder !== null && sealed !== null)),
  );

/** A card can be lost again once it was shown; only its holder shows a share, and a holder's card is destroyed with it. */
const areLostLawfully = ({ holder, lostCards, destroyed }: ShareRecord): boolean =>
  lostCards.every(({ certificateSha256, ended }, place) => {
    const isHolders = certificateSha256 === holder?.certificateSha256;
    const isLast = !lostCards.slice(place + 1).some((each) => each.certificateSha256 === certificateSha256);
    if (ended === null) return isLast;
    if (ended.way === 'shown') return isHolders;
    return isLast && (!isHolders || destroyed.some(({ medium }) => medium === 'card'));
  });

/**
 * The first way in which a register contradicts itself, by the name of the part; what its schema alone would let pass. Keys
 * and shares become files by their label, version, set and index, so two of one name would hide each other.
 */
export const findRegisterFault = ({
  keys,
  shareSets,
  history,
  previousBundle,
}: Register): string | undefined => {
  const versions = keys.flatMap((key) => key.versions);
  const sets = new Set(shareSets.map(({ set }) => set));
  const rules: readonly (readonly [part: string, holds: boolean])[] = [
    ['label', areDistinct(keys.map(({ label }) => label))],
    ['version', keys.every((key) => areDistinct(key.versions.map(({ version }) => version)))],
    ['active', keys.every((key) => key.versions.filter(({ state }) => state === 'active').length <= 1)],
    ['state', versions.every(({ state, transitions }) => transitions.at(-1)?.state === state)],
    ['wrapped', versions.every(({ state, wrapped }) => (state === 'destroyed') === (wrapped === null))],
    ['transitions', versions.every(({ transitions }) => isLawful(transitions.map(({ state }) => state)))],
    ['checkValue', areDistinct(versions.map(({ checkValue }) => checkValue))],
    ['set', sets.size === shareSets.length && versions.every(({ set }) => sets.has(set))],
    ['recoveryKeyCommitment', areDistinct(shareSets.map((each) => each.recoveryKeyCommitment))],
    ['shares', shareSets.every(isWholeSet)],
    ['lostCards', shareSets.every(({ shares }) => shares.every(areLostLawfully))],
    ['ended', shareSets.every(({ state, ended }) => (state === 'void') === (ended !== null))],
    ['history', (history.at(-1)?.bundle ?? null) === previousBundle],
  ];
  return rules.find(([, holds]) => !holds)?.[0];
};
