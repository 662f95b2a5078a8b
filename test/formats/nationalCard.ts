import type { TestKey } from './keys.ts';
import type { Folder } from './openssl.ts';

/**
 * A certificate as a state gives it to a person, by OpenSSL: names and extensions as those on Estonian cards since 2018, under a root
 * and an issuer of their curve.
 */

const common = `
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
authorityInfoAccess = OCSP;URI:http://aia.example.ee/issuer,caIssuers;URI:http://c.example.ee/issuer.crt
crlDistributionPoints = URI:http://c.example.ee/issuer.crl
1.3.6.1.5.5.7.1.3 = ASN1:SEQUENCE:statements
`;

const config = `
[req]
distinguished_name = person
prompt = no
string_mask = utf8only
utf8 = yes
[person]
C = EE
CN = JÕEORG,JAAK-KRISTJAN,38001085718
SN = JÕEORG
GN = JAAK-KRISTJAN
serialNumber = PNOEE-38001085718
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[issuer]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
extendedKeyUsage = OCSPSigning,clientAuth,emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 2.5.29.32.0
[authentication]
keyUsage = critical,digitalSignature,keyAgreement
extendedKeyUsage = clientAuth,emailProtection
certificatePolicies = @statement,0.4.0.2042.1.2
subjectAltName = email:38001085718@eesti.ee
${common}
[signature]
keyUsage = critical,nonRepudiation
certificatePolicies = @statement,0.4.0.194112.1.2
${common}
[statement]
policyIdentifier = 1.3.6.1.4.1.51361.1.1.2
CPS.1 = https://www.example.ee/cps
userNotice.1 = @notice
[notice]
explicitText = UTF8:Ainult isiku tuvastamiseks
[statements]
compliance = SEQUENCE:compliance
device = SEQUENCE:device
type = SEQUENCE:type
place = SEQUENCE:place
[compliance]
id = OID:0.4.0.1862.1.1
[device]
id = OID:0.4.0.1862.1.4
[type]
id = OID:0.4.0.1862.1.6
kinds = SEQUENCE:kinds
[kinds]
esign = OID:0.4.0.1862.1.6.1
[place]
id = OID:0.4.0.1862.1.5
places = SEQUENCE:places
[places]
english = SEQUENCE:english
[english]
url = IA5:https://www.example.ee/en
language = PRINTABLE:EN
`;

const issue = (
  by: string | null,
  subject: 'root' | 'issuer' | 'person',
  section: string,
): readonly string[] => {
  const name = subject === 'person' ? '' : ` -subj /C=EE/O=Example/CN=${subject}`;
  const signer = by === null ? `-signkey ${subject}.key` : `-CA ${by}.pem -CAkey ${by}.key`;
  return [
    `openssl req -new -config card.cnf -key ${subject}.key -out ${subject}.csr${name}`,
    `openssl x509 -req -in ${subject}.csr -days 1800 -sha512 -extfile card.cnf -extensions ${section} -out ${subject}.pem ${signer}`,
  ];
};

/** A person's certificate, and the authorities above it: the issuer, then the root. All in DER. */
export const nationalCard = (
  { write, read, run }: Folder,
  key: TestKey,
  use: 'authentication' | 'signature',
): { readonly certificate: Uint8Array; readonly issuer: Uint8Array; readonly root: Uint8Array } => {
  write('card.cnf', config);
  write('person.key', key.privatePem);
  const commands = [
    'openssl ecparam -name secp521r1 -genkey -noout -out root.key',
    'openssl ecparam -name secp521r1 -genkey -noout -out issuer.key',
    ...issue(null, 'root', 'root'),
    ...issue('root', 'issuer', 'issuer'),
    ...issue('issuer', 'person', use),
    ...['person', 'issuer', 'root'].map(
      (name) => `openssl x509 -in ${name}.pem -outform DER -out ${name}.der`,
    ),
  ];
  for (const command of commands) {
    const { ok, output } = run(command);
    if (!ok) throw new Error(`${command}: ${output}`);
  }
  return { certificate: read('person.der'), issuer: read('issuer.der'), root: read('root.der') };
};
