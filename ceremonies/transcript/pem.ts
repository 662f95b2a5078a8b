import { toBase64 } from '../formats/bytes.ts';

/** Textual encoding of a certificate (RFC 7468 section 5): 64 characters a line, and a line feed after every line. */
export const certificatePem = (der: Uint8Array): string => {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};
