import { CeremonyError } from '../model/error.ts';
import { Secret } from '../secrets/secret.ts';

/**
 * The bytes that `shamirs-secret-sharing` calls a share, and a Share's `body` here:
 *
 *     0x08 (bits of the field) ‖ id (1 byte, 1..255) ‖ values
 *
 * `values` holds one byte for each byte of the encoded secret: the value of that byte's polynomial at x = id, over
 * GF(2^8) with x^8 + x^4 + x^3 + x^2 + 1 (0x11d). A 32-byte secret is encoded in 80 bytes:
 *
 *     zeros ‖ 1 bit ‖ the secret's bytes, last one first, each as 16 bits (so every other byte is zero)
 *
 * left-padded to a multiple of 128 bits.
 */
export const fieldBits = 0x08;
export const headerBytes = 2;
export const shareCountMax = 255;

export const valueBytes = (secretBytes: number): number => Math.ceil((16 * secretBytes + 1) / 128) * 16;

export const bodyBytes = (secretBytes: number): number => headerBytes + valueBytes(secretBytes);

/** The encoded secret, as above: what the polynomials of a right split are worth at zero. */
export const encodeSecret = (secret: Secret): Secret =>
  Secret.build(valueBytes(secret.sizeBytes), (encoded) =>
    secret.use((bytes) => {
      const marker = encoded.length - 2 * bytes.length - 1;
      encoded[marker] = 1;
      bytes.forEach((byte, i) => (encoded[encoded.length - 1 - 2 * i] = byte));
    }),
  );

/** The id of a body, or 0 for what is no share: ids start at 1, for the value at 0 is the secret. */
export const bodyId = (body: Secret): number =>
  body.use((bytes) => (bytes.length > headerBytes && bytes[0] === fieldBits ? (bytes[1] ?? 0) : 0));

/**
 * What `combine` of the package does not look at. Throws `share-malformed` (no share, or of another size than the first)
 * and `share-twice`.
 */
export const requireDistinctBodies = (bodies: readonly Secret[]): void => {
  const seen = new Set<number>();
  for (const body of bodies) {
    const id = bodyId(body);
    if (id === 0 || body.sizeBytes !== bodies[0]?.sizeBytes)
      throw new CeremonyError('share-malformed', { index: id });
    if (seen.has(id)) throw new CeremonyError('share-twice', { index: id });
    seen.add(id);
  }
};

/** Lends the bytes of several secrets at once. */
export const useAll = <T>(secrets: readonly Secret[], borrow: (bytes: readonly Buffer[]) => T): T => {
  const lend = (lent: readonly Buffer[]): T => {
    const next = secrets[lent.length];
    return next === undefined ? borrow(lent) : next.use((bytes) => lend([...lent, bytes]));
  };
  return lend([]);
};
