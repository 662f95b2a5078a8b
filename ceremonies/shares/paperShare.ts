import { Secret } from '../secrets/secret.ts';
import { bodyBytes, fieldBits, headerBytes } from './packageShare.ts';
import type { Share } from './share.ts';

/**
 * What a sheet of paper does not repeat, since the bundle says it: without the bundle a share opens nothing anyway.
 */
export type ShareContext = Pick<Share, 'setId' | 'threshold' | 'count' | 'embassy' | 'keyLabels'>;

const recoveryKeyBytes = 32;

/** The body of a share of a recovery key: 82 bytes. No other kind goes onto paper. */
export const paperBodyBytes = bodyBytes(recoveryKeyBytes);
export const paperValueBytes = paperBodyBytes - headerBytes;

/** A body of its header and `fill`'s values. */
export const bodyFrom = (index: number, fill: (values: Buffer) => void): Secret =>
  Secret.build(paperBodyBytes, (body) => {
    body[0] = fieldBits;
    body[1] = index;
    fill(body.subarray(headerBytes));
  });
