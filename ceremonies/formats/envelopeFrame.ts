import { EncryptedContentInfo } from '@peculiar/asn1-cms';
import { AsnObjectIdentifierConverter } from '@peculiar/asn1-schema';
import { CeremonyError } from '../model/error.ts';
import { serialize, setOrder } from './asn1.ts';
import { berTags, contentsOf, derElement, derHeader } from './ber.ts';
import { concat } from './bytes.ts';
import {
  envelopeOids,
  gcmAlgorithm,
  nonceBytes,
  sealContentKey,
  tagBytes,
  type SealTo,
} from './envelopedData.ts';
import { envelopeLimits, envelopeTags } from './envelopeStream.ts';

/** What stands before and behind the content of a file that is sealed here; between them go its encrypted octets. */
export type EnvelopeFrame = {
  readonly head: Uint8Array;
  readonly tail: (tag: Uint8Array) => Uint8Array;
  readonly nonce: Uint8Array;
};

/** id-ct-authEnvelopedData with its header. */
const contentType = new Uint8Array(
  AsnObjectIdentifierConverter.toASN(envelopeOids.authEnvelopedData).toBER(),
);

/**
 * The frame of AuthEnvelopedData in DER around `contentBytes` of content sealed with AES-256-GCM under the content key
 * (32 bytes), for recipients who can each open it alone. The nonce is fresh; the tag has 16 bytes.
 *
 * @throws CeremonyError key-unsuitable, backup-too-large, parameters-invalid (no recipient)
 */
export const frameEnvelope = async (
  contentBytes: number,
  recipients: readonly SealTo[],
  contentKey: Uint8Array,
): Promise<EnvelopeFrame> => {
  if (recipients.length === 0) throw new CeremonyError('parameters-invalid', { field: 'recipients' });
  if (contentBytes > envelopeLimits.gcmContentBytes)
    throw new CeremonyError('backup-too-large', { maxBytes: envelopeLimits.gcmContentBytes });
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const infos = await Promise.all(recipients.map((to) => sealContentKey(to, contentKey)));
  const tail = (tag: Uint8Array) => derElement(berTags.octetString, tag);
  const tailBytes = tail(new Uint8Array(tagBytes)).length;

  /** A structure that has the content behind these parts, and then perhaps the tail. */
  const around = (asn1Tag: number, behindBytes: number, ...before: readonly Uint8Array[]) => {
    const parts = concat(...before);
    return concat(derHeader(asn1Tag, parts.length + contentBytes + behindBytes), parts);
  };
  // What the library writes around no content at all.
  const aboutContent = contentsOf(
    serialize(
      new EncryptedContentInfo({
        contentType: envelopeOids.data,
        contentEncryptionAlgorithm: gcmAlgorithm(nonce),
      }),
    ),
  );
  const version = derElement(berTags.integer, Uint8Array.of(0));
  const recipientInfos = derElement(berTags.set, ...setOrder(infos).map(serialize));

  // From the inside out: each header counts what stands behind it.
  const content = around(envelopeTags.encryptedContent, 0);
  const encryptedContentInfo = around(berTags.sequence, 0, aboutContent, content);
  const enveloped = around(berTags.sequence, tailBytes, version, recipientInfos, encryptedContentInfo);
  const explicit = around(envelopeTags.content, tailBytes, enveloped);
  return { head: around(berTags.sequence, tailBytes, contentType, explicit), tail, nonce };
};
