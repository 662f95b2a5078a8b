import { Attribute, EncryptedContentInfo, RecipientInfos } from '@peculiar/asn1-cms';
import {
  AsnArray,
  AsnIntegerConverter,
  AsnProp,
  AsnPropTypes,
  AsnType,
  AsnTypeTypes,
  OctetString,
} from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';

/**
 * The structures that the library lacks, declared as it declares its own. Its decorators are of the kind that came before the
 * standard's, so they are called as the functions that they are.
 */

/** SET OF Attribute: what the signature of a SignerInfo is over (RFC 5652 section 5.4). */
export class SignedAttributes extends AsnArray<Attribute> {}
AsnType({ type: AsnTypeTypes.Set, itemType: Attribute })(SignedAttributes);

/** CertificateSet (RFC 5652 section 10.2.3), each certificate as it was encoded: who reads it reads it strictly, and once. */
export class EncodedCertificates extends AsnArray<ArrayBuffer> {}
AsnType({ type: AsnTypeTypes.Set, itemType: AsnPropTypes.Any })(EncodedCertificates);

/** AuthEnvelopedData (RFC 5083 section 2.1) without originator information and further attributes. */
export class AuthEnvelopedData {
  version = 0;
  recipientInfos = new RecipientInfos();
  authEncryptedContentInfo = new EncryptedContentInfo();
  mac = new OctetString();
}
AsnProp({ type: AsnPropTypes.Integer })(AuthEnvelopedData.prototype, 'version');
AsnProp({ type: RecipientInfos })(AuthEnvelopedData.prototype, 'recipientInfos');
AsnProp({ type: EncryptedContentInfo })(AuthEnvelopedData.prototype, 'authEncryptedContentInfo');
AsnProp({ type: OctetString })(AuthEnvelopedData.prototype, 'mac');

/** GCMParameters (RFC 5084 section 3.2). */
export class GcmParameters {
  nonce = new OctetString();
  icvLength = 12;
}
AsnProp({ type: OctetString })(GcmParameters.prototype, 'nonce');
AsnProp({ type: AsnPropTypes.Integer, converter: AsnIntegerConverter, defaultValue: 12 })(
  GcmParameters.prototype,
  'icvLength',
);

/** ECC-CMS-SharedInfo (RFC 5753 section 7.2). */
export class EccCmsSharedInfo {
  keyInfo = new AlgorithmIdentifier();
  entityUInfo?: OctetString;
  suppPubInfo = new OctetString();
}
AsnProp({ type: AlgorithmIdentifier })(EccCmsSharedInfo.prototype, 'keyInfo');
AsnProp({ type: OctetString, context: 0, optional: true })(EccCmsSharedInfo.prototype, 'entityUInfo');
AsnProp({ type: OctetString, context: 2 })(EccCmsSharedInfo.prototype, 'suppPubInfo');
