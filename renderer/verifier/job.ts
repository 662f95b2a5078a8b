import { sourceOfBlob, type Source } from '../../ceremonies/formats/source.ts';
import { bad, CeremonyError, good, type Result } from '../../ceremonies/model/error.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { FoldedRecord } from '../../ceremonies/transcript/report.ts';
import { verifyChain, type ChainVerdict } from '../../ceremonies/verify/chain.ts';
import { compareBundles, type Comparison } from '../../ceremonies/verify/comparison.ts';
import type { Replayed } from '../../ceremonies/verify/evidence.ts';
import { recordOf, replayedOf } from '../../ceremonies/verify/recordOfBundle.ts';
import { readTrusted, type Trusted, type TrustName } from '../../ceremonies/verify/trusted.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { verifyLimits } from '../../ceremonies/verify/openBundle.ts';
import { byPercent, type HowFar } from '../../ceremonies/verify/howFar.ts';
import type { Progress } from '../../ceremonies/verify/progress.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';

/** A file as it was chosen, under the name that a verdict calls it by. */
export type Named = { readonly name: string; readonly file: File };

/** What an auditor can bring along, as the files that the command line takes. */
export type TrustFiles = Readonly<Record<TrustName, File | null>>;

/** What takes long, and is done beside the page. */
export type Job =
  | { readonly kind: 'bundle'; readonly bundle: Named; readonly trusted: TrustFiles }
  | { readonly kind: 'chain'; readonly bundles: readonly Named[]; readonly trusted: TrustFiles }
  | { readonly kind: 'comparison'; readonly a: Named; readonly b: Named }
  | {
      readonly kind: 'record';
      readonly bundle: Named;
      readonly digests: Verdict['bundle'];
      readonly language: Language;
    };

/** What is heard of a job: how far it is, then what it came to. */
export type Said =
  | { readonly kind: 'progress'; readonly far: HowFar }
  | { readonly kind: 'bundle'; readonly verdict: Result<Verdict> }
  | { readonly kind: 'chain'; readonly verdict: Result<ChainVerdict> }
  | { readonly kind: 'comparison'; readonly comparison: Result<Comparison> }
  | { readonly kind: 'record'; readonly told: Result<FoldedRecord> }
  /** Whatever did it is gone: out of memory, or not allowed to begin. */
  | { readonly kind: 'lost' };

/** Does a job. Never throws over what a file holds. */
export const perform = async (job: Job, say: (said: Said) => void): Promise<Said> => {
  const tell = seldom((far) => say({ kind: 'progress', far }));
  // There is room for one.
  if (job.kind !== 'record') lastRead = null;
  switch (job.kind) {
    case 'bundle':
      return { kind: 'bundle', verdict: await verifyOne(job, tell) };
    case 'chain':
      return { kind: 'chain', verdict: await verifyAll(job, tell) };
    case 'comparison': {
      const [a, b] = [sourceOf(job.a), sourceOf(job.b)];
      return { kind: 'comparison', comparison: await compareBundles(a, b, ofOne(tell)) };
    }
    case 'record':
      return { kind: 'record', told: await recordIn(job, tell) };
  }
};

/** The page paints itself anew for each: on a processor that the job could use. */
const tellEveryMs = 250;

const seldom = (tell: (far: HowFar) => void): ((far: HowFar) => void) => {
  let nextMs = 0;
  return (far) => {
    const nowMs = performance.now();
    if (nowMs < nextMs) return;
    nextMs = nowMs + tellEveryMs;
    tell(far);
  };
};

/** Tells at once that it begins: a bar of which nothing is known moves all the time, and takes as much as the signatures' checks. */
const ofOne = (tell: (far: HowFar) => void): Progress => {
  const progress = byPercent(0, 1, tell);
  progress(0);
  return progress;
};

/** As the command line does: a list or an anchor that cannot be read is no verdict on the bundle. */
const verifyOne = async (
  { bundle, trusted }: Extract<Job, { kind: 'bundle' }>,
  tell: (far: HowFar) => void,
): Promise<Result<Verdict>> => {
  const brought = await readBrought(trusted);
  if (!brought.ok) return brought;
  const read: Replayed[] = [];
  const verdict = await verifyBundle(sourceOf(bundle), {
    ...brought.value,
    progress: ofOne(tell),
    replayed: (what) => read.push(what),
  });
  const [told] = read;
  if (told !== undefined) lastRead = { sha256: fileDigest(verdict.bundle), told };
  return good(verdict);
};

const verifyAll = async (
  { bundles, trusted }: Extract<Job, { kind: 'chain' }>,
  tell: (far: HowFar) => void,
): Promise<Result<ChainVerdict>> => {
  const brought = await readBrought(trusted);
  if (!brought.ok) return brought;
  const files = bundles.map((bundle, done) => {
    const progress = byPercent(done, bundles.length, tell);
    return {
      name: bundle.name,
      progress,
      read: () => {
        progress(0);
        return Promise.resolve(good(sourceOf(bundle)));
      },
    };
  });
  return good(await verifyChain(files, brought.value));
};

const sourceOf = ({ file, name }: Named): Source => sourceOfBlob(file, name);

const readBrought = (trusted: TrustFiles): Promise<Result<Trusted>> =>
  readTrusted((which) => {
    const file = trusted[which];
    if (file === null) return undefined;
    const { name } = file;
    return { name, read: () => read({ name, file }) };
  });

const fileDigest = ({ sha256, stampedSha256 }: Verdict['bundle']): string => stampedSha256 ?? sha256;

/** Of the bundle that was verified last: what happened in it is told at once, and the file is not read again. */
let lastRead: { readonly sha256: string; readonly told: Replayed } | null = null;

const recordIn = async (
  { bundle, digests, language }: Extract<Job, { kind: 'record' }>,
  tell: (far: HowFar) => void,
): Promise<Result<FoldedRecord>> => {
  const sha256 = fileDigest(digests);
  try {
    if (lastRead?.sha256 !== sha256) {
      lastRead = null;
      lastRead = { sha256, told: await replayedOf(sourceOf(bundle), ofOne(tell)) };
    }
    return good(recordOf(lastRead.told, language));
  } catch (error) {
    // A bad bundle can say what no report was ever made of.
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};

const read = async ({ name, file }: Named): Promise<Result<Uint8Array>> => {
  if (file.size > verifyLimits.bundleBytes) return bad('bundle-too-large', { sizeBytes: file.size });
  try {
    return good(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return bad('file-unreadable', { path: name });
  }
};
