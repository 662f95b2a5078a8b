import type { Remembered } from './event.ts';
import { canBecome } from './keyState.ts';
import { personKey } from './participant.ts';
import { setOf, versionOf, type Register } from './register.ts';

/** Whether what is remembered is about something in the register: a share that there is, or a key that can still be marked. */
export const isRememberable = (register: Register, each: Remembered): boolean => {
  if (each.kind === 'share-seen') return setOf(register, each.set)?.shares[each.index - 1] !== undefined;
  const state = versionOf(register, each)?.state;
  return state !== undefined && canBecome(state, 'compromised');
};

/** What it says, whenever and however often it was said. */
export const factOf = (each: Remembered): string =>
  each.kind === 'share-seen'
    ? `${each.set} ${each.index} ${personKey(each.name)}`
    : `${each.label} v${each.version}`;
