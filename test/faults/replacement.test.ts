import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { prepare, type CeremonyName } from './ceremonies.ts';
import { deathsIn, dieAt, nameOf, placeDeaths, type Opened } from './deaths.ts';
import type { Loss } from './losing.ts';
import { replacing } from './people.ts';
import { openFaultRoom } from './room.ts';
import { losing } from './run.ts';
import { rowsOf, tableOf, type Row } from './table.ts';
import { pointsInTurns, walkTurns } from './turns.ts';
import { openWalk, type Stretch } from './walk.ts';

/**
 * Where LONG is set, every call and every write of every replacement, and deaths in every function that one calls; else a few of one.
 * FAULT_REPLACEMENTS: only these, by their number.
 */
const isLong = process.env['LONG'] !== undefined;
const asked = process.env['FAULT_REPLACEMENTS']?.split(',').map(Number) ?? null;

type Case = {
  readonly name: CeremonyName;
  readonly whose: string;
  /** The first is the one for whose sake the others are asked. */
  readonly losses: readonly [Loss, ...Loss[]];
};

const removed = { kind: 'taken-out', value: 'CKR_DEVICE_REMOVED' } as const;
const failing = { kind: 'refused-after', value: 'CKR_DEVICE_ERROR' } as const;
const beforeReceipt = { nth: 1, called: 'C_Sign', fault: removed } as const;
/** The first object that is put on a card is a trial. */
const whileWriting = { nth: 2, called: 'C_CreateObject', fault: failing } as const;

const ofCustodian = (participant: string, breaks: Loss['breaks']): Loss => ({
  participant,
  purpose: 'store-share',
  act: null,
  breaks,
});
const ofLeader = (participant: string, purpose: Loss['purpose'], act: Loss['act'] = null): Loss => ({
  participant,
  purpose,
  act,
  breaks: null,
});

const all: readonly Case[] = [
  {
    name: 'generate',
    whose: 'of a custodian, with the share on it and before the receipt',
    losses: [ofCustodian('custodian-2', beforeReceipt)],
  },
  {
    name: 'rotate',
    whose: 'of a custodian, as the share is put on it',
    losses: [ofCustodian('custodian-3', whileWriting)],
  },
  {
    name: 'generate',
    whose: 'of the administrator, before an act is signed',
    losses: [ofLeader('administrator', 'sign-act', 'key')],
  },
  {
    name: 'check',
    whose: 'of the witness, before the bundle is signed',
    losses: [ofLeader('witness', 'sign-bundle')],
  },
  {
    name: 'destroy-card',
    whose: 'of the witness, where the administrator alone is left to vouch',
    losses: [ofLeader('witness', 'sign-act', 'destruction')],
  },
  {
    name: 'reshare',
    whose: 'of a custodian, and of the administrator who is to vouch',
    losses: [ofCustodian('custodian-1', beforeReceipt), ofLeader('administrator', 'vouch')],
  },
];
const oneInMany = 41;
const deathsMax = 14;

const room = openFaultRoom();
const rows: Row[] = [];
after(() => {
  process.stdout.write(`${tableOf(rows)}\n`);
});

/** From the loss to the question that waited for the new card, with what is done on its answer. */
const replacementIn = (stretches: readonly Stretch[], [{ participant }]: Case['losses']) => {
  const first = stretches.findIndex(({ key }) => key === losing(participant));
  const last = stretches.findLastIndex(({ key }) => key.startsWith(replacing));
  const waiting = stretches.findIndex(
    ({ key }, index) => index > last && key.includes(` card-pin ${participant} `),
  );
  assert.ok(first >= 0 && first < last && last < waiting);
  return stretches.slice(first, waiting + 1);
};

const open = async ({ name, losses }: Case): Promise<Opened> => {
  const walked = { ...(await prepare(room, name, losses.length)), losses };
  const walk = openWalk(room, walked);
  return { walked, walk, stretches: replacementIn(await walk.stretches(), losses) };
};

const chosen = isLong ? all.filter((_, index) => asked?.includes(index + 1) !== false) : all.slice(0, 1);

describe('a card that is replaced', () => {
  for (const [number, each] of chosen.entries())
    test(`${each.whose}, is so whatever fails meanwhile: ${each.name}`, async () => {
      const { walk, stretches } = await open(each);
      const points = pointsInTurns(stretches, number);
      const some = isLong ? points : points.filter((_, index) => index % oneInMany === 0);
      const say = (text: string) => process.stderr.write(`${each.name}, ${each.whose}: ${text}\n`);
      const walked = await walkTurns(walk, some, say);
      say(`${walked.walked.length} of ${some.length} points walked in ${walked.runs} runs`);
      rows.push(...rowsOf(`${each.name}, a card ${each.whose}`, some, walked));
      assert.deepEqual(walked.wrong, []);
      assert.deepEqual(walked.missed, []);
    });

  if (isLong)
    test('is so although engines die in every function that it takes, in every way', async () => {
      const met = new Set<string>();
      const wanted = new Set<string>();
      for (const each of chosen) {
        const opened = await open(each);
        for (const death of deathsIn(opened.stretches)) wanted.add(nameOf(death));
        for (let turn = 0; turn < deathsMax; turn += 1) {
          const left = deathsIn(opened.stretches).filter((death) => !met.has(nameOf(death)));
          if (left.length === 0) break;
          const placed = placeDeaths(opened.stretches, left, turn);
          const struck = await dieAt(room, opened, placed);
          for (const [key, { death }] of placed) if (struck.has(key)) met.add(nameOf(death));
          process.stderr.write(`${each.name}: ${met.size} of ${wanted.size} deaths\n`);
        }
      }
      process.stdout.write(`${met.size} of ${wanted.size} deaths survived, of every function in every way\n`);
      assert.deepEqual(
        [...wanted].filter((name) => !met.has(name)),
        [],
      );
    });
});
