import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Question } from '../../ceremonies/model/question.ts';
import { prepare, type CeremonyName } from './ceremonies.ts';
import { openFaultRoom } from './room.ts';
import { givingUp } from './run.ts';
import { rowsOf, tableOf, type Row } from './table.ts';
import { pointsInTurns, walkTurns } from './turns.ts';
import { openWalk } from './walk.ts';

/** Where LONG is set, every call and every write of every giving up; else a few of one. */
const isLong = process.env['LONG'] !== undefined;

type When = {
  readonly name: CeremonyName;
  readonly at: string;
  readonly givesUp: (question: Question) => boolean;
};

const amidShares = (question: Question): boolean =>
  question.kind === 'card-pin' &&
  question.purpose === 'store-share' &&
  question.participant === 'custodian-2';
const atDeclaring = ({ kind }: Question): boolean => kind === 'declare';
const atSigning = (question: Question): boolean =>
  question.kind === 'card-pin' && question.purpose === 'sign-bundle' && question.participant === 'witness';

/** A sharing anew, and a destruction, have by then done what nobody can undo: they are brought to their end. */
const all: readonly When[] = [
  { name: 'generate', at: 'amid its shares', givesUp: amidShares },
  { name: 'generate', at: 'as people declare', givesUp: atDeclaring },
  { name: 'rotate', at: 'as people declare', givesUp: atDeclaring },
  { name: 'rotate', at: 'as people sign it', givesUp: atSigning },
  { name: 'reconstitute', at: 'as people declare', givesUp: atDeclaring },
  { name: 'reconstitute-anew', at: 'as people declare', givesUp: atDeclaring },
];
const oneInMany = 17;

const room = openFaultRoom();
const rows: Row[] = [];
after(() => {
  process.stdout.write(`${tableOf(rows)}\n`);
});

describe('a ceremony that is given up', () => {
  for (const [number, { name, at, givesUp }] of (isLong ? all : all.slice(0, 1)).entries()) {
    test(`${at}, to ${name}, leaves no key of its own whatever fails meanwhile, and all that was`, async () => {
      const walk = openWalk(room, { ...(await prepare(room, name)), givesUp });
      const stretch = (await walk.stretches()).filter(({ key }) => key === givingUp);
      const points = pointsInTurns(stretch, number);
      assert.ok(points.length > 0);
      const some = isLong ? points : points.filter((_, index) => index % oneInMany === 0);
      const walked = await walkTurns(walk, some, (text) => process.stderr.write(`${name}, ${at}: ${text}\n`));
      rows.push(...rowsOf(`${name}, given up ${at}`, some, walked));
      assert.deepEqual(walked.wrong, []);
      assert.deepEqual(walked.missed, []);
    });
  }
});
