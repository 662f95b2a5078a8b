/**
 * One way to open one file, in a process of its own, so that its memory can be told from everybody else's. Prints a line of
 * JSON. `bare`: AES-256-GCM from file to file by node:crypto's streams, on naked ciphertext, and no wait for the disk; `open`: a
 * sealed backup with a key in SoftHSM2, until it is durable under its final name.
 */
import { createDecipheriv } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openBackup } from '../../ceremonies/keys/backup/openBackup.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { softHsmLibrary, userPin, value } from '../tokens/softhsm.ts';

export type Measured = { readonly tookMs: number; readonly peakBytes: number };

const bare = async (input: string, output: string, keyHex: string): Promise<void> => {
  const bytes = Buffer.from(keyHex, 'hex');
  const decipher = createDecipheriv('aes-256-gcm', bytes.subarray(0, 32), bytes.subarray(32, 44));
  decipher.setAuthTag(bytes.subarray(44));
  const chunk = { highWaterMark: 1024 * 1024 };
  await pipeline(createReadStream(input, chunk), decipher, createWriteStream(output, chunk));
};

const withHsm = async (input: string, output: string): Promise<void> => {
  const module = openModule(softHsmLibrary());
  try {
    const [token] = module.tokens();
    if (token === undefined) throw new CeremonyError('internal', { reason: 'no token' });
    const session = value(openSession(module, token, { kind: 'user', pin: userPin }));
    value(await openBackup({ session, input, output }));
    session.close();
  } finally {
    module.close();
  }
};

const [way = '', input = '', output = '', key = ''] = process.argv.slice(2);
const fromMs = performance.now();
await (way === 'bare' ? bare(input, output, key) : withHsm(input, output));
const measured: Measured = {
  tookMs: performance.now() - fromMs,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(measured));
