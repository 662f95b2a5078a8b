import decodeImage from 'qr/decode.js';
import { bad, good, type Result } from '../model/error.ts';

/** Pixels as a canvas gives them: four bytes each, red, green, blue, alpha. */
export type Pixels = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
};

/** The text of the QR code in a picture. Problem: `no-code-found`. */
export const readQr = (pixels: Pixels, patienceMs = 1000): Result<string> => {
  try {
    return good(decodeImage(pixels, { timeLimit: patienceMs, effort: 10 }));
  } catch {
    // The package throws for whatever it cannot read, and what it says may quote what it read.
    return bad('no-code-found');
  }
};
