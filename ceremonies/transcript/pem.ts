import { fromBase64, toBase64 } from '../formats/bytes.ts';
import { parseCertificate, type Certificate } from '../formats/certificate.ts';
import { bad, CeremonyError, good, must, type Result } from '../model/error.ts';

/** Textual encoding of a certificate (RFC 7468 section 5): 64 characters a line, and a line feed after every line. */
export const certificatePem = (der: Uint8Array): string => {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

const block = /-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]*)-----END CERTIFICATE-----/gu;

/** Every certificate in a text, whatever stands around them; there must be one. Problem: certificate-malformed. */
export const certificatesInPem = (text: string): Result<readonly Certificate[]> => {
  try {
    const found = [...text.matchAll(block)].map(([, body = '']) =>
      must(parseCertificate(fromBase64(body.replace(/[\r\n]/gu, '')))),
    );
    return found.length === 0 ? bad('certificate-malformed') : good(found);
  } catch (error) {
    if (error instanceof CeremonyError) return bad('certificate-malformed');
    throw error;
  }
};
