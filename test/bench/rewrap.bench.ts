/**
 * Moving the data keys of an inventory to a new version of an AES-256 key in SoftHSM2, beside a bare loop of the same PKCS#11 calls
 * on the same data keys in the same process: nothing read, checked or written, pkcs11js called without anything around it.
 * BENCH_REWRAP_KEYS sets another number than 100 000 for the largest.
 */
import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { proveRewrap } from '../../ceremonies/keys/rewrap/proveRewrap.ts';
import { rewrapInventory, type Rewrapped } from '../../ceremonies/keys/rewrap/rewrapInventory.ts';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';
import { makeVersion, ownerOf, sha256Of } from '../keys/rewrap/room.ts';
import { temporaryFolder } from '../temporary.ts';
import { softHsmLibrary, soPin, userPin, value } from '../tokens/softhsm.ts';
import { openBareLoop, wrappedKeysOf } from './bareRewrap.ts';
import { heading, median, table, times } from './print.ts';

const largest = Number(process.env['BENCH_REWRAP_KEYS'] ?? 100_000);
const smaller = 10_000;

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

const bareLoop = openBareLoop(session, old, to);

/** What something took: by the clock, and of the processor, by all threads, which says more where the machine is busy. */
type Spent = { readonly ms: number; readonly cpuMs: number };

const openStopwatch = () => {
  let [ms, cpuMs] = [0, 0];
  return {
    during: async <T>(work: () => T | Promise<T>): Promise<T> => {
      const [fromMs, cpu] = [performance.now(), process.cpuUsage()];
      const result = await work();
      const { user, system } = process.cpuUsage(cpu);
      ms += performance.now() - fromMs;
      cpuMs += (user + system) / 1000;
      return result;
    },
    spent: (): Spent => ({ ms, cpuMs }),
  };
};

const less = (a: Spent, b: Spent): Spent => ({ ms: a.ms - b.ms, cpuMs: a.cpuMs - b.cpuMs });

type Measured = { readonly took: Spent; readonly proof: Spent; readonly result: Rewrapped };

let outputs = 0;
/**
 * Moves and proves. Between its batches, while it would be held by a pause, `meanwhile` takes its turn with as many lines as were in
 * the batch; that is not counted.
 */
const measure = async (
  inventory: Inventory,
  sessions: Parameters<typeof rewrapInventory>[0]['sessions'],
  meanwhile: (from: number, to: number) => void = () => undefined,
): Promise<Measured & { readonly elsewhere: Spent }> => {
  outputs += 1;
  const [moving, elsewhere, proving] = [openStopwatch(), openStopwatch(), openStopwatch()];
  let [before, told] = [0, 0];
  const result = value(
    await moving.during(() =>
      rewrapInventory({
        sessions,
        from: [old],
        to,
        inventory,
        output: { directory: folder, name: `new-${outputs}` },
        onProgress: ({ done }) => {
          before = told;
          told = done;
        },
        breathe: () => elsewhere.during(() => meanwhile(before, told)),
      }),
    ),
  );
  value(await proving.during(() => proveRewrap({ from: [old], to, inventory, results: result })));
  rmSync(result.paths.moved);
  rmSync(result.paths.notMoved);
  return {
    took: less(moving.spent(), elsewhere.spent()),
    elsewhere: elsewhere.spent(),
    proof: proving.spent(),
    result,
  };
};

/**
 * The bare loop moves the data keys of each batch, some hundreds, after it: so the two share whatever else the machine has to do.
 * The middle one of several runs.
 */
const compare = async (inventory: Inventory, turns: number) => {
  const keys = wrappedKeysOf(inventory.path);
  const runs: Awaited<ReturnType<typeof measure>>[] = [];
  for (let turn = 0; turn < turns; turn += 1)
    runs.push(await measure(inventory, [session], (from, upTo) => bareLoop(keys.slice(from, upTo))));
  const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
  return {
    bareMs: middle(({ elsewhere }) => elsewhere.ms),
    tookMs: middle(({ took }) => took.ms),
    ratio: middle(({ elsewhere, took }) => elsewhere.ms / took.ms),
    cpuRatio: middle(({ elsewhere, took }) => elsewhere.cpuMs / took.cpuMs),
    proofMs: middle(({ proof }) => proof.ms),
  };
};

const childFile = join(import.meta.dirname, 'rewrap.child.ts');
const run = promisify(execFile);
/** How much a fresh process grows by. */
const growthOf = async (way: 'own' | 'bare', { path, sha256 }: Inventory): Promise<string> => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', childFile, way, path, sha256, folder]);
  return `${(Number(stdout) / 1024 / 1024).toFixed(0)} MiB`;
};

heading('Moving data keys to a new version');
const few = await makeInventory(smaller);
const many = await makeInventory(largest);
// Warms up the compiler for both.
bareLoop(wrappedKeysOf(few.path).slice(0, 2000));
await measure(few, [session]);

const each = (ms: number, count: number) => `${((1000 * ms) / count).toFixed(1)} µs`;
const row = ({ count }: Inventory, seen: Awaited<ReturnType<typeof compare>>) => [
  `${count} data keys`,
  each(seen.bareMs, count),
  each(seen.tookMs, count),
  seen.ratio.toFixed(2),
  seen.cpuRatio.toFixed(2),
  each(seen.proofMs, count),
];
const seenFew = await compare(few, 9);
const seenMany = await compare(many, 3);
table([
  ['', 'bare loop, a key', 'ours, a key', 'ratio', 'of processor time', 'proof, a key'],
  row(few, seenFew),
  row(many, seenMany),
]);
const costs = [seenFew.tookMs / smaller, seenMany.tookMs / largest] as const;
console.log(`\n  a key of ${largest} costs ${times(costs[1], costs[0])} a key of ${smaller}`);

const parallel = await measure(few, [session, ...others]);
console.log(
  `  of 4 sessions, ${parallel.result.sessionsUsed} used: the faster way as tried on the first keys; ${each(parallel.took.ms, smaller)} a key\n`,
);
for (const one of [session, ...others]) one.close();
module.close();

table([
  ['memory that a fresh process takes more', 'bare loop', 'ours'],
  ...(await Promise.all(
    [few, many].map(async (inventory) => [
      `${inventory.count} data keys`,
      await growthOf('bare', inventory),
      await growthOf('own', inventory),
    ]),
  )),
]);
