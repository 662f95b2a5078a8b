/**
 * Moving the data keys of an inventory to a new version of an AES-256 key in SoftHSM2, beside a bare loop of the same PKCS#11 calls
 * in the same process: nothing read, checked or written, pkcs11js called without anything around it. Each size in a fresh order of
 * turns. BENCH_REWRAP_KEYS sets another number than 100 000 for the largest.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';
import { proveRewrap } from '../../ceremonies/keys/rewrap/proveRewrap.ts';
import { rewrapInventory, type Rewrapped } from '../../ceremonies/keys/rewrap/rewrapInventory.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';
import { makeVersion, ownerOf, sha256Of } from '../keys/rewrap/room.ts';
import { temporaryFolder } from '../temporary.ts';
import { softHsmLibrary, soPin, userPin, value } from '../tokens/softhsm.ts';
import { heading, median, table, times } from './print.ts';

const largest = Number(process.env['BENCH_REWRAP_KEYS'] ?? 100_000);
const smaller = 10_000;
const rounds = 5;
const mib = 1024 * 1024;

const folder = temporaryFolder('bench-rewrap');
useSoftHsmDirectory(folder);
const module = openModule(softHsmLibrary());
const token = value(initialiseToken(module, { kind: 'blank' }, { label: 'HSM', soPin, userPin }));
const login = () => value(openSession(module, token, { kind: 'user', pin: userPin }));
const session = login();
const others = [login(), login(), login()] as const;
const old = await makeVersion(session, 'kek.v1', 'aes256');
const to = await makeVersion(session, 'kek.v2', 'aes256');
const wrap = ownerOf(session, old);

const makeInventory = async (count: number) => {
  const path = join(folder, `inventory-${count}.jsonl`);
  const file = createWriteStream(path);
  for (let number = 0; number < count; number += 1) {
    const record = wrap(number % 3 === 0 ? 'land' : 'population', `key-${number}`, randomBytes(32));
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return { path, sha256: sha256Of(path), count };
};
type Inventory = Awaited<ReturnType<typeof makeInventory>>;

/** The library by itself: loaded again, which gives the same one, and started already. */
const library = new pkcs11js.PKCS11();
library.load(softHsmLibrary());
const template: pkcs11js.Template = [
  { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
  { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_GENERIC_SECRET },
  { type: pkcs11js.CKA_TOKEN, value: false },
  { type: pkcs11js.CKA_PRIVATE, value: true },
  { type: pkcs11js.CKA_SENSITIVE, value: true },
  { type: pkcs11js.CKA_EXTRACTABLE, value: true },
];
const sample = Buffer.from(wrap('land', 'sample', randomBytes(32)).encrypted_key, 'base64url');

const bareLoop = (count: number): number => {
  const handle = session.handle();
  const mechanism = { mechanism: pkcs11js.CKM_AES_KEY_WRAP };
  const [first, second] = [Buffer.alloc(1024), Buffer.alloc(1024)];
  const fromMs = performance.now();
  for (let done = 0; done < count; done += 1) {
    const dataKey = library.C_UnwrapKey(handle, mechanism, old.key.handle, sample, template);
    const rewrapped = library.C_WrapKey(handle, mechanism, to.key.handle, dataKey, first);
    const again = library.C_UnwrapKey(handle, mechanism, to.key.handle, rewrapped, template);
    const back = library.C_WrapKey(handle, mechanism, old.key.handle, again, second);
    if (!back.equals(sample)) throw new CeremonyError('check-value-differs');
    library.C_DestroyObject(handle, again);
    library.C_DestroyObject(handle, dataKey);
  }
  return performance.now() - fromMs;
};

type Measured = {
  readonly tookMs: number;
  readonly proofMs: number;
  readonly peakMib: number;
  readonly result: Rewrapped;
};

let outputs = 0;
/**
 * Moves and proves. Between its batches, while it would be held by a pause, `meanwhile` takes its turn; that time is not counted.
 */
const measure = async (
  inventory: Inventory,
  sessions: Parameters<typeof rewrapInventory>[0]['sessions'],
  meanwhile: (keys: number) => void = () => undefined,
): Promise<Measured> => {
  outputs += 1;
  let peakBytes = 0;
  let elsewhereMs = 0;
  let told = 0;
  let before = 0;
  const fromMs = performance.now();
  const result = value(
    await rewrapInventory({
      sessions,
      from: [old],
      to,
      inventory,
      output: { directory: folder, name: `new-${outputs}` },
      onProgress: ({ done }) => {
        before = told;
        told = done;
        peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
      },
      breathe: async () => {
        const pausedMs = performance.now();
        meanwhile(told - before);
        elsewhereMs += performance.now() - pausedMs;
        return Promise.resolve();
      },
    }),
  );
  const movedMs = performance.now();
  value(await proveRewrap({ from: [old], to, inventory, results: result }));
  const proofMs = performance.now() - movedMs;
  rmSync(result.paths.moved);
  rmSync(result.paths.notMoved);
  return { tookMs: movedMs - fromMs - elsewhereMs, proofMs, peakMib: peakBytes / mib, result };
};

/**
 * The bare loop moves as many keys after each batch as were in it, some hundreds: so the two share whatever else the machine has to do.
 * The middle one of several runs.
 */
const compare = async (inventory: Inventory, turns: number) => {
  const runs: (Measured & { readonly bareMs: number })[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    let bareMs = 0;
    const own = await measure(inventory, [session], (keys) => {
      bareMs += bareLoop(keys);
    });
    runs.push({ ...own, bareMs });
  }
  const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
  return {
    bareMs: middle(({ bareMs }) => bareMs),
    tookMs: middle(({ tookMs }) => tookMs),
    ratio: middle(({ bareMs, tookMs }) => bareMs / tookMs),
    proofMs: middle(({ proofMs }) => proofMs),
    peakMib: Math.max(...runs.map(({ peakMib }) => peakMib)),
  };
};

heading('Moving data keys to a new version');
const few = await makeInventory(smaller);
const many = await makeInventory(largest);
// Warms up the compiler for both.
bareLoop(2000);
await measure(few, [session]);

const each = (ms: number, count: number) => `${((1000 * ms) / count).toFixed(1)} µs`;
const row = (count: number, seen: Awaited<ReturnType<typeof compare>>) => [
  `${count} data keys`,
  each(seen.bareMs, count),
  each(seen.tookMs, count),
  seen.ratio.toFixed(2),
  each(seen.proofMs, count),
  `${Math.round(seen.peakMib)} MiB`,
];
const seenFew = await compare(few, rounds);
const seenMany = await compare(many, 2);
table([
  ['', 'bare loop, a key', 'ours, a key', 'ratio', 'proof, a key', 'most memory'],
  row(smaller, seenFew),
  row(largest, seenMany),
]);
const costs = [seenFew.tookMs / smaller, seenMany.tookMs / largest] as const;
console.log(`\n  a key of ${largest} costs ${times(costs[1], costs[0])} a key of ${smaller}`);

const parallel = await measure(few, [session, ...others]);
console.log(
  `  of 4 sessions, ${parallel.result.sessionsUsed} used: the faster way as tried on the first keys; ${each(parallel.tookMs, smaller)} a key`,
);
for (const one of [session, ...others]) one.close();
module.close();
