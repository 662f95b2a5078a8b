import { headerBytes } from './packageShare.ts';

/**
 * Lagrange interpolation at zero over GF(2^8) with 0x11d, written apart from the package as a second opinion on it, and
 * on more than it shows: the package's `combine` drops every other byte of the encoded secret and whatever precedes its
 * first set bit, so different encodings can give the same secret. Proving all quorums needs all of it.
 *
 * No tables and no branches on values, so that time and cache tell nothing of a share.
 */

const reduce = 0x1d;

const times = (a: number, b: number): number => {
  let product = 0;
  let term = a;
  for (let bit = 0; bit < 8; bit++) {
    product ^= term & -((b >> bit) & 1);
    term = ((term << 1) & 0xff) ^ (reduce & -(term >> 7));
  }
  return product;
};

/** a^254, which is 1/a: the group has 255 elements. */
const inverse = (a: number): number => {
  let power = 1;
  for (let step = 0; step < 7; step++) power = times(times(power, power), a);
  return times(power, power);
};

/**
 * Writes the value at zero of the polynomials through these bodies (distinct ids, one size), one for each value byte, to
 * `target`.
 */
export const interpolateAtZero = (bodies: readonly Uint8Array[], target: Uint8Array): void => {
  const ids = bodies.map((body) => body[1] ?? 0);
  const weights = ids.map((own) =>
    ids.reduce(
      (weight, other) => (other === own ? weight : times(weight, times(other, inverse(other ^ own)))),
      1,
    ),
  );
  for (let place = 0; place < target.length; place++) {
    target[place] = bodies.reduce(
      (sum, body, i) => sum ^ times(body[headerBytes + place] ?? 0, weights[i] ?? 0),
      0,
    );
  }
};
