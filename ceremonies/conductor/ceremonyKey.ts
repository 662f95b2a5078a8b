import type { Signer } from '../formats/certificate.ts';
import { bad, good, type Result } from '../model/error.ts';
import { readCertificates } from '../tokens/certificates.ts';
import { findObject } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';
import type { EmbassyKeyObject } from './hsmKeys.ts';
import { tokenSigner } from './signing.ts';

/** The HSM's own signing key: it issues the certificates of exchange keys and signs every transcript. */
export const ceremonyKeyLabel = 'embassy-ceremony';

/** The ceremony key as it lies on the HSM: its certificate and a signer. Problem: object-absent. */
export const findCeremonyKey = (
  session: Session,
): Result<{ readonly certificate: Uint8Array; readonly signer: Signer; readonly key: EmbassyKeyObject }> => {
  const key = findObject(session, { kind: 'private-key', label: ceremonyKeyLabel });
  if (!key.ok) return key;
  const certificates = readCertificates(session);
  if (!certificates.ok) return certificates;
  const certificate = certificates.value.find((each) => each.label === ceremonyKeyLabel);
  if (certificate === undefined)
    return bad('object-absent', { kind: 'certificate', label: ceremonyKeyLabel });
  return good({
    certificate: certificate.der,
    signer: tokenSigner(session, key.value, 'ecdsa-sha384'),
    key: key.value,
  });
};
