/**
 * Opening sealed files with a key in SoftHSM2, beside what there is to compare with in the same run: AES-256-GCM from file to
 * file by node:crypto's own streams, and `openssl cms -decrypt` with the same key in a file. Needs four times the largest size in the
 * temporary folder; BENCH_OPEN_MIB sets another than 4096.
 */
import { execFile, spawn } from 'node:child_process';
import { createCipheriv, randomBytes, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keyIdentifier } from '../../ceremonies/formats/algorithms.ts';
import { parseCertificate } from '../../ceremonies/formats/certificate.ts';
import { frameEnvelope } from '../../ceremonies/formats/envelopeFrame.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';
import { makeFileKey, placeOnHsm, run } from '../keys/backup/hsm.ts';
import { temporaryFolder } from '../temporary.ts';
import { softHsmLibrary, soPin, userPin, value } from '../tokens/softhsm.ts';
import type { Measured } from './open.child.ts';
import { heading, median, table, times } from './print.ts';

const mib = 1024 * 1024;
const rounds = 3;
const largestMib = Number(process.env['BENCH_OPEN_MIB'] ?? 4096);
const againstOpensslMib = Math.min(512, largestMib);

const folder = temporaryFolder('bench-open');
const at = (name: string) => join(folder, name);

/** A key in a file and, the same one, in an HSM. */
const key = makeFileKey('ecp384', 'benchmark');
useSoftHsmDirectory(folder);
const module = openModule(softHsmLibrary());
const token = value(initialiseToken(module, { kind: 'blank' }, { label: 'HSM', soPin, userPin }));
const session = value(openSession(module, token, { kind: 'user', pin: userPin }));
await placeOnHsm(session, key.pkcs8, 'ecp384', 'benchmark.v1');
session.close();
module.close();
const { spki } = value(parseCertificate(key.certificate));
const to = { spki, keyIdentifier: await keyIdentifier(spki) };

/** OpenSSL makes no DER of 2 GiB or more, so what the embassy's own program seals is measured. */
const frameFor = (sizeBytes: number, contentKey: Uint8Array) => frameEnvelope(sizeBytes, [to], contentKey);

/**
 * Random content in `plain`; sealed in `sealed.der`; under AES-256-GCM and nothing else in `bare`; and sealed by OpenSSL as a
 * stream in `sealed.ber`. Gives key, nonce and tag of `bare`, in hexadecimal.
 */
const makeFiles = async (sizeMib: number): Promise<string> => {
  const contentKey = randomBytes(32);
  const { head, tail, nonce } = await frameFor(sizeMib * mib, contentKey);
  const cipher = createCipheriv('aes-256-gcm', contentKey, nonce);
  const [plain, bare, der] = [
    openSync(at('plain'), 'w'),
    openSync(at('bare'), 'w'),
    openSync(at('sealed.der'), 'w'),
  ];
  writeSync(der, head);
  const block = randomFillSync(Buffer.alloc(mib));
  for (let number = 0; number < sizeMib; number += 1) {
    block.writeUInt32BE(number, 0);
    writeSync(plain, block);
    const sealed = cipher.update(block);
    writeSync(bare, sealed);
    writeSync(der, sealed);
  }
  cipher.final();
  writeSync(der, tail(cipher.getAuthTag()));
  for (const file of [plain, bare, der]) closeSync(file);
  run(
    folder,
    `openssl cms -encrypt -binary -aes-256-gcm -stream -recip ${key.folder}/embassy.pem -in plain -outform DER -out sealed.ber`,
  );
  rmSync(at('plain'));
  return Buffer.concat([contentKey, nonce, cipher.getAuthTag()]).toString('hex');
};

/** Runs a command to its end; how long that took, and the most memory it held, as Linux counts it. */
const measureCommand = async (command: string, args: readonly string[]): Promise<Measured> => {
  const fromMs = performance.now();
  const child = spawn(command, args, { stdio: 'ignore' });
  let peakBytes = 0;
  const watch = setInterval(() => {
    const status = readIfThere(`/proc/${child.pid ?? 0}/status`);
    peakBytes = Math.max(peakBytes, Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) * 1024);
  }, 20);
  const [code] = (await once(child, 'exit')) as readonly unknown[];
  clearInterval(watch);
  if (code !== 0) throw new CeremonyError('internal', { command, code: String(code) });
  return { tookMs: performance.now() - fromMs, peakBytes };
};

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const child = join(import.meta.dirname, 'open.child.ts');

/** One of the ways of `open.child.ts`, on a fresh output, with nothing left to be written from the run before. */
const measure = async (way: 'bare' | 'open', input: string, secrets = ''): Promise<Measured> => {
  run(folder, 'sync');
  const args = ['--import', 'tsx', child, way, at(input), at('opened'), secrets];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  rmSync(at('opened'));
  return JSON.parse(stdout) as Measured;
};

const opensslDecrypt = async (input: string): Promise<Measured> => {
  run(folder, 'sync');
  const { folder: keys } = key;
  const measured = await measureCommand('openssl', [
    ...['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', at(input), '-out', at('opened')],
    ...['-inkey', join(keys, 'key.pem'), '-recip', join(keys, 'embassy.pem')],
  ]);
  rmSync(at('opened'));
  return measured;
};

const ways = ['reference', 'DER', 'BER'] as const;
type Way = (typeof ways)[number];

/** In turns, so that a machine that grows slower or faster meanwhile does so for all. */
const compare = async (
  how: Readonly<Record<Way, () => Promise<Measured>>>,
): Promise<Readonly<Record<Way, Measured>>> => {
  const seen: Record<Way, Measured[]> = { reference: [], DER: [], BER: [] };
  for (let round = 0; round < rounds; round += 1) for (const way of ways) seen[way].push(await how[way]());
  const middle = (all: readonly Measured[]): Measured => ({
    tookMs: median(all.map(({ tookMs }) => tookMs)),
    peakBytes: Math.max(...all.map(({ peakBytes }) => peakBytes)),
  });
  return { reference: middle(seen.reference), DER: middle(seen.DER), BER: middle(seen.BER) };
};

const show = (
  title: string,
  sizeMib: number,
  reference: string,
  seen: Readonly<Record<Way, Measured>>,
): void => {
  console.log(`  ${title}`);
  const row = (name: string, { tookMs, peakBytes }: Measured) => [
    name,
    `${(tookMs / 1000).toFixed(1)} s`,
    `${((sizeMib * mib) / 1e6 / (tookMs / 1000)).toFixed(0)} MB/s`,
    times(seen.reference.tookMs, tookMs),
    `${Math.round(peakBytes / mib)} MiB`,
  ];
  table([
    ['', `median of ${rounds}`, 'throughput', 'against the first', 'most memory'],
    row(reference, seen.reference),
    row('open, DER', seen.DER),
    row('open, BER of `openssl cms -stream`', seen.BER),
  ]);
  console.log('');
};

const ours = { DER: () => measure('open', 'sealed.der'), BER: () => measure('open', 'sealed.ber') };

heading('Opening a sealed backup');
const secrets = await makeFiles(largestMib);
const bare = { reference: () => measure('bare', 'bare', secrets), ...ours };
show(`${largestMib} MiB`, largestMib, 'bare AES-256-GCM, node:crypto streams', await compare(bare));

await makeFiles(againstOpensslMib);
const openssl = { reference: () => opensslDecrypt('sealed.ber'), ...ours };
show(
  `${againstOpensslMib} MiB, with the same key`,
  againstOpensslMib,
  'openssl cms -decrypt, BER',
  await compare(openssl),
);
