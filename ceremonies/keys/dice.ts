import { bad, good, type Result } from '../model/error.ts';
import { Secret, wipeBytes } from '../secrets/secret.ts';

/** Enough for 128 bits by themselves; fewer would only look like a contribution. */
export const leastDiceRolls = 50;
export const mostDiceRolls = 1000;

/** What fair dice are worth, in whole bits. */
export const diceBits = (rolls: number): number => Math.floor(rolls * Math.log2(6));

export type DiceRolls = { readonly rolls: Secret; readonly count: number; readonly bits: number };

const digit0 = 0x30;
const separators: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Reads rolls as people type them: digits 1 to 6, with blanks and line ends wherever they like. Gives one byte (1..6) for
 * each roll. `typed` (ASCII) is as secret as the rolls, and is wiped.
 *
 * Problems: `parameters-invalid` with the place of the first character that is no roll (not with the character), or with
 * the number of rolls when they are too few or too many; `entropy-poor` when one face makes up half of the rolls or more.
 */
export const parseDice = (typed: Uint8Array): Result<DiceRolls> => {
  try {
    const isRoll = (byte: number) => byte > digit0 && byte <= digit0 + 6;
    const wrongAt = typed.findIndex((byte) => !isRoll(byte) && !separators.has(byte));
    if (wrongAt >= 0) return bad('parameters-invalid', { field: 'dice', place: wrongAt + 1 });

    const count = typed.reduce((sum, byte) => sum + Number(isRoll(byte)), 0);
    if (count < leastDiceRolls || count > mostDiceRolls) {
      return bad('parameters-invalid', {
        field: 'dice',
        rolls: count,
        least: leastDiceRolls,
        most: mostDiceRolls,
      });
    }

    const faces = [1, 2, 3, 4, 5, 6].map((face) => typed.filter((byte) => byte === digit0 + face).length);
    if (2 * Math.max(...faces) >= count) return bad('entropy-poor', { source: 'dice', reason: 'one-face' });

    const rolls = Secret.build(count, (target) => {
      typed.reduce((place, byte) => {
        if (!isRoll(byte)) return place;
        target[place] = byte - digit0;
        return place + 1;
      }, 0);
    });
    return good({ rolls, count, bits: diceBits(count) });
  } finally {
    wipeBytes(typed);
  }
};
