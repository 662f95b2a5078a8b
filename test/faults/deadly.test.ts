import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { ceremonyNames, prepare, type CeremonyName } from './ceremonies.ts';
import { deathsIn, dieAt, nameOf, placeDeaths, type Opened } from './deaths.ts';
import { deadlyKinds } from './faults.ts';
import { openFaultRoom } from './room.ts';
import { openWalk } from './walk.ts';

/**
 * Where LONG is set, every function that any ceremony calls meets every way in which a driver can end an engine; else one engine
 * dies in each way, in the middle of a ceremony.
 */
const isLong = process.env['LONG'] !== undefined;

const room = openFaultRoom();

const open = async (name: CeremonyName): Promise<Opened> => {
  const walked = await prepare(room, name);
  const walk = openWalk(room, walked);
  return { walked, walk, stretches: await walk.stretches() };
};

/** What a function has met in one ceremony it need not meet in the next: each has a few of them, so that all have their part. */
const deathsMax = 14;
const met = new Set<string>();
const wanted = new Set<string>();

const dieOfWhatIsLeft = async (opened: Opened, turn: number): Promise<void> => {
  const left = deathsIn(opened.stretches).filter((death) => !met.has(nameOf(death)));
  const start = (turn * deathsMax) % Math.max(left.length, 1);
  const next = [...left.slice(start), ...left.slice(0, start)].slice(0, deathsMax);
  if (next.length === 0) return;
  const placed = placeDeaths(opened.stretches, next, turn);
  const struck = await dieAt(room, opened, placed);
  for (const [key, { death }] of placed) if (struck.has(key)) met.add(nameOf(death));
  process.stderr.write(`${opened.walked.name}: ${met.size} of ${wanted.size} deaths\n`);
};

if (isLong)
  describe('engines whose driver crashes, hangs or gives lengths of its own', () => {
    after(() => {
      process.stdout.write(`${met.size} of ${wanted.size} deaths survived, of every function in every way\n`);
    });
    const all: Opened[] = [];
    for (const [turn, name] of ceremonyNames.entries())
      test(`in a ceremony to ${name} are followed by others, which finish it`, async () => {
        const opened = await open(name);
        all.push(opened);
        for (const death of deathsIn(opened.stretches)) wanted.add(nameOf(death));
        await dieOfWhatIsLeft(opened, turn);
      });
    test('die in every function that is called, in every way', async () => {
      for (const [turn, opened] of [...all, ...all].entries()) await dieOfWhatIsLeft(opened, turn);
      const left = [...wanted].filter((name) => !met.has(name));
      assert.deepEqual(left, []);
    });
  });
else
  describe('an engine whose driver', () => {
    for (const [number, kind] of deadlyKinds.entries()) {
      test(`${kind.name} is followed by another, which finishes the ceremony`, async () => {
        const opened = await open('generate');
        // A stretch can have a call more or less than in the straight run, and then its fault may find nothing to strike.
        let struck = 0;
        for (const stretch of opened.stretches.slice(12 + number * 3)) {
          const possible = deathsIn([stretch]).filter((death) => death.kind === kind);
          const chosen = possible.slice(number % Math.max(possible.length, 1)).slice(0, 1);
          const placed = placeDeaths([stretch], chosen, number);
          if (placed.size === 0) continue;
          struck += (await dieAt(room, opened, placed)).size;
          if (struck > 0) break;
        }
        assert.ok(struck > 0);
      });
    }
  });
