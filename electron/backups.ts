/**
 * Seals and opens files in the engine's process: one at a time, and never while a ceremony is in the room, for both log in to
 * the HSM, and each may start its module anew.
 */
import { readBundleFile } from '../ceremonies/conductor/bundleFolder.ts';
import type { Domain } from '../ceremonies/model/domain.ts';
import { bad, good, type Result } from '../ceremonies/model/error.ts';
import { sameToken } from '../ceremonies/model/values.ts';
import { lookForKey } from '../ceremonies/keys/backup/findToken.ts';
import { inspectBackup, openBackup } from '../ceremonies/keys/backup/openBackup.ts';
import { describeRecipients } from '../ceremonies/keys/backup/recipients.ts';
import { sealBackup } from '../ceremonies/keys/backup/sealBackup.ts';
import { embassyCertificates, listSealingKeys } from '../ceremonies/keys/backup/sealingKey.ts';
import type { OnProgress } from '../ceremonies/keys/backup/transfer.ts';
import type { Pkcs11Module } from '../ceremonies/tokens/module.ts';
import { withSession } from '../ceremonies/tokens/session.ts';
import { tokenFactsOf, type TokenInfo } from '../ceremonies/tokens/token.ts';
import type { BackupProgress, BackupReplies, BackupToken } from './backupContract.ts';
import type { RequestOf } from './contract.ts';

/** Where HSMs are: the module, and which of its tokens play one. */
export type HsmRoom = {
  readonly domain: Domain;
  readonly module: Pkcs11Module;
  readonly isHsm: (token: TokenInfo) => boolean;
};

type BackupRequest = Exclude<keyof BackupReplies, 'choose-file' | 'choose-output' | 'leave-backup'>;

export type Backups = {
  readonly handlers: {
    readonly [Name in BackupRequest]: (message: RequestOf<Name>) => Promise<Result<BackupReplies[Name]>>;
  };
  /** Whether something is read, sealed or opened at this moment. */
  readonly isBusy: () => boolean;
};

/** What the bundle knows of the embassy's keys; nothing, where none was shown. */
const certificatesIn = async (path: string | null): Promise<Result<readonly Uint8Array[]>> => {
  if (path === null) return good([]);
  const bundle = await readBundleFile(path);
  return bundle.ok ? embassyCertificates(bundle.value) : bundle;
};

const hsmsOf = ({ module, isHsm }: HsmRoom): readonly TokenInfo[] =>
  module.tokens().filter((token) => token.initialised && token.userPinSet && isHsm(token));

export const openBackups = ({
  rooms,
  isCeremonyHere,
  told,
}: {
  /** Those that can be used here and now. */
  readonly rooms: () => readonly HsmRoom[];
  readonly isCeremonyHere: () => boolean;
  readonly told: (progress: BackupProgress) => void;
}): Backups => {
  let running: { readonly stop: AbortController; readonly done: Promise<unknown> } | null = null;

  /** One at a time, with nobody else in the room. Over when `work` is, however it ends. */
  const alone = async <T>(work: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> => {
    if (isCeremonyHere()) return bad('room-in-use', { by: 'ceremony' });
    if (running !== null) return bad('room-in-use', { by: 'backup' });
    const stop = new AbortController();
    const done = work(stop.signal).finally(() => {
      running = null;
    });
    running = { stop, done };
    return done;
  };

  /** `alone`, while the window is told how far it is. */
  const aloneToldOf = <T>(
    about: Pick<NonNullable<BackupProgress>, 'work' | 'output'>,
    work: (onProgress: OnProgress, signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> =>
    alone(async (signal) => {
      const tell: OnProgress = (progress) => told({ ...about, ...progress });
      tell({ doneBytes: 0, totalBytes: 0, bytesPerSecond: 0 });
      try {
        return await work(tell, signal);
      } finally {
        told(null);
      }
    });

  return {
    isBusy: () => running !== null,
    handlers: {
      'inspect-backup': ({ file, bundle }) =>
        alone(async () => {
          const head = await inspectBackup({ input: file, output: null });
          if (!head.ok) return head;
          const certificates = await certificatesIn(bundle);
          if (!certificates.ok) return certificates;
          const { cipher, recipients } = head.value;
          const tokens: BackupToken[] = [];
          for (const room of rooms()) {
            // An HSM that was connected since is seen only after a new start.
            room.module.rescan();
            for (const token of hsmsOf(room)) {
              const shown = await lookForKey(room.module, token, recipients, certificates.value);
              tokens.push({ domain: room.domain, token: tokenFactsOf(token), ...shown });
            }
          }
          return good({ cipher: cipher.kind, sealedTo: describeRecipients(recipients), tokens });
        }),
      'open-backup': ({ input, output, bundle, keyLabel, token: wanted, pin }) =>
        aloneToldOf({ work: 'open', output }, async (onProgress, signal) => {
          const certificates = await certificatesIn(bundle);
          if (!certificates.ok) return certificates;
          const room = rooms().find(({ domain }) => domain === wanted.domain);
          const { label, serial } = wanted;
          if (room === undefined) return bad('token-absent', { label, serial });
          const [hsm, second] = hsmsOf(room).filter((each) => sameToken(each, wanted));
          if (hsm === undefined) return bad('token-absent', { label, serial });
          if (second !== undefined) return bad('token-ambiguous', { label, serial });
          return withSession(room.module, hsm, { kind: 'user', pin }, (session) =>
            openBackup(
              {
                session,
                pin,
                certificates: certificates.value,
                input,
                output,
                ...(keyLabel === null ? {} : { keyLabel }),
              },
              onProgress,
              signal,
            ),
          );
        }),
      'inspect-sealing': async ({ bundle: path }) => {
        const bundle = await readBundleFile(path);
        return bundle.ok ? listSealingKeys(bundle.value) : bundle;
      },
      'seal-backup': ({ bundle: path, keyLabel, input, output }) =>
        aloneToldOf({ work: 'seal', output }, async (onProgress, signal) => {
          const bundle = await readBundleFile(path);
          if (!bundle.ok) return bundle;
          const request = { bundle: bundle.value, input, output, ...(keyLabel === null ? {} : { keyLabel }) };
          return sealBackup(request, onProgress, signal);
        }),
      'cancel-backup': async () => {
        running?.stop.abort();
        await running?.done.catch(() => undefined);
        return good(null);
      },
    },
  };
};
