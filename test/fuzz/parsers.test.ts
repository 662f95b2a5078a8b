import assert from 'node:assert/strict';
import { after, describe, test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { inputs } from './mutations.ts';
import { parsers, type Parser } from './parsers.ts';
import { openTrial } from './trial.ts';

/** Every parser that takes bytes from outside, with good inputs that were changed. `FUZZ_TURNS`: how many times a sample. */
const turns = Number(process.env['FUZZ_TURNS'] ?? (process.env['LONG'] === '1' ? 50 : 1));
const usualRuns = 100;

/** Far above what a parser keeps or takes; a leak or a bomb goes beyond it in a run. */
const most = { keptMib: 256, peakMib: 1024 } as const;
const mib = 1024 * 1024;

const trial = openTrial();
after(trial.end);

/** Inputs at a time: asking costs more than trying. */
const together = 20;

const tried = async (
  { name, like, runs = usualRuns }: Parser,
  good: readonly Uint8Array[],
): Promise<{ readonly count: number; readonly taken: number; readonly slowestMs: number }> => {
  let [count, taken, slowestMs] = [0, 0, 0];
  const some = fc.array(inputs(like, good), { minLength: 1, maxLength: together, size: 'max' });
  await fc.assert(
    fc.asyncProperty(some, async (batch) => {
      const outcome = await trial.run(name, batch);
      const shown = batch.map((input) => Buffer.from(input).toString('base64').slice(0, 20_000));
      assert.ok(outcome.kind === 'tried', [JSON.stringify(outcome), ...shown].join('\n'));
      count += batch.length;
      taken += outcome.good;
      slowestMs = Math.max(slowestMs, outcome.slowestMs);
    }),
    { numRuns: Math.ceil((2 * runs * turns) / together), includeErrorInReport: true },
  );
  return { count, taken, slowestMs };
};

const fuzz = (parser: Parser) => async (context: TestContext) => {
  const good = await parser.good();
  const first = await trial.run(parser.name, good);
  assert.ok(first.kind === 'tried' && first.refused === 0, JSON.stringify(first));
  const before = await trial.memory();
  const { count, taken, slowestMs } = await tried(parser, [...good, ...((await parser.odd?.()) ?? [])]);
  const now = await trial.memory();
  const grown = {
    keptMib: Math.round((now.keptBytes - before.keptBytes) / mib),
    peakMib: Math.round((now.peakBytes - before.keptBytes) / mib),
  };
  context.diagnostic(
    `${parser.name}: ${count} inputs, ${taken} of them taken, the slowest ${slowestMs} ms, ${grown.keptMib} MiB kept, ${grown.peakMib} MiB at most`,
  );
  assert.ok(grown.keptMib < most.keptMib && grown.peakMib < most.peakMib, JSON.stringify(grown));
};

describe('whatever bytes come from outside are taken, or refused with a code, by the parser of', () => {
  for (const parser of parsers) test(parser.name, fuzz(parser));
});
