import { bad, CeremonyError, good, must, type Result } from '../../ceremonies/model/error.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import { certificatesInPem } from '../../ceremonies/transcript/pem.ts';
import { verifyChain, type ChainVerdict } from '../../ceremonies/verify/chain.ts';
import { readPeople } from '../../ceremonies/verify/people.ts';
import { recordOfBundle } from '../../ceremonies/verify/recordOfBundle.ts';
import { unreadableVerdict, type Verdict } from '../../ceremonies/verify/verdict.ts';
import { verifyBundle, verifyLimits, type VerifyOptions } from '../../ceremonies/verify/verify.ts';

/** A file as it was chosen, under the name that a verdict calls it by. */
export type Named = { readonly name: string; readonly file: File };

/** What an auditor can bring along, as the files that the command line takes. */
export const trustNames = ['people', 'trustAnchors', 'timeAnchors'] as const;
export type TrustName = (typeof trustNames)[number];
export type Trusted = Readonly<Record<TrustName, File | null>>;

/** What takes long, and is done beside the page. */
export type Job =
  | { readonly kind: 'bundle'; readonly bundle: Named; readonly trusted: Trusted }
  | { readonly kind: 'chain'; readonly bundles: readonly Named[] }
  | { readonly kind: 'record'; readonly bundle: Named; readonly language: Language };

/** What is heard of a job: how far it is, then what it came to. */
export type Said =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'bundle'; readonly verdict: Result<Verdict> }
  | { readonly kind: 'chain'; readonly verdict: ChainVerdict }
  | { readonly kind: 'record'; readonly markup: Result<string> }
  /** Whatever did it is gone: out of memory, or not allowed to begin. */
  | { readonly kind: 'lost' };

/** Does a job. Never throws over what a file holds. */
export const perform = async (job: Job, tell: (said: Said) => void): Promise<Said> => {
  switch (job.kind) {
    case 'bundle':
      return { kind: 'bundle', verdict: await verifyOne(job) };
    case 'chain':
      return { kind: 'chain', verdict: await verifyAll(job.bundles, tell) };
    case 'record':
      return { kind: 'record', markup: await recordOf(job) };
  }
};

/** As the command line does: a list or an anchor that cannot be read is no verdict on the bundle. */
const verifyOne = async ({ bundle, trusted }: Extract<Job, { kind: 'bundle' }>): Promise<Result<Verdict>> => {
  const options = await readTrusted(trusted);
  if (!options.ok) return options;
  const bytes = await read(bundle);
  return good(bytes.ok ? await verifyBundle(bytes.value, options.value) : unreadableVerdict(bytes.problem));
};

const readTrusted = async ({
  people,
  trustAnchors,
  timeAnchors,
}: Trusted): Promise<Result<VerifyOptions>> => {
  const [list, issuers, stampers] = await Promise.all([
    readPart(people, readPeople),
    readPart(trustAnchors, certificatesIn),
    readPart(timeAnchors, certificatesIn),
  ]);
  if (!list.ok) return list;
  if (!issuers.ok) return issuers;
  if (!stampers.ok) return stampers;
  return good({
    ...(list.value === null ? {} : { people: list.value }),
    ...(issuers.value === null ? {} : { trustAnchors: issuers.value }),
    ...(stampers.value === null ? {} : { timeAnchors: stampers.value }),
  });
};

const certificatesIn = (content: Uint8Array) => certificatesInPem(new TextDecoder().decode(content));

/** Null where nothing was chosen. */
const readPart = async <Part>(
  file: File | null,
  parse: (content: Uint8Array) => Result<Part>,
): Promise<Result<Part | null>> => {
  if (file === null) return good(null);
  const content = await read({ name: file.name, file });
  const part = content.ok ? parse(content.value) : content;
  return part.ok ? part : bad(part.problem.code, { path: file.name });
};

const verifyAll = (bundles: readonly Named[], tell: (said: Said) => void): Promise<ChainVerdict> =>
  verifyChain(
    bundles.map((bundle, done) => ({
      name: bundle.name,
      read: () => {
        tell({ kind: 'progress', done, total: bundles.length });
        return read(bundle);
      },
    })),
  );

const recordOf = async ({ bundle, language }: Extract<Job, { kind: 'record' }>): Promise<Result<string>> => {
  try {
    return good(await recordOfBundle(must(await read(bundle)), language));
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
