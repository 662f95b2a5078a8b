import { AsnProp, AsnPropTypes, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';

/**
 * The signed attributes by which a signature names its certificate, so that no other can be put in its place; declared like the
 * structures in structures.ts. In both versions the first identifier is the signer's.
 */

const declareCertId = (prototype: object): void => {
  AsnProp({ type: OctetString })(prototype, 'certHash');
  AsnProp({ type: AsnPropTypes.Any, optional: true })(prototype, 'issuerSerial');
};

const declareCerts = (prototype: object, type: new () => object): void => {
  AsnProp({ type, repeated: 'sequence' })(prototype, 'certs');
  AsnProp({ type: AsnPropTypes.Any, optional: true })(prototype, 'policies');
};

/** ESSCertIDv2 (RFC 5035 section 4). An absent hash algorithm is SHA-256; signers also spell it out, against DER. */
export class EssCertIdV2 {
  hashAlgorithm?: AlgorithmIdentifier;
  certHash = new OctetString();
  issuerSerial?: ArrayBuffer;
}
AsnProp({ type: AlgorithmIdentifier, optional: true })(EssCertIdV2.prototype, 'hashAlgorithm');
declareCertId(EssCertIdV2.prototype);

/** SigningCertificateV2 (RFC 5035 section 3). */
export class SigningCertificateV2 {
  certs: EssCertIdV2[] = [];
  policies?: ArrayBuffer;
}
declareCerts(SigningCertificateV2.prototype, EssCertIdV2);

/** ESSCertID (RFC 2634 section 5.4.1): by SHA-1. */
class EssCertId {
  certHash = new OctetString();
  issuerSerial?: ArrayBuffer;
}
declareCertId(EssCertId.prototype);

/** SigningCertificate (RFC 2634 section 5.4), which time-stamping authorities still use. */
export class SigningCertificate {
  certs: EssCertId[] = [];
  policies?: ArrayBuffer;
}
declareCerts(SigningCertificate.prototype, EssCertId);
