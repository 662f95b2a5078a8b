import {
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import {
  AsnArray,
  AsnIntegerArrayBufferConverter,
  AsnProp,
  AsnPropTypes,
  AsnType,
  AsnTypeTypes,
  OctetString,
} from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Extensions, GeneralName } from '@peculiar/asn1-x509';
import { EncodedCertificates } from './structures.ts';

/** The structures of time-stamps that the library lacks, declared like those in structures.ts. */

/** MessageImprint (RFC 3161 section 2.4.1). */
export class MessageImprint {
  hashAlgorithm = new AlgorithmIdentifier();
  hashedMessage = new OctetString();
}
AsnProp({ type: AlgorithmIdentifier })(MessageImprint.prototype, 'hashAlgorithm');
AsnProp({ type: OctetString })(MessageImprint.prototype, 'hashedMessage');

/** TimeStampReq (RFC 3161 section 2.4.1) without policy and extensions. */
export class TimeStampReq {
  version = 1;
  messageImprint = new MessageImprint();
  nonce?: ArrayBuffer;
  certReq = false;
}
AsnProp({ type: AsnPropTypes.Integer })(TimeStampReq.prototype, 'version');
AsnProp({ type: MessageImprint })(TimeStampReq.prototype, 'messageImprint');
AsnProp({ type: AsnPropTypes.Integer, converter: AsnIntegerArrayBufferConverter, optional: true })(
  TimeStampReq.prototype,
  'nonce',
);
AsnProp({ type: AsnPropTypes.Boolean, defaultValue: false })(TimeStampReq.prototype, 'certReq');

/** PKIStatusInfo (RFC 3161 section 2.4.2). The reasons as they were encoded: the library would lose how many bits they are. */
export class PkiStatusInfo {
  status = 0;
  statusString?: string[];
  failInfo?: ArrayBuffer;
}
AsnProp({ type: AsnPropTypes.Integer })(PkiStatusInfo.prototype, 'status');
AsnProp({ type: AsnPropTypes.Utf8String, repeated: 'sequence', optional: true })(
  PkiStatusInfo.prototype,
  'statusString',
);
AsnProp({ type: AsnPropTypes.Any, optional: true })(PkiStatusInfo.prototype, 'failInfo');

/** TimeStampResp (RFC 3161 section 2.4.2). */
export class TimeStampResp {
  status = new PkiStatusInfo();
  timeStampToken?: ContentInfo;
}
AsnProp({ type: PkiStatusInfo })(TimeStampResp.prototype, 'status');
AsnProp({ type: ContentInfo, optional: true })(TimeStampResp.prototype, 'timeStampToken');

/** Accuracy (RFC 3161 section 2.4.2). */
export class Accuracy {
  seconds?: number;
  millis?: number;
  micros?: number;
}
AsnProp({ type: AsnPropTypes.Integer, optional: true })(Accuracy.prototype, 'seconds');
AsnProp({ type: AsnPropTypes.Integer, context: 0, implicit: true, optional: true })(
  Accuracy.prototype,
  'millis',
);
AsnProp({ type: AsnPropTypes.Integer, context: 1, implicit: true, optional: true })(
  Accuracy.prototype,
  'micros',
);

/** TSTInfo (RFC 3161 section 2.4.2). The time as it was encoded: the library would lose what is finer than milliseconds. */
export class TstInfo {
  version = 1;
  policy = '';
  messageImprint = new MessageImprint();
  serialNumber = new ArrayBuffer(0);
  genTime = new ArrayBuffer(0);
  accuracy?: Accuracy;
  ordering = false;
  nonce?: ArrayBuffer;
  tsa?: GeneralName;
  extensions?: Extensions;
}
AsnProp({ type: AsnPropTypes.Integer })(TstInfo.prototype, 'version');
AsnProp({ type: AsnPropTypes.ObjectIdentifier })(TstInfo.prototype, 'policy');
AsnProp({ type: MessageImprint })(TstInfo.prototype, 'messageImprint');
AsnProp({ type: AsnPropTypes.Integer, converter: AsnIntegerArrayBufferConverter })(
  TstInfo.prototype,
  'serialNumber',
);
AsnProp({ type: AsnPropTypes.Any })(TstInfo.prototype, 'genTime');
AsnProp({ type: Accuracy, optional: true })(TstInfo.prototype, 'accuracy');
AsnProp({ type: AsnPropTypes.Boolean, defaultValue: false })(TstInfo.prototype, 'ordering');
AsnProp({ type: AsnPropTypes.Integer, converter: AsnIntegerArrayBufferConverter, optional: true })(
  TstInfo.prototype,
  'nonce',
);
AsnProp({ type: GeneralName, context: 0, optional: true })(TstInfo.prototype, 'tsa');
AsnProp({ type: Extensions, context: 1, implicit: true, optional: true })(TstInfo.prototype, 'extensions');

/** RevocationInfoChoices (RFC 5652 section 10.2.1), each as it was encoded. */
export class EncodedRevocations extends AsnArray<ArrayBuffer> {}
AsnType({ type: AsnTypeTypes.Set, itemType: AsnPropTypes.Any })(EncodedRevocations);

/** SignedData (RFC 5652 section 5.1), whole. */
export class TokenSignedData {
  version: CMSVersion = CMSVersion.v3;
  digestAlgorithms = new DigestAlgorithmIdentifiers();
  encapContentInfo = new EncapsulatedContentInfo();
  certificates?: EncodedCertificates;
  crls?: EncodedRevocations;
  signerInfos = new SignerInfos();
}
AsnProp({ type: AsnPropTypes.Integer })(TokenSignedData.prototype, 'version');
AsnProp({ type: DigestAlgorithmIdentifiers })(TokenSignedData.prototype, 'digestAlgorithms');
AsnProp({ type: EncapsulatedContentInfo })(TokenSignedData.prototype, 'encapContentInfo');
AsnProp({ type: EncodedCertificates, context: 0, implicit: true, optional: true })(
  TokenSignedData.prototype,
  'certificates',
);
AsnProp({ type: EncodedRevocations, context: 1, implicit: true, optional: true })(
  TokenSignedData.prototype,
  'crls',
);
AsnProp({ type: SignerInfos })(TokenSignedData.prototype, 'signerInfos');
