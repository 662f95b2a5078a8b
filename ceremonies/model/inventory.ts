import * as z from 'zod';
import { inventoryFaults } from './error.ts';
import type { KeyAlgorithm } from './keyAlgorithm.ts';

/**
 * An inventory of data keys: JSON Lines in UTF-8, each line one data key, wrapped under a version of an embassy key. What could not
 * be moved to another version is listed in the same way, with the line that it stands in and the reason.
 */

/** A longer line is malformed, whatever it holds. */
export const lineMaxBytes = 64 * 1024;

/** Of a data key, in steps of 8: what RFC 3394 wraps. */
export const dataKeyBytes = { min: 16, max: 64, step: 8 } as const;

/** RFC 7518 section 4.1. */
export const wrapAlgorithms = ['A256KW', 'RSA-OAEP', 'ECDH-ES+A256KW'] as const;
export type WrapAlgorithm = (typeof wrapAlgorithms)[number];

/** How a data key is wrapped under an embassy key of each kind. */
export const wrapAlgorithmOf: Readonly<Record<KeyAlgorithm, WrapAlgorithm>> = {
  aes256: 'A256KW',
  rsa3072: 'RSA-OAEP',
  rsa4096: 'RSA-OAEP',
  ecp384: 'ECDH-ES+A256KW',
};

/** The name of a version of an embassy key, as it is on the HSM too. */
export const kidOf = (label: string, version: number): string => `${label}.v${version}`;

/** Lone surrogates have no UTF-8. */
const name = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Surrogate}*$/u);

/** RFC 4648 section 5, unpadded. */
const base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^(?:[\w-]{4})*(?:[\w-]{2,3})?$/);

const dataSet = name(120);
const id = name(200);
const kid = name(200);
const encryptedKey = base64url(4096);
const coordinate = base64url(64).length(64);
const partyInfo = base64url(1024);

/** One line of an inventory. */
export const dataKeyRecord = z.discriminatedUnion('alg', [
  z.strictObject({ dataSet, id, kid, alg: z.literal('A256KW'), encrypted_key: encryptedKey }),
  z.strictObject({ dataSet, id, kid, alg: z.literal('RSA-OAEP'), encrypted_key: encryptedKey }),
  z.strictObject({
    dataSet,
    id,
    kid,
    alg: z.literal('ECDH-ES+A256KW'),
    encrypted_key: encryptedKey,
    epk: z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-384'), x: coordinate, y: coordinate }),
    apu: partyInfo.optional(),
    apv: partyInfo.optional(),
  }),
]);
export type DataKeyRecord = Readonly<z.infer<typeof dataKeyRecord>>;

/** Why a data key was not moved. The last two only the token can tell. */
export const notMovedCodes = inventoryFaults;
export type NotMovedCode = (typeof notMovedCodes)[number];

export const tokenCodes: ReadonlySet<NotMovedCode> = new Set(['inventory-key-size', 'inventory-altered']);

/** One line of the list of what was not moved; the names are null where the line does not tell them. */
export const notMovedRecord = z.strictObject({
  dataSet: dataSet.nullable(),
  id: id.nullable(),
  /** Of the inventory, from 1. */
  line: z.int().min(1),
  code: z.enum(notMovedCodes),
});
export type NotMovedRecord = Readonly<z.infer<typeof notMovedRecord>>;

export type DataKeyName = { readonly dataSet: string | null; readonly id: string | null };

export type ReadRecord =
  | { readonly kind: 'record'; readonly record: DataKeyRecord }
  | { readonly kind: 'fault'; readonly name: DataKeyName; readonly code: NotMovedCode };

const loose = z.looseObject({
  dataSet: dataSet.nullable().catch(null),
  id: id.nullable().catch(null),
  alg: z.string().optional().catch(undefined),
});

const isWrapAlgorithm = (text: string): boolean => wrapAlgorithms.some((algorithm) => algorithm === text);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The strings of a JSON text; one with a colon behind it is a member’s name. */
const strings = /"(?:[^"\\]|\\.)*"(\s*:)?/gu;

/** Of two members of one name JSON.parse keeps the last, and other readers the first (RFC 8259 section 4): so neither counts. */
const namesTwice = (text: string, record: DataKeyRecord): boolean => {
  if (JSON.stringify(record) === text) return false;
  const named = [...text.matchAll(strings)].filter(([, colon]) => colon !== undefined).length;
  const within = 'epk' in record ? Object.keys(record.epk).length : 0;
  return named !== Object.keys(record).length + within;
};

const plainText = (max: number): string => `([ !#-[\\]-\\ud7ff\\ue000-\\uffff]{1,${max}})`;
const plainMembers = [
  ['dataSet', plainText(120)],
  ['id', plainText(200)],
  ['kid', plainText(200)],
  ['alg', '(A256KW|RSA-OAEP)'],
  ['encrypted_key', '((?:[\\w-]{4}){0,1023}(?:[\\w-]{2,4})?)'],
] as const;
const plainLine = new RegExp(
  `^\\{${plainMembers.map(([member, value]) => `"${member}": ?"${value}"`).join(', ?')}\\}$`,
);

/**
 * A line as nearly all are: these members in this order, nothing escaped, no space but behind a colon or a comma. It is read in a
 * fraction of the time, and what the schema refuses does not pass here either. Null for any other line.
 */
const readPlain = (text: string): DataKeyRecord | null => {
  const [, dataSet, id, kid, alg, encrypted] = plainLine.exec(text) ?? [];
  if (dataSet === undefined || id === undefined || kid === undefined || encrypted === undefined) return null;
  return alg === 'A256KW' || alg === 'RSA-OAEP' ? { dataSet, id, kid, alg, encrypted_key: encrypted } : null;
};

/** Reads a line; null stands for one that is too long, or is not UTF-8. Of a bad one, as much of its name as it tells. */
export const readRecord = (text: string | null): ReadRecord => {
  const plain = readPlain(text ?? '');
  if (plain !== null) return { kind: 'record', record: plain };
  const json = text === null ? undefined : parseJson(text);
  const parsed = dataKeyRecord.safeParse(json);
  if (parsed.success && !namesTwice(text ?? '', parsed.data)) return { kind: 'record', record: parsed.data };
  const told = loose.safeParse(json);
  const name = { dataSet: told.data?.dataSet ?? null, id: told.data?.id ?? null };
  const alg = told.data?.alg;
  const code = alg === undefined || isWrapAlgorithm(alg) ? 'inventory-line-malformed' : 'inventory-algorithm';
  return { kind: 'fault', name, code };
};

/** Which versions are being left, by the way they wrap, and which one is moved to. */
export type Move = {
  readonly from: ReadonlyMap<string, WrapAlgorithm>;
  readonly to: { readonly kid: string; readonly alg: WrapAlgorithm };
};

/** Why a data key cannot be moved, as far as that can be told without the token. */
export const faultOf = ({ kid, alg }: DataKeyRecord, { from, to }: Move): NotMovedCode | null => {
  if (kid === to.kid) return 'inventory-key-current';
  const expected = from.get(kid);
  if (expected === undefined) return 'inventory-key-unknown';
  return alg === expected ? null : 'inventory-algorithm';
};
