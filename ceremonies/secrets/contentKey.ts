import type { DigestName } from '../formats/digest.ts';
import {
  ecdhKek,
  unwrapContentKey,
  type KeyAgreementRecipient,
  type KeyTransportRecipient,
  type OaepHash,
} from '../formats/envelopedData.ts';
import { good, type Result } from '../model/error.ts';
import { Secret, wipeBytes, withSecret } from './secret.ts';

/**
 * The content key of sealed content, by the one operation that opening asks of a token. What a token gives is a Buffer of its
 * own, which becomes a secret here and is wiped.
 */

/** A result's bytes as a secret; they are wiped. */
export const takeSecret = (result: Result<Uint8Array>): Result<Secret> =>
  result.ok ? good(Secret.take(result.value)) : result;

/** ECDH with the uncompressed point (65 or 97 bytes): the shared secret Z, 32 or 48 bytes. */
export type Agree = (ephemeralPoint: Uint8Array) => Result<Buffer> | Promise<Result<Buffer>>;

/** The content key by ECDH. Problems: envelope-invalid (not this key, or altered), and those of `agree`. */
export const agreeOnContentKey = async (
  recipient: KeyAgreementRecipient,
  agree: Agree,
): Promise<Result<Secret>> => {
  const shared = takeSecret(await agree(recipient.ephemeralPoint));
  if (!shared.ok) return shared;
  const kek = await withSecret(shared.value, (secret) => secret.use((z) => ecdhKek(z, recipient)));
  try {
    return takeSecret(unwrapContentKey(recipient, kek));
  } finally {
    wipeBytes(kek);
  }
};

const oaepHashes: Readonly<Record<DigestName, OaepHash | undefined>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': undefined,
};

/** The hash of a recipient's OAEP, if it is one that tokens are asked for. */
export const oaepHashOf = ({ oaepHash }: KeyTransportRecipient): OaepHash | undefined => oaepHashes[oaepHash];
