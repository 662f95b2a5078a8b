import * as z from 'zod';

/** SHA-256, lower-case hex. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const base64 = z
  .string()
  .max(262_144)
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
export const uuid = z.uuid({ version: 'v4' }).lowercase();
/** A whole number of any size: the count of quorums of 128 out of 255 has 76 digits. */
export const decimal = z.string().regex(/^[1-9]\d{0,79}$/);
/** A lone surrogate has no UTF-8, so nothing could be signed or journalled with it. */
const wellFormed = /^\P{Surrogate}*$/u;
export const shortText = z.string().max(300).regex(wellFormed);
export const text = z.string().max(4000).regex(wellFormed);

/** What PKCS#11 says of a token (C_GetTokenInfo), and whether it is known to be software. */
export const tokenFacts = z.strictObject({
  label: shortText,
  serial: shortText,
  manufacturer: shortText,
  model: shortText,
  hardwareVersion: shortText,
  firmwareVersion: shortText,
  software: z.boolean(),
});
export type TokenFacts = Readonly<z.infer<typeof tokenFacts>>;

export const sameToken = (
  a: { readonly label: string; readonly serial: string },
  b: { readonly label: string; readonly serial: string },
): boolean => a.serial === b.serial && a.label === b.label;

/** Where a custodian's share comes from: the card's own object, the bundle's sealed copy that the card opens, or paper. */
export const shareSources = ['card-object', 'bundle-copy', 'sheet'] as const;
export type ShareSource = (typeof shareSources)[number];

/** What a share is destroyed with: the object on the card, the sheet of paper, or the card and every key on it. */
export const shareMedia = ['card-object', 'sheet', 'card'] as const;
export type ShareMedium = (typeof shareMedia)[number];

/** What can carry data out of the room, in the order in which it is reported. */
export const findingKinds = [
  'interface-up',
  'address',
  'default-route',
  'wifi',
  'bluetooth',
  'modem',
  'usb-network',
  'not-observable',
] as const;
