import { equal } from '../formats/bytes.ts';
import {
  openEnveloped,
  readEnveloped,
  sealEnveloped,
  type Enveloped,
  type OaepHash,
  type Recipient,
  type SealTo,
} from '../formats/envelopedData.ts';
import { bad, type Result } from '../model/error.ts';
import { agreeOnContentKey, oaepHashOf, takeSecret, type Agree } from '../secrets/contentKey.ts';
import { withSecret, type Secret } from '../secrets/secret.ts';
import { decodeShare, encodeShare, type Share } from './share.ts';

/** The one operation that opening asks of a card, by the kind of its key. Each gives a Buffer of its own, wiped here. */
export type Unlock =
  | { readonly kind: 'key-agreement'; readonly agree: Agree }
  | {
      readonly kind: 'key-transport';
      /** RSAES-OAEP, MGF1 with the same hash, empty label. */
      readonly decryptOaep: (
        hash: OaepHash,
        ciphertext: Uint8Array,
      ) => Result<Buffer> | Promise<Result<Buffer>>;
    };

/** A card that can open what was sealed to it: the subject key identifier it was sealed under, and its operation. */
export type OpeningCard = { readonly keyIdentifier: Uint8Array; readonly unlock: Unlock };

/**
 * Seals a share to one card's public key: CMS AuthEnvelopedData (DER) around `encodeShare`'s payload. The share stays the
 * caller's. Throws `key-unsuitable`, `share-malformed`.
 */
export const sealShare = (share: Share, to: SealTo): Promise<Uint8Array> =>
  withSecret(encodeShare(share), (payload) => payload.use((bytes) => sealEnveloped(bytes, [to])));

const isFor = (recipient: Recipient, keyIdentifier: Uint8Array): boolean =>
  recipient.kind !== 'other' &&
  recipient.identifier.kind === 'key' &&
  equal(recipient.identifier.keyIdentifier, keyIdentifier);

const contentKeyOf = async (
  enveloped: Enveloped,
  { keyIdentifier, unlock }: OpeningCard,
): Promise<Result<Secret>> => {
  const recipient = enveloped.recipients.find(
    (each) => each.kind === unlock.kind && isFor(each, keyIdentifier),
  );
  if (recipient?.kind === 'key-agreement' && unlock.kind === 'key-agreement') {
    return agreeOnContentKey(recipient, unlock.agree);
  }
  if (recipient?.kind === 'key-transport' && unlock.kind === 'key-transport') {
    const hash = oaepHashOf(recipient);
    if (hash === undefined) return bad('envelope-malformed', { reason: 'oaep-hash' });
    return takeSecret(await unlock.decryptOaep(hash, recipient.encryptedKey));
  }
  return bad('share-foreign', { reason: 'other-card' });
};

/**
 * Opens what was sealed to a key on a token. Problems: `envelope-malformed`, `share-foreign` (sealed to another key),
 * `envelope-invalid` (altered, or the token has another key), and the token's own.
 */
export const openSealed = async (sealed: Uint8Array, card: OpeningCard): Promise<Result<Secret>> => {
  const enveloped = readEnveloped(sealed);
  if (!enveloped.ok) return enveloped;
  const contentKey = await contentKeyOf(enveloped.value, card);
  if (!contentKey.ok) return contentKey;
  return takeSecret(
    await withSecret(contentKey.value, (secret) => secret.use((key) => openEnveloped(enveloped.value, key))),
  );
};

/**
 * Opens a sealed share with the card that it was sealed to. What comes out is a share in form; whether it is the right one,
 * `checkShare` tells.
 *
 * Problems: those of `openSealed`, and `share-malformed`.
 */
export const openSealedShare = async (sealed: Uint8Array, card: OpeningCard): Promise<Result<Share>> => {
  const payload = await openSealed(sealed, card);
  return payload.ok ? withSecret(payload.value, decodeShare) : payload;
};
