import type { FunctionName } from './board.ts';
import { callWays, faultAt, writeWays, type FaultKind } from './faults.ts';
import type { Fault, Faults, Stretch, Walk } from './walk.ts';

/**
 * A fault at one point of the straight run: the nth write of a stretch, or the nth call of a function there. `called`: that function,
 * or null for a write. `at`: how far into the stretch it is, in calls.
 */
export type Point = {
  readonly stretch: string;
  readonly called: FunctionName | null;
  readonly at: number;
  readonly kind: FaultKind;
  readonly fault: Fault;
};

/**
 * Every call once, the ways taking turns by how often its function was called before; a function that is called more seldom than
 * there are ways meets them all nevertheless, at calls that are struck again. And every write, in every way. `seed`: with which way
 * the turns begin, so that the same call of another ceremony meets another.
 */
export const pointsInTurns = (stretches: readonly Stretch[], seed: number): readonly Point[] => {
  const calls = stretches.flatMap(({ key, calls: names }) =>
    names.map((called, at) => ({
      stretch: key,
      called,
      at,
      nth: names.slice(0, at + 1).filter((name) => name === called).length,
    })),
  );
  const inTurns = [...new Set(calls.map(({ called }) => called))].flatMap((name) => {
    const all = calls.filter(({ called }) => called === name);
    return Array.from({ length: Math.max(all.length, callWays.length) }, (_, turn) =>
      pointAt(all[turn % all.length], callWays[(turn + seed) % callWays.length]),
    ).flat();
  });
  const writes = stretches.flatMap(({ key, writes: count }) =>
    Array.from({ length: count }, (_, index) => ({
      stretch: key,
      called: null,
      at: 0,
      nth: index + 1,
    })),
  );
  inTurns.sort((a, b) => a.at - b.at);
  return [...writes.flatMap((write) => writeWays.flatMap((kind) => pointAt(write, kind))), ...inTurns];
};

type Place = Pick<Point, 'stretch' | 'called' | 'at'> & { readonly nth: number };

const pointAt = (place: Place | undefined, kind: FaultKind | undefined): readonly Point[] =>
  place === undefined || kind === undefined
    ? []
    : [{ ...place, kind, fault: faultAt(kind, place.nth, place.called ?? undefined) }];

/**
 * How many calls of one stretch go wrong in one run, and how far apart: what the program does about one fault is over before the next.
 * Where that makes a ceremony take other ways, so that a point is missed, it is walked again as the only one of its stretch.
 */
const rounds: readonly { readonly together: number; readonly apart: number }[] = [
  { together: 8, apart: 16 },
  { together: 4, apart: 32 },
  { together: 1, apart: 0 },
];

export type TurnsWalked = {
  readonly walked: readonly Point[];
  /** Points at which nothing struck, not even alone, or whose turn did not come. */
  readonly missed: readonly Point[];
  readonly wrong: readonly string[];
  readonly runs: number;
};

/**
 * Walks points, some of each stretch in one run, until each was struck. `say`: how far it is, and what is wrong, at once. `runsMax`:
 * after so many runs it is left at that.
 */
export const walkTurns = async (
  walk: Walk,
  points: readonly Point[],
  say: (text: string) => void,
  runsMax = Infinity,
): Promise<TurnsWalked> => {
  const walked: Point[] = [];
  const wrong: string[] = [];
  let runs = 0;

  /** Those that nothing struck. */
  const run = async (chosen: readonly Point[], left: number): Promise<readonly Point[]> => {
    runs += 1;
    const outcome = await walk.survive(faultsOf(chosen));
    if (outcome.wrong.length > 0) {
      say(`run ${runs} did not end well: ${outcome.wrong.join('; ')}`);
      for (const guilty of await blame(walk, chosen, outcome.wrong)) {
        say(`wrong: ${guilty}`);
        wrong.push(guilty);
      }
    }
    const missed = chosen.filter(({ fault }) => !outcome.strikes.has(fault));
    walked.push(...chosen.filter((point) => !missed.includes(point)));
    if (runs % 10 === 0) say(`${left + missed.length} of ${points.length} points left after ${runs} runs`);
    return missed;
  };

  let left = points;
  for (const round of rounds) {
    let missed: readonly Point[] = [];
    while (left.length > 0 && runs < runsMax) {
      const chosen = choose(left, round);
      left = left.filter((point) => !chosen.has(point));
      missed = [...missed, ...(await run([...chosen], left.length + missed.length))];
    }
    left = [...left, ...missed];
  }
  const missed: Point[] = [];
  for (const [at, point] of left.entries())
    missed.push(...(runs < runsMax ? await run([point], left.length - at - 1 + missed.length) : [point]));
  return { walked, missed, wrong, runs };
};

/** Of each stretch a write, or else calls that are well apart. */
const choose = (
  points: readonly Point[],
  { together, apart }: (typeof rounds)[number],
): ReadonlySet<Point> => {
  const byStretch = new Map<string, Point[]>();
  for (const point of points) {
    const chosen = byStretch.get(point.stretch) ?? [];
    const last = chosen.at(-1);
    const isFree =
      last === undefined ||
      (chosen.length < together &&
        last.fault.layer === 'token' &&
        point.fault.layer === 'token' &&
        point.at >= last.at + apart);
    if (isFree) byStretch.set(point.stretch, [...chosen, point]);
  }
  return new Set([...byStretch.values()].flat());
};

const faultsOf = (points: readonly Point[]): Faults =>
  new Map(
    points.map(({ stretch }) => [
      stretch,
      points.filter((point) => point.stretch === stretch).map(({ fault }) => fault),
    ]),
  );

/** Which faults of a run that did not end well are to blame: the fewest that halving them finds, again and again. */
const blame = async (
  walk: Walk,
  points: readonly Point[],
  together: readonly string[],
): Promise<readonly string[]> => {
  const guilty: string[] = [];
  let left = points;
  let wrong = together;
  while (wrong.length > 0) {
    const least = await narrow(walk, { points: left, wrong });
    guilty.push(`${least.points.map(describePoint).join(', and ')}: ${least.wrong.join('; ')}`);
    const found = least.points;
    left = left.filter((point) => !found.includes(point));
    wrong = (await walk.survive(faultsOf(left))).wrong;
  }
  return guilty;
};

type Guilty = { readonly points: readonly Point[]; readonly wrong: readonly string[] };

const narrow = async (walk: Walk, guilty: Guilty): Promise<Guilty> => {
  const middle = guilty.points.length >> 1;
  if (middle === 0) return guilty;
  for (const points of [guilty.points.slice(0, middle), guilty.points.slice(middle)]) {
    const { wrong } = await walk.survive(faultsOf(points));
    if (wrong.length > 0) return narrow(walk, { points, wrong });
  }
  return guilty;
};

const describePoint = ({ stretch, called, kind, fault }: Point): string =>
  `${stretch}, ${called ?? 'write'} ${fault.nth}, ${kind.name}`;
