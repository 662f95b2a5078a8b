import { demand } from '../model/demand.ts';
import type { ErrorCode, ErrorDetails } from '../model/error.ts';
import { notShown, proved, type Finding } from './finding.ts';
import type { Examined, Link } from './link.ts';
import { findRegress } from './standing.ts';
import { failedClaims, type Summary, type Verdict } from './verdict.ts';

/** A bundle among others. `copies`: names of further files with the same bytes. */
export type Member = Examined & { readonly name: string; readonly copies: readonly string[] };

/** A bundle that says where it belongs. */
type Placed = Member & {
  readonly link: Link;
  readonly verdict: Verdict & { readonly summary: Summary };
};

export const isPlaced = (member: Member): member is Placed =>
  member.link !== null && member.verdict.summary !== null;

/** Bundles in the order of the chain. Which one comes before another, their digests say, never the names of files. */
export type Chain = {
  readonly members: readonly Member[];
  readonly placed: readonly Placed[];
  /** The one that a bundle continues from, if it is here. */
  readonly directlyBefore: (member: Member) => Member | undefined;
  /** The last one of those before a bundle that is here and says where it belongs: there may be a gap between them. */
  readonly lastBefore: (member: Placed) => Placed | undefined;
};

const digestOf = ({ verdict }: Member): string => verdict.bundle.sha256;

/** Of two bundles between which no digest decides: the one closed first; those that say nothing of themselves last, by name. */
const byTime = (a: Member, b: Member): number => {
  const key = ({ name, verdict: { summary, bundle } }: Member): string =>
    summary === null ? `~ ${name}` : `${summary.closedAt} ${bundle.sha256}`;
  return key(a) < key(b) ? -1 : 1;
};

/** Puts bundles in order: each after the one that it continues from, and a branch of a fork behind the other as a whole. */
export const chainOf = (unordered: readonly Member[]): Chain => {
  const known = new Map(unordered.map((member) => [digestOf(member), member]));
  const directlyBefore = ({ link }: Member): Member | undefined => known.get(link?.before?.sha256 ?? '-');
  const followers = groupBy(unordered, (member) => directlyBefore(member)?.verdict.bundle.sha256 ?? '');
  const latestFirst = (members: readonly Member[] = []): readonly Member[] =>
    [...members].sort(byTime).reverse();
  const members: Member[] = [];
  const waiting = [...latestFirst(followers.get(''))];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    members.push(next);
    // Of what could not be read at all there is no digest, and nothing continues from it.
    if (digestOf(next) !== '') waiting.push(...latestFirst(followers.get(digestOf(next))));
  }
  return {
    members,
    placed: members.filter(isPlaced),
    directlyBefore,
    lastBefore: ({ link }) =>
      [...link.ancestors, link.before?.sha256 ?? '-']
        .map((digest) => known.get(digest))
        .filter((member) => member !== undefined)
        .findLast(isPlaced),
  };
};

