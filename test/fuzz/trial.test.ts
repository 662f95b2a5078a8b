import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { content } from './constants.ts';
import { openTrial } from './trial.ts';

const trial = openTrial(5_000);
after(trial.end);

const kindOf = async (parser: string): Promise<string> => (await trial.run(parser, [content])).kind;

describe('a parser that is at fault is found, and the next one is tried all the same:', () => {
  for (const [parser, kind] of [
    ['throws no code', 'uncoded'],
    ['refuses with no code', 'uncoded'],
    ['fails when it has answered', 'uncoded'],
    ['hangs', 'hung'],
    ['crashes', 'crashed'],
  ] as const)
    test(parser, async () => {
      assert.equal(await kindOf(parser), kind);
      assert.equal(await kindOf('canonical JSON'), 'tried');
    });

  test('keeps memory', async () => {
    const before = await trial.memory();
    for (let time = 0; time < 20; time += 1) await trial.run('keeps', [content]);
    assert.ok((await trial.memory()).keptBytes - before.keptBytes > 40_000_000);
  });
});
