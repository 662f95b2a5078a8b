import { Secret } from '../secrets/secret.ts';
import { recoveryKeyBytes } from './commitment.ts';
import { bodyBytes, fieldBits, headerBytes, valueBytes } from './packageShare.ts';
import type { Share } from './share.ts';

/**
 * What a sheet of paper does not repeat, since the bundle says it: without the bundle a share opens nothing anyway.
 */
export type ShareContext = Pick<Share, 'setId' | 'threshold' | 'count' | 'embassy' | 'keyLabels'>;

/** The body of a share of a recovery key: 82 bytes. No other kind goes onto paper. */
export const paperBodyBytes = bodyBytes(recoveryKeyBytes);
export const paperValueBytes = valueBytes(recoveryKeyBytes);

/** A body of its header, for the share's index, and the values that `fill` writes. */
export const bodyFrom = (index: number, fill: (values: Buffer) => void): Secret =>
  Secret.build(paperBodyBytes, (body) => {
    body[0] = fieldBits;
    body[1] = index;
    fill(body.subarray(headerBytes));
  });
