import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { prepare, type CeremonyName } from './ceremonies.ts';
import {
  faultKinds,
  faultsOfRun,
  longestOf,
  pointsOf,
  powerCuts,
  survivable,
  type FaultKind,
} from './faults.ts';
import { openFaultRoom } from './room.ts';
import { rowsOf, tableOf, type Row } from './table.ts';
import { pointsInTurns, walkTurns } from './turns.ts';
import { openWalk, type Fault, type Faults, type Stretch, type Walk } from './walk.ts';

/**
 * LONG, or FAULT_WAYS=turns: every call once, the ways taking turns, and every write in every way, with FAULT_RUNS in so many runs at
 * most. FAULT_WAYS=all: every call in every way, which takes a day. FAULT_RUNS alone: so many runs of each kind of fault. None of
 * these: a sample of a minute. FAULT_CEREMONIES: only these.
 */
const ways = process.env['FAULT_WAYS'] ?? (process.env['LONG'] === undefined ? null : 'turns');
const isLong = ways === 'all';
const runsAsked = process.env['FAULT_RUNS'];
const runsOfSample = 1;
const ceremoniesAsked = process.env['FAULT_CEREMONIES']?.split(',') ?? null;

/** In a sample, each ceremony meets one kind of fault that people are told of, and one power cut. */
const kindsOf = (number: number): readonly FaultKind[] =>
  isLong || runsAsked !== undefined
    ? faultKinds
    : [survivable, powerCuts].flatMap((kinds) => kinds[number % kinds.length] ?? []);

/** Spreads the few runs of a sample over the length of a stretch: a sequence that never comes near where it was before. */
const shiftOf = (number: number): number => (number * 0.618034) % 1;

/** Walks these ceremonies, and prints the table. To be called once in a test file; `seed` differs from file to file. */
export const walkAll = (names: readonly CeremonyName[], seed = 0): void => {
  const room = openFaultRoom();
  const rows: Row[] = [];
  after(() => {
    process.stdout.write(`${tableOf(rows)}\n`);
  });
  for (const [at, name] of names.entries()) {
    if (ceremoniesAsked !== null && !ceremoniesAsked.includes(name)) continue;
    describe(`a ceremony to ${name}`, () => {
      const walks: { readonly walk: Walk; readonly stretches: readonly Stretch[] }[] = [];
      before(async () => {
        const walk = openWalk(room, await prepare(room, name));
        walks.push({ walk, stretches: await walk.stretches() });
      });
      if (ways === 'turns') {
        test('survives a fault at every call and at every write', async () => {
          const [opened] = walks;
          assert.ok(opened !== undefined);
          const turns = await walkInTurns(name, opened, seed + at);
          rows.push(...turns.rows);
          assert.deepEqual(turns.wrong, []);
        });
        return;
      }
      for (const [number, kind] of kindsOf(seed + at).entries()) {
        test(`survives every ${kind.name}`, async (context) => {
          const [opened] = walks;
          assert.ok(opened !== undefined);
          const shift = shiftOf((seed + at) * faultKinds.length + number);
          const walked = await walkKind(opened.walk, opened.stretches, kind, shift);
          rows.push({ ceremony: name, fault: kind.name, ...walked.counts });
          context.diagnostic(`${name}, ${kind.name}: ${JSON.stringify(walked.counts)}`);
          assert.deepEqual(walked.wrong, []);
        });
      }
    });
  }
};

type Opened = { readonly walk: Walk; readonly stretches: readonly Stretch[] };

const walkInTurns = async (
  name: CeremonyName,
  { walk, stretches }: Opened,
  seed: number,
): Promise<{ readonly rows: readonly Row[]; readonly wrong: readonly string[] }> => {
  const points = pointsInTurns(stretches, seed);
  const since = performance.now();
  const say = (text: string): unknown => process.stderr.write(`${name}: ${text}\n`);
  const turns = await walkTurns(walk, points, say, runsAsked === undefined ? Infinity : Number(runsAsked));
  const { walked, wrong, runs } = turns;
  const minutes = ((performance.now() - since) / 60_000).toFixed(1);
  say(
    `${walked.length} of ${points.length} points walked in ${runs} runs and ${minutes} minutes; wrong: ${wrong.length}`,
  );
  return { rows: rowsOf(name, points, turns), wrong: turns.wrong };
};

type Walked = { readonly counts: Omit<Row, 'ceremony' | 'fault'>; readonly wrong: readonly string[] };

const walkKind = async (
  walk: Walk,
  stretches: readonly Stretch[],
  kind: FaultKind,
  shift: number,
): Promise<Walked> => {
  const longest = longestOf(stretches, kind);
  const runs = isLong ? longest : Math.min(Number(runsAsked ?? runsOfSample), longest);
  const wrong: string[] = [];
  let walked = 0;
  let survived = 0;
  for (let run = 0; run < runs; run += 1) {
    const faults = faultsOfRun(stretches, kind, { run, runs, shift: runs === longest ? 0 : shift });
    const outcome = await walk.survive(oneEach(faults));
    walked += outcome.struck;
    const guilty = outcome.wrong.length === 0 ? [] : await findGuilty(walk, stretches, faults, outcome.wrong);
    survived += outcome.struck - guilty.length;
    wrong.push(...guilty);
  }
  return { counts: { points: pointsOf(stretches, kind), walked, survived }, wrong };
};

/** Which of the faults of a run that did not end well are to blame, each tried alone. */
const findGuilty = async (
  walk: Walk,
  stretches: readonly Stretch[],
  faults: ReadonlyMap<string, Fault>,
  together: readonly string[],
): Promise<readonly string[]> => {
  const guilty: string[] = [];
  for (const [stretch, fault] of faults) {
    const { wrong } = await walk.survive(new Map([[stretch, [fault]]]));
    if (wrong.length === 0) continue;
    const call = fault.layer === 'token' ? callOf(stretches, stretch, fault.nth) : 'write';
    guilty.push(`${stretch}, ${call} ${fault.nth}: ${wrong.join('; ')}`);
  }
  return guilty.length > 0 ? guilty : [`together only: ${together.join('; ')}`];
};

const oneEach = (faults: ReadonlyMap<string, Fault>): Faults =>
  new Map([...faults].map(([stretch, fault]) => [stretch, [fault]]));

const callOf = (stretches: readonly Stretch[], stretch: string, nth: number): string =>
  stretches.find(({ key }) => key === stretch)?.calls[nth - 1] ?? '';
