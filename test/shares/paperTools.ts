import { randomUUID } from 'node:crypto';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import type { ShareContext } from '../../ceremonies/shares/paperShare.ts';
import { labelShares, type Share } from '../../ceremonies/shares/share.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';

/** Real shares of a fresh recovery key; two at least. */
export const freshShares = (threshold: number, count: number): readonly [Share, Share, ...Share[]] => {
  const [first, second, ...others] = labelShares(splitSecret(Secret.random(32), { threshold, count }), {
    setId: randomUUID(),
    threshold,
    embassy: 'Eesti andmesaatkond',
    keyLabels: ['land-register'],
  });
  if (first === undefined || second === undefined) throw new Error('a set has two shares at least');
  return [first, second, ...others];
};

export const contextOf = ({ setId, threshold, count, embassy, keyLabels }: Share): ShareContext => ({
  setId,
  threshold,
  count,
  embassy,
  keyLabels,
});