const groupBy = <T>(list: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** The bundles that no other continues from. */
export const endsOf = ({ placed }: Chain): readonly Placed[] => {
  const continued = new Set(placed.flatMap(({ link }) => [link.before?.sha256, ...link.ancestors]));
  return placed.filter((member) => !continued.has(digestOf(member)));
};

const ceremonyOf = ({ verdict }: Placed): string => verdict.summary.ceremony;
const namesOf = (members: readonly Member[]): string => members.map(({ name }) => name).join(', ');
/** A sentence in any language takes it as it is; and no file's name has a slash. */
const groupsOf = (groups: readonly (readonly Member[])[]): string => groups.map(namesOf).join(' / ');
/** Of each ceremony one bundle: that there are several of one is a claim of its own. */
const oneEach = (members: readonly Placed[]): readonly Placed[] => [
  ...new Map(members.map((member) => [ceremonyOf(member), member])).values(),
];

const bundlesGood = ({ members }: Chain): Finding => {
  const bad = members.filter(({ verdict }) => verdict.outcome === 'bad');
  demand(bad.length === 0, 'chain-bundle-bad', {
    files: namesOf(bad),
    claims: [...new Set(bad.flatMap(({ verdict }) => failedClaims(verdict)))].join(', '),
  });
  const unread = members.filter(({ verdict }) => verdict.outcome === 'unreadable');
  return unread.length > 0 ? notShown : proved({ bundles: members.length });
};

const chainBeginning = ({ placed }: Chain): Finding => {
  const beginnings = oneEach(placed.filter(({ link }) => link.before === null));
  demand(beginnings.length > 0, 'chain-beginning-missing', { file: placed[0]?.name ?? '' });
  demand(beginnings.length === 1, 'chain-beginning-twice', { files: namesOf(beginnings) });
  return proved({ file: namesOf(beginnings) });
};

const chainWhole = (chain: Chain): Finding => {
  const torn = chain.placed.filter(
    (member) => member.link.before !== null && chain.directlyBefore(member) === undefined,
  );
  demand(torn.length === 0, 'chain-gap', {
    files: namesOf(torn),
    missing: [...new Set(torn.map(({ link }) => link.before?.sha256 ?? ''))].join(', '),
  });
  return proved({ bundles: chain.placed.length });
};

/** Two bundles of the ceremony before are one place to continue from, and so is the beginning of an embassy. */
const chainUnforked = (chain: Chain): Finding => {
  const placeOf = (member: Placed): string => {
    const { embassy, domain } = member.verdict.summary;
    const { before } = member.link;
    if (before === null) return `the beginning of ${domain} ${embassy}`;
    const here = chain.directlyBefore(member);
    return here !== undefined && isPlaced(here) ? ceremonyOf(here) : before.sha256;
  };
  const forks = [...groupBy(chain.placed, placeOf).values()]
    .map(oneEach)
    .filter((members) => members.length > 1);
  demand(forks.length === 0, 'chain-forked', { files: groupsOf(forks) });
  return proved({ bundles: chain.placed.length });
};

const chainOneEmbassy = ({ placed }: Chain): Finding => {
  const [first] = placed;
  const { embassy = '', domain = '' } = first?.verdict.summary ?? {};
  const foreign = placed.filter(
    ({ verdict }) => verdict.summary.embassy !== embassy || verdict.summary.domain !== domain,
  );
  demand(foreign.length === 0, 'chain-foreign', { files: namesOf(foreign), first: first?.name ?? '' });
  return proved({ embassy, domain });
};

/** Compares each bundle with the last one before it; what differs is told with both their names. */
const pairwise = (
  chain: Chain,
  code: ErrorCode,
  findFault: (before: Placed, member: Placed) => ErrorDetails | undefined,
): Finding => {
  for (const member of chain.placed) {
    const before = chain.lastBefore(member);
    const fault = before === undefined ? undefined : findFault(before, member);
    demand(fault === undefined, code, { file: member.name, before: before?.name ?? '', ...fault });
  }
  return proved({ bundles: chain.placed.length });
};

const statesForward = (chain: Chain): Finding =>
  pairwise(chain, 'state-backwards', (before, { link }) => findRegress(before.link.standing, link.standing));

const timesForward = (chain: Chain): Finding =>
  pairwise(chain, 'ceremony-too-early', ({ verdict: { summary: before } }, { verdict: { summary } }) =>
    summary.openedAt >= before.closedAt
      ? undefined
      : { openedAt: summary.openedAt, closedAt: before.closedAt },
  );

const noDuplicate = ({ members, placed }: Chain): Finding => {
  const twice = [...groupBy(placed, ceremonyOf).values()].filter((group) => group.length > 1);
  demand(twice.length === 0, 'ceremony-twice', { files: groupsOf(twice) });
  const copies = members.flatMap((member) => member.copies);
  return proved(copies.length === 0 ? {} : { copies: copies.join(', ') });
};

/** What bundles say together, by the claim's id. docs/ASSURANCE.md has the argument and the test for each. */
export const chainChecks = {
  'bundles-good': bundlesGood,
  'chain-beginning': chainBeginning,
  'chain-whole': chainWhole,
  'chain-unforked': chainUnforked,
  'chain-one-embassy': chainOneEmbassy,
  'states-forward': statesForward,
  'times-forward': timesForward,
  'no-duplicate': noDuplicate,
} as const satisfies Readonly<Record<string, (chain: Chain) => Finding>>;

export const chainClaimIds: readonly string[] = Object.keys(chainChecks);
