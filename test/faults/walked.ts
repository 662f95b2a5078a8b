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
import { tableOf, type Row } from './table.ts';
import { openWalk, type Fault, type Stretch, type Walk } from './walk.ts';

/** LONG: every point, which takes hours; FAULT_RUNS: so many runs of each kind of fault; else a sample of a minute. */
const isLong = process.env['LONG'] !== undefined;
const runsAsked = process.env['FAULT_RUNS'];
const runsOfSample = 1;

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
    describe(`a ceremony to ${name}`, () => {
      const walks: { readonly walk: Walk; readonly stretches: readonly Stretch[] }[] = [];
      before(async () => {
        const walk = openWalk(room, await prepare(room, name));
        walks.push({ walk, stretches: await walk.stretches() });
      });
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
    const outcome = await walk.survive((stretch) => faults.get(stretch) ?? null);
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
    const { wrong } = await walk.survive((key) => (key === stretch ? fault : null));
    if (wrong.length === 0) continue;
    const call = fault.layer === 'token' ? callOf(stretches, stretch, fault.nth) : 'write';
    guilty.push(`${stretch}, ${call} ${fault.nth}: ${wrong.join('; ')}`);
  }
  return guilty.length > 0 ? guilty : [`together only: ${together.join('; ')}`];
};

const callOf = (stretches: readonly Stretch[], stretch: string, nth: number): string =>
  stretches.find(({ key }) => key === stretch)?.calls[nth - 1] ?? '';
