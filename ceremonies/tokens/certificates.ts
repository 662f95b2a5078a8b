import { AsnIntegerArrayBufferConverter } from '@peculiar/asn1-schema';
import pkcs11js from 'pkcs11js';
import { fromHex } from '../formats/bytes.ts';
import { parseCertificate, type KeyUsage } from '../formats/certificate.ts';
import { must, type Result } from '../model/error.ts';
import {
  objectClass,
  objectOf,
  readAttribute,
  readNumber,
  requireFreeLabel,
  search,
  type TokenObject,
} from './objects.ts';
import { attemptIn, type Session } from './session.ts';

export type TokenCertificate = {
  readonly object: TokenObject<'certificate'>;
  readonly label: string;
  readonly id: Uint8Array;
  /** X.509, DER. */
  readonly der: Uint8Array;
};

export type CertificateFacts = {
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Null when the certificate does not restrict its use. */
  readonly keyUsage: { readonly signing: boolean; readonly sealing: boolean } | null;
};

/** What the program needs to know of a certificate on a card (RFC 5280, 4.2.1.3). Throws `certificate-malformed`. */
export const certificateFacts = (der: Uint8Array): CertificateFacts => {
  const { spki, keyUsage } = must(parseCertificate(der));
  const allows = (...uses: readonly KeyUsage[]) => keyUsage?.some((use) => uses.includes(use)) ?? false;
  return {
    spki,
    keyUsage:
      keyUsage === undefined
        ? null
        : {
            signing: allows('digitalSignature', 'nonRepudiation'),
            sealing: allows('keyAgreement', 'keyEncipherment', 'dataEncipherment'),
          },
  };
};

/**
 * Puts an X.509 certificate (DER) on the token beside the key with the same CKA_ID.
 * Problems: `label-present`, `token-full`, `token-read-only`, `token-removed`. Throws `certificate-malformed`.
 */
export const writeCertificate = (
  session: Session,
  { label, id, der }: Pick<TokenCertificate, 'label' | 'id' | 'der'>,
): Result<TokenObject<'certificate'>> =>
  attemptIn(session, () => {
    requireFreeLabel(session, 'certificate', label);
    const { subjectDer, issuerDer, serialNumberHex } = must(parseCertificate(der));
    const serial = AsnIntegerArrayBufferConverter.toASN(fromHex(serialNumberHex).buffer).toBER();
    const handle = session.module.cryptoki.C_CreateObject(session.handle(), [
      { type: pkcs11js.CKA_CLASS, value: objectClass.certificate },
      { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
      { type: pkcs11js.CKA_TOKEN, value: true },
      { type: pkcs11js.CKA_PRIVATE, value: false },
      { type: pkcs11js.CKA_LABEL, value: label },
      { type: pkcs11js.CKA_ID, value: Buffer.from(id) },
      { type: pkcs11js.CKA_SUBJECT, value: Buffer.from(subjectDer) },
      { type: pkcs11js.CKA_ISSUER, value: Buffer.from(issuerDer) },
      { type: pkcs11js.CKA_SERIAL_NUMBER, value: Buffer.from(serial) },
      { type: pkcs11js.CKA_VALUE, value: Buffer.from(der) },
    ]);
    return objectOf(session, 'certificate', handle);
  });

/** All X.509 certificates on the token, as they are; nothing is checked. */
export const readCertificates = (session: Session): Result<readonly TokenCertificate[]> =>
  attemptIn(session, () =>
    search(session, 'certificate').flatMap((object) => {
      const der = readAttribute(session, object, pkcs11js.CKA_VALUE);
      const type = readNumber(session, object, pkcs11js.CKA_CERTIFICATE_TYPE);
      if (der === null || der.length === 0 || type !== pkcs11js.CKC_X_509) return [];
      const label = readAttribute(session, object, pkcs11js.CKA_LABEL)?.toString('utf8') ?? '';
      return [{ object, label, id: readAttribute(session, object, pkcs11js.CKA_ID) ?? Buffer.alloc(0), der }];
    }),
  );
