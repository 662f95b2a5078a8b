import type { Secret } from '../secrets/secret.ts';
import type { Share } from '../shares/share.ts';

/**
 * The secrets of one act, in memory only: the recovery key, its shares until they are sealed, and the same shares as
 * they were read back. Gone with the process, which voids the share set.
 */
export type Vault = {
  recoveryKey: Secret | null;
  /** As split, by index from 1; each leaves when it was stored. */
  readonly shares: Map<number, Share>;
  /** As read back from the cards, by index from 1. */
  readonly readBack: Map<number, Share>;
};

export const openVault = (): Vault => ({ recoveryKey: null, shares: new Map(), readBack: new Map() });

export const wipeVault = (vault: Vault): void => {
  vault.recoveryKey?.wipe();
  vault.recoveryKey = null;
  for (const shares of [vault.shares, vault.readBack]) {
    for (const share of shares.values()) share.body.wipe();
    shares.clear();
  }
};
