import { forgetTexts } from '../secrets/forget.ts';
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
  /** What custodians brought of the sets of the bundle before: by set, then by index. */
  readonly presented: Map<string, Map<number, Share>>;
  /** Recovery keys that were rebuilt from them, by set. */
  readonly rebuilt: Map<string, Secret>;
  /** Whether texts that the splitting package made of secrets were left to the collector. */
  leftTexts: boolean;
};

export const openVault = (): Vault => ({
  recoveryKey: null,
  shares: new Map(),
  readBack: new Map(),
  presented: new Map(),
  rebuilt: new Map(),
  leftTexts: false,
});

const isEmpty = ({ recoveryKey, shares, readBack, presented, rebuilt }: Vault): boolean =>
  recoveryKey === null && [shares, readBack, presented, rebuilt].every(({ size }) => size === 0);

export const wipeVault = (vault: Vault): void => {
  if (isEmpty(vault)) return;
  vault.recoveryKey?.wipe();
  vault.recoveryKey = null;
  for (const shares of [vault.shares, vault.readBack]) {
    for (const share of shares.values()) share.body.wipe();
    shares.clear();
  }
  wipePresented(vault);
};

/** The shares that were brought, and what was rebuilt from them. */
export const wipePresented = (vault: Vault): void => {
  for (const shares of vault.presented.values()) for (const share of shares.values()) share.body.wipe();
  vault.presented.clear();
  for (const recoveryKey of vault.rebuilt.values()) recoveryKey.wipe();
  vault.rebuilt.clear();
  vault.leftTexts = true;
};

/**
 * Has the collector take the texts that the package that splits and combines made of what is wiped now. That takes longer than to
 * rebuild a key: it is done as soon as the next question is in front of people, who do not wait for it.
 */
export const forgetLeftTexts = (vault: Vault): void => {
  if (!vault.leftTexts) return;
  vault.leftTexts = false;
  forgetTexts();
};
