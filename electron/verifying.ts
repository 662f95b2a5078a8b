import { bundlesIn, openBundleFile, readBundleFile } from '../ceremonies/conductor/bundleFolder.ts';
import { bad, CeremonyError, good, type Result } from '../ceremonies/model/error.ts';
import { verifyChain, type BundleFile } from '../ceremonies/verify/chain.ts';
import { compareBundles } from '../ceremonies/verify/comparison.ts';
import { byPercent, type HowFar } from '../ceremonies/verify/howFar.ts';
import type { Progress } from '../ceremonies/verify/progress.ts';
import { readTrusted, type Trusted } from '../ceremonies/verify/trusted.ts';
import { verifyBundle } from '../ceremonies/verify/verify.ts';
import type { RequestOf } from './contract.ts';
import type { Verifying, VerifyReplies } from './verifyContract.ts';

type VerifyRequest = Exclude<keyof VerifyReplies, 'save-verifier'>;
type Handlers = {
  readonly [Name in VerifyRequest]: (message: RequestOf<Name>) => Promise<Result<VerifyReplies[Name]>>;
};

/** How a bundle that is the next after so many tells how far it is. What it throws ends the verification. */
type Telling = (done: number, total: number) => Progress;

/** The auditor's work on files that people chose. `told`: how far it is. */
export const openVerifying = (told: (far: Verifying) => void): Handlers => {
  let running: AbortController | null = null;

  /** Ends what was under way before. What was stopped comes to no verdict. */
  const alone = async <T>(work: (telling: Telling) => Promise<Result<T>>): Promise<Result<T>> => {
    running?.abort();
    const stop = new AbortController();
    running = stop;
    const { signal } = stop;
    const tell = (far: HowFar): void => {
      if (!signal.aborted) told(far);
    };
    try {
      const done = await work((done, total) => goingOn(signal, byPercent(done, total, tell)));
      return signal.aborted ? bad('cancelled') : done;
    } catch (error) {
      if (signal.aborted) return bad('cancelled');
      throw error;
    } finally {
      if (running === stop) {
        running = null;
        told(null);
      }
    }
  };

  return {
    'verify-bundle': ({ file, previous, trusted }) =>
      alone(async (telling) => {
        const brought = await readBrought(trusted);
        if (!brought.ok) return brought;
        const bundle = await openBundleFile(file);
        if (!bundle.ok) return bundle;
        const options = { ...brought.value, progress: telling(0, 1) };
        if (previous === null) return good(await verifyBundle(bundle.value, options));
        const before = await openBundleFile(previous);
        if (!before.ok) return before;
        return good(await verifyBundle(bundle.value, { ...options, previous: before.value }));
      }),
    'verify-folder': ({ directory, trusted }) =>
      alone(async (telling) => {
        const brought = await readBrought(trusted);
        if (!brought.ok) return brought;
        const files = await bundlesIn(directory);
        if (files === null) return bad('file-absent', { path: directory });
        return good(await verifyChain(files.map(toldOf(telling)), brought.value));
      }),
    'compare-bundles': ({ a, b }) =>
      alone(async (telling) => {
        const before = await openBundleFile(a);
        if (!before.ok) return before;
        const after = await openBundleFile(b);
        return after.ok ? compareBundles(before.value, after.value, telling(0, 1)) : after;
      }),
    'cancel-verifying': () => {
      running?.abort();
      return Promise.resolve(good(null));
    },
  };
};

/** Whatever tells how far it is asks with it whether it is to go on. @throws CeremonyError cancelled */
const goingOn =
  (signal: AbortSignal, tell: Progress): Progress =>
  (share) => {
    if (signal.aborted) throw new CeremonyError('cancelled');
    tell(share);
  };

const toldOf =
  (telling: Telling) =>
  (file: BundleFile, done: number, { length }: readonly BundleFile[]): BundleFile => {
    const progress = telling(done, length);
    return {
      name: file.name,
      progress,
      // No reading of a file ends by a throw but this one, which ends the chain with it.
      read: async () => {
        progress(0);
        return file.read();
      },
    };
  };

const readBrought = (paths: RequestOf<'verify-bundle'>['trusted']): Promise<Result<Trusted>> =>
  readTrusted((which) => {
    const path = paths[which];
    return path === null ? undefined : { name: path, read: () => readBundleFile(path) };
  });
