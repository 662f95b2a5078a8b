import type { Remembered } from './event.ts';
import { canBecome } from './keyState.ts';
import { personKey } from './participant.ts';
import { setOf, versionOf, type KeyVersion, type Register } from './register.ts';
import { sameToken } from './values.ts';

/** An HSM that is remembered as lost. */
export type RememberedLoss = Extract<Remembered, { kind: 'hsm-lost' }>;

/** Whether a version went with an HSM: it was put there before the loss, and nobody has seen it gone since. */
export const wentWith = (loss: RememberedLoss, { token, at, removed }: KeyVersion['hsms'][number]): boolean =>
  removed === null && at <= loss.at && sameToken(token, loss);

/** Whether what is remembered is about something in the register: a share that there is, a key that can still be marked, or an HSM that has one. */
export const isRememberable = (register: Register, each: Remembered): boolean => {
  switch (each.kind) {
    case 'share-seen':
      return setOf(register, each.set)?.shares[each.index - 1] !== undefined;
    case 'key-compromised': {
      const state = versionOf(register, each)?.state;
      return state !== undefined && canBecome(state, 'compromised');
    }
    case 'hsm-lost':
      return register.keys.some(({ versions }) =>
        versions.some(({ hsms }) => hsms.some((hsm) => wentWith(each, hsm))),
      );
  }
};

/** What it says, whenever and however often it was said. */
export const factOf = (each: Remembered): string => {
  switch (each.kind) {
    case 'share-seen':
      return `${each.set} ${each.index} ${personKey(each.name)}`;
    case 'key-compromised':
      return `${each.label} v${each.version}`;
    case 'hsm-lost':
      return `hsm ${each.label} ${each.serial}`;
  }
};
