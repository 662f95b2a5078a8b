import { CeremonyError } from '../../model/error.ts';

/**
 * Text around CMS: PEM (RFC 7468 section 9), and S/MIME (RFC 8551 section 3.2), which is what OpenSSL writes unless it is told
 * otherwise. Both carry it in base64.
 */

const malformed = (expected: string) => new CeremonyError('backup-malformed', { expected });

/** Longer than any MIME header that a sealing tool writes. */
const headerBytes = 4096;

const pem = /^-----BEGIN (?:CMS|PKCS7)-----\r?\n/u;
const mime = /^(?:MIME-Version|Content-[A-Za-z-]+):[\s\S]*?\r?\n\r?\n/iu;
const mimeSealed = /^Content-Type:\s*application\/(?:x-)?pkcs7-mime/imu;
const mimeBase64 = /^Content-Transfer-Encoding:\s*base64/imu;

/** Where the base64 begins in a file that starts with `start`; null for one that is not wrapped in text. */
export const findArmour = (start: Uint8Array): { readonly startsAt: number } | null => {
  const text = Buffer.from(start.subarray(0, headerBytes)).toString('latin1');
  const [header] = pem.exec(text) ?? mime.exec(text) ?? [];
  if (header === undefined) return null;
  const isPem = header.startsWith('-');
  return isPem || (mimeSealed.test(header) && mimeBase64.test(header)) ? { startsAt: header.length } : null;
};

const digits = /^[A-Za-z0-9+/]*$/u;
const lastDigits = /^[A-Za-z0-9+/]*={0,2}$/u;
const footer = /^(?:-----END (?:CMS|PKCS7)-----)?$/u;

/** Undoes base64 in consecutive parts. @throws CeremonyError backup-malformed */
export const openArmour = (): {
  readonly push: (chunk: Uint8Array) => Uint8Array;
  /** Gives what was held back to the end of the file. */
  readonly finish: () => Uint8Array;
} => {
  let held = '';
  /** What came from the first character on that ends base64: padding, or the dash of a footer. */
  let behind = '';
  return {
    push: (chunk) => {
      const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
      const compact = text.replace(/[\r\n]+/gu, '');
      const end = behind === '' ? compact.search(/[=-]/u) : 0;
      const wanted = held + (end < 0 ? compact : compact.slice(0, end));
      if (end >= 0) behind += compact.slice(end);
      if (behind.length > 64) throw malformed('end-of-file');
      const whole = wanted.length - (wanted.length % 4);
      held = wanted.slice(whole);
      const ready = wanted.slice(0, whole);
      if (!digits.test(ready)) throw malformed('base64');
      return Buffer.from(ready, 'base64');
    },
    finish: () => {
      const padding = /^=*/u.exec(behind)?.[0] ?? '';
      const last = held + padding;
      if (last.length % 4 !== 0 || !lastDigits.test(last) || !footer.test(behind.slice(padding.length)))
        throw last.length % 4 === 0 ? malformed('base64') : new CeremonyError('backup-truncated');
      return Buffer.from(last, 'base64');
    },
  };
};
