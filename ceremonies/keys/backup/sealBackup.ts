import { createCipheriv } from 'node:crypto';
import { frameEnvelope } from '../../formats/envelopeFrame.ts';
import { contentKeyBytes, type SealTo } from '../../formats/envelopedData.ts';
import type { Result } from '../../model/error.ts';
import { Secret, withSecret } from '../../secrets/secret.ts';
import { withFiles } from './job.ts';
import { findSealingKey, type SealingKey } from './sealingKey.ts';
import { readChunks, requireGoingOn, type OnProgress } from './transfer.ts';

export type SealRequest = {
  /** A bundle (.asice), the file's bytes. Only a good one is used. */
  readonly bundle: Uint8Array;
  /** The label of the embassy key, where the bundle holds several active ones with a certificate. */
  readonly keyLabel?: string;
  readonly input: string;
  /** Where the sealed file goes; nothing may be there. */
  readonly output: string;
};

export type SealedBackup = {
  readonly key: Omit<SealingKey, 'certificate'>;
  readonly contentBytes: number;
  readonly sealedBytes: number;
};

/**
 * Seals a file, as a stream, to the active exchange key of a bundle: CMS AuthEnvelopedData, AES-256-GCM, DER; `openssl cms -decrypt`
 * opens it. To an RSA key with OAEP and SHA-1, the only hash that every HSM takes there, and sound in that place.
 *
 * Problems: bundle-not-good and the bundle's own; seal-key-absent, seal-key-unclear, seal-key-symmetric; key-unsuitable,
 * certificate-malformed; file-absent, file-unreadable, file-exists, same-file, file-busy, not-writable, disk-full;
 * backup-too-large, backup-changed; cancelled. Nothing is left under the final name then, nor under the partial one.
 */
export const sealBackup = async (
  request: SealRequest,
  onProgress: OnProgress = () => undefined,
  signal?: AbortSignal,
): Promise<Result<SealedBackup>> => {
  const found = await findSealingKey(request.bundle, request.keyLabel);
  if (!found.ok) return found;
  const { certificate, ...key } = found.value;
  const to: SealTo = { ...certificate, oaepHash: 'sha1' };

  return withFiles(request, onProgress, signal, async ({ input, output, meter }) => {
    const contentKey = Secret.random(contentKeyBytes);
    return withSecret(contentKey, async (secret) => {
      const contentBytes = input.sizeBytes;
      const frame = await secret.use((bytes) => frameEnvelope(contentBytes, [to], bytes));
      const cipher = secret.use((bytes) => createCipheriv('aes-256-gcm', bytes, frame.nonce));
      await output.write(frame.head);
      for await (const chunk of readChunks(input.handle)) {
        requireGoingOn(signal);
        await output.write(cipher.update(chunk));
        meter.add(chunk.length);
      }
      cipher.final();
      const tail = frame.tail(cipher.getAuthTag());
      await output.write(tail);
      await input.requireUnchanged();
      return { key, contentBytes, sealedBytes: frame.head.length + contentBytes + tail.length };
    });
  });
};
