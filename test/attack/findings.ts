import { recoveryKeyCommitment } from '../../ceremonies/shares/commitment.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { needlesOf, needlesOfText, needlesOfWords, type Needle, type Search } from './needles.ts';

/** The secrets that an engine told, one after the other: two bytes of length, and the bytes. */
export const toldSecrets = (told: Buffer): readonly Buffer[] => {
  const secrets: Buffer[] = [];
  for (let at = 0; at + 2 <= told.length;) {
    const length = told.readUInt16LE(at);
    secrets.push(told.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return secrets;
};

const isRecoveryKey = (secret: Buffer, commitments: readonly string[]): boolean => {
  if (secret.length !== 32) return false;
  const copy = Secret.take(Buffer.from(secret));
  const commitment = recoveryKeyCommitment('rehearsal', copy);
  copy.wipe();
  return commitments.includes(commitment);
};

/** JSON: a share as it is sealed, of which all but the body is known to everybody; and what is sealed only to be opened again. */
const isText = (secret: Buffer): boolean => secret.subarray(0, 2).equals(Buffer.from('{"'));

const needlesOfSecret = (secret: Buffer, commitments: readonly string[]): readonly Needle[] => {
  if (isRecoveryKey(secret, commitments)) return needlesOf('recovery key', secret);
  if (secret.length === 82 && secret[0] === 8) return needlesOf('share', secret);
  if (secret.length === 121 && secret[0] === 1)
    return [...needlesOfWords('share', secret), ...needlesOf('share', secret.subarray(38))];
  return secret.length < 16 || isText(secret) ? [] : needlesOf('other secret', secret);
};

/** What is looked for: every secret that there was, every text that people typed, and a mark that is no secret. */
export const needlesFor = (
  told: readonly Buffer[],
  commitments: readonly string[],
  typed: Readonly<Record<string, readonly string[]>>,
): readonly Needle[] => {
  const distinct = new Map(told.map((secret) => [secret.toString('hex'), secret]));
  return [
    ...[...distinct.values()].flatMap((secret) => needlesOfSecret(secret, commitments)),
    ...Object.entries(typed).flatMap(([of, texts]) => texts.flatMap((text) => needlesOfText(of, text))),
  ];
};

/** How often each was found, by what it is and in which form. */
export type Found = ReadonlyMap<string, number>;

export const searchAll = (search: Search, pieces: Iterable<Buffer>): Found => {
  const found = new Map<string, number>();
  for (const piece of pieces)
    for (const [name, count] of search(piece)) found.set(name, (found.get(name) ?? 0) + count);
  return found;
};

/** Whether something of this kind was found, in whatever form. */
export const has = (found: Found, kind: string): boolean =>
  [...found.keys()].some((name) => name.startsWith(`${kind} (`));

export const inWords = (found: Found): string =>
  found.size === 0 ? 'nothing' : [...found].map(([name, count]) => `${name} × ${count}`).join(', ');
