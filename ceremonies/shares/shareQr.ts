import { encodeQr, type QrMatrix } from '../formats/qrCode.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { wipeBytes } from '../secrets/secret.ts';
import { saltBytes } from './commitment.ts';
import { decodeHex } from './hex.ts';
import { bodyId, fieldBits, headerBytes } from './packageShare.ts';
import { bodyFrom, paperBodyBytes, type ShareContext } from './paperShare.ts';
import { shareFormat, type Share } from './share.ts';

/**
 * A share as the text of a QR code, which any reader of such codes shows, and `cut` and `basenc` undo:
 *
 *     EMBASSY-KEY-CEREMONY/SHARE/1/<set>/<index>/<threshold>/<count>/<salt>/<body>
 *
 * with the UUID, salt and body in upper-case hexadecimal, so that every character is of the code's alphanumeric mode. Level Q
 * (a quarter of the code may be lost) then takes 69 by 69 modules, where the payload in JSON would take 93 by 93 or more, and may
 * not fit at all.
 *
 * The text is a JavaScript string, and no string can be wiped: see `shareWords.ts`.
 */
const fields = (share: Share): readonly (string | number)[] => [
  shareFormat,
  share.setId,
  share.index,
  share.threshold,
  share.count,
  Buffer.from(share.salt).toString('hex'),
  share.body.use((body) => body.toString('hex')),
];

/** The code of a share. Throws `share-malformed` for a share that is not of a recovery key. */
export const shareToQr = (share: Share): QrMatrix => {
  if (share.body.sizeBytes !== paperBodyBytes || bodyId(share.body) !== share.index)
    throw new CeremonyError('share-malformed', { index: share.index });
  return encodeQr(fields(share).join('/').toUpperCase());
};

const malformed = (reason: string) => bad('share-malformed', { reason });

const number = '([1-9][0-9]{0,2})';
const hexOf = (sizeBytes: number) => `([0-9A-F]{${2 * sizeBytes}})`;
const shape = new RegExp(
  [
    `^${shareFormat.toUpperCase()}`,
    '([0-9A-F-]{36})',
    number,
    number,
    number,
    hexOf(saltBytes),
    `${hexOf(paperBodyBytes)}$`,
  ].join('/'),
  'u',
);

/**
 * Reads the text of a code. What comes out is a share in form; whether it is the one that was handed out, `checkShare`
 * tells. Problems: `share-malformed` (no share, or one that contradicts the set), `share-foreign` (another set).
 */
export const qrToShare = (text: string, context: ShareContext): Result<Share> => {
  const [, set = '', ...rest] = shape.exec(text) ?? [];
  const [index = 0, threshold, count] = rest.slice(0, 3).map(Number);
  const [salt = '', hex = ''] = rest.slice(3).map((digits) => digits.toLowerCase());
  if (set === '') return malformed('not-a-share');
  const setId = set.toLowerCase();
  if (setId !== context.setId) return bad('share-foreign', { index, set: setId });
  if (threshold !== context.threshold || count !== context.count || index > context.count)
    return malformed('facts');

  if (!hex.startsWith(Buffer.of(fieldBits, index).toString('hex'))) return malformed('body');

  const digits = Buffer.from(hex.slice(2 * headerBytes));
  const body = bodyFrom(index, (values) => void decodeHex(digits, values));
  wipeBytes(digits);
  return good({ ...context, index, salt: Uint8Array.from(Buffer.from(salt, 'hex')), body });
};
