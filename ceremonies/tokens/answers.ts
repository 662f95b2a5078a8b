import {
  constants,
  createECDH,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { good, type Result } from '../model/error.ts';
import { agree } from './agree.ts';
import { decryptOaep } from './decrypt.ts';
import type { TokenObject } from './objects.ts';
import type { Session } from './session.ts';
import { decodeSpki } from './spki.ts';

const curveNames = { ecp256: 'prime256v1', ecp384: 'secp384r1' } as const;

/**
 * Whether a private key undoes what is done here with a public one (SubjectPublicKeyInfo, DER): agreement for a pair on a curve,
 * decryption for RSA. Problems: `ciphertext-invalid` (of some tokens, for a key that is another), `mechanism-missing`,
 * `token-removed`. Throws `certificate-malformed`.
 */
export const answersTo = (
  session: Session,
  key: TokenObject<'private-key'>,
  spki: Uint8Array,
): Promise<Result<boolean>> => {
  const parts = decodeSpki(spki);
  return parts.kind === 'ec'
    ? Promise.resolve(agreesWith(session, key, parts))
    : decryptsFor(session, key, spki);
};

const agreesWith = (
  session: Session,
  key: TokenObject<'private-key'>,
  { curve, point }: Extract<ReturnType<typeof decodeSpki>, { readonly kind: 'ec' }>,
): Result<boolean> => {
  const ephemeral = createECDH(curveNames[curve]);
  const onToken = agree(session, key, ephemeral.generateKeys());
  if (!onToken.ok) return onToken;
  const here = ephemeral.computeSecret(point);
  const same = here.length === onToken.value.length && timingSafeEqual(here, onToken.value);
  onToken.value.fill(0);
  here.fill(0);
  return good(same);
};

const decryptsFor = async (
  session: Session,
  key: TokenObject<'private-key'>,
  spki: Uint8Array,
): Promise<Result<boolean>> => {
  const challenge = randomBytes(32);
  const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  // SHA-1 in OAEP is sound, and the only hash that every token offers there.
  const sealed = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    challenge,
  );
  const opened = await decryptOaep(session, key, 'sha1', sealed);
  return opened.ok ? good(opened.value.equals(challenge)) : opened;
};
