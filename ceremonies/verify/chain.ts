import type { Result } from '../model/error.ts';
import { chainChecks, chainOf, endsOf, isPlaced, type Chain, type Member } from './chainClaims.ts';
import { find, notShown } from './finding.ts';
import { continuing, type Examined } from './link.ts';
import { readBundle, type Bundle } from './openBundle.ts';
import { claimOf } from './requirements.ts';
import type { Progress } from './progress.ts';
import type { Trusted } from './trusted.ts';
import { outcomeOf, unreadableVerdict, type Claim, type Verdict } from './verdict.ts';
import { examineRead } from './verify.ts';

/** A bundle as it lies somewhere: read when its turn comes, so that a long chain need not fit into memory. */
export type BundleFile = {
  readonly name: string;
  readonly read: () => Promise<Result<Bundle>>;
  /** For somebody who waits. */
  readonly progress?: Progress;
};

/** What an auditor's check of many bundles comes to: a verdict on each, and what they say together. */
export type ChainVerdict = {
  readonly format: 'embassy-key-ceremony/chain-verdict/1';
  /** `bad`: something is contradicted; `unreadable`: nothing is, but there was a file that could not be read, or none at all. */
  readonly outcome: 'good' | 'bad' | 'unreadable';
  /** In the order of the chain, from its beginning; what has no place in it comes last. */
  readonly bundles: readonly {
    readonly name: string;
    /** Names of further files with the very same bytes, or with other time-stamps. */
    readonly copies: readonly string[];
    readonly verdict: Verdict;
  }[];
  readonly claims: readonly Claim[];
  /** The one bundle that no other continues from; null if there are several, or if any file could not be read. That it is good is not said. */
  readonly newest: { readonly name: string; readonly sha256: string; readonly ceremony: string } | null;
};

/**
 * Verifies each bundle once, and all of them together as one chain, whatever the order of the files. Pure; runs in a browser.
 * Never throws: a file that cannot be read is among the bundles, with its problem. Whether there is a bundle after the newest,
 * no bundle can tell: compare `newest` with what is known on paper.
 */
export const verifyChain = async (
  files: Iterable<BundleFile> | AsyncIterable<BundleFile>,
  trusted: Trusted = {},
): Promise<ChainVerdict> => {
  const alone = chainOf(await examineAll(files, trusted));
  const chain = chainOf(await Promise.all(alone.members.map((member) => compared(alone, member))));
  const claims = await judge(chain);
  return {
    format: 'embassy-key-ceremony/chain-verdict/1',
    outcome: overall(chain, claims),
    bundles: chain.members.map(({ name, copies, verdict }) => ({ name, copies, verdict })),
    claims,
    newest: newestOf(chain),
  };
};

/** Every file once; those with the same bytes are one bundle under the first of their names. */
const examineAll = async (
  files: Iterable<BundleFile> | AsyncIterable<BundleFile>,
  trusted: Trusted,
): Promise<readonly Member[]> => {
  const unread: Member[] = [];
  const read = new Map<string, Read>();
  for await (const { name, read: load, progress } of files) {
    const loaded = await load();
    const bundle = loaded.ok ? await readBundle(loaded.value, progress) : loaded;
    if (!bundle.ok) {
      unread.push({ name, copies: [], verdict: unreadableVerdict(bundle.problem), link: null });
      continue;
    }
    const { sha256 } = bundle.value;
    const known = read.get(sha256);
    if (known === undefined)
      read.set(sha256, { ...(await examineRead(bundle.value, trusted)), names: [name] });
    else known.names.push(name);
  }
  return [...oneOfEach([...read.values()].map(asMember)), ...unread];
};

type Read = Examined & { readonly names: string[] };

const asMember = ({ names, ...examined }: Read): Member => {
  const [name = '', ...copies] = names.sort();
  return { name, copies, ...examined };
};

/** A bundle with time-stamps and the same one without are one: what is shown of it is what fails, or else what says most. */
const oneOfEach = (members: readonly Member[]): readonly Member[] => {
  const shown = new Map<string, Member>();
  for (const member of [...members].sort(byWhatItSays)) {
    const { sha256 } = member.verdict.bundle;
    const first = shown.get(sha256);
    const copies = first === undefined ? [] : [...first.copies, member.name, ...member.copies].sort();
    shown.set(sha256, first === undefined ? member : { ...first, copies });
  }
  return [...shown.values()];
};

const byWhatItSays = (a: Member, b: Member): number =>
  Number(a.verdict.outcome === 'good') - Number(b.verdict.outcome === 'good') ||
  b.verdict.bundle.sizeBytes - a.verdict.bundle.sizeBytes ||
  (a.name < b.name ? -1 : 1);

/** The bundle together with the one before it, if that is here. */
const compared = async (chain: Chain, member: Member): Promise<Member> => {
  const before = chain.directlyBefore(member);
  return before === undefined ? member : { ...member, verdict: await continuing(member, before) };
};

const judge = async (chain: Chain): Promise<readonly Claim[]> => {
  const isEmpty = !chain.members.some(isPlaced);
  const claims: Claim[] = [];
  for (const [id, check] of Object.entries(chainChecks))
    claims.push(claimOf(id, isEmpty ? notShown : await find(() => check(chain))));
  return claims;
};

const overall = ({ members }: Chain, claims: readonly Claim[]): ChainVerdict['outcome'] => {
  const outcome = outcomeOf(claims);
  const isRead = members.length > 0 && members.every(({ verdict }) => verdict.outcome !== 'unreadable');
  return outcome === 'good' && !isRead ? 'unreadable' : outcome;
};

const newestOf = (chain: Chain): ChainVerdict['newest'] => {
  const [end, other] = endsOf(chain);
  // Whatever could not be read may come after it.
  if (chain.members.some(({ verdict }) => verdict.outcome === 'unreadable')) return null;
  if (end === undefined || other !== undefined) return null;
  const { bundle, summary } = end.verdict;
  return { name: end.name, sha256: bundle.sha256, ceremony: summary.ceremony };
};
