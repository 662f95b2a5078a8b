import { setImmediate } from 'node:timers/promises';
import { CeremonyError, errorCodes } from '../../ceremonies/model/error.ts';
import { findParser } from './parsers.ts';

/** Tries inputs in a process of its own, where they may hang, crash and take memory as they can. */

export type Task =
  | { readonly kind: 'try'; readonly parser: string; readonly inputs: readonly Uint8Array[] }
  | { readonly kind: 'memory' };

export type Answer =
  | { readonly kind: 'ready' }
  /** How many were taken, and how many refused with a code. */
  | { readonly kind: 'tried'; readonly good: number; readonly refused: number; readonly slowestMs: number }
  /** The first exception without a code, or with a code that there is not. */
  | { readonly kind: 'uncoded'; readonly what: string }
  | { readonly kind: 'memory'; readonly keptBytes: number; readonly peakBytes: number };

type Outcome = { readonly refused: boolean } | { readonly what: string };

/** `internal` is what nobody thought of. */
const isCode = (code: unknown): boolean => code !== 'internal' && errorCodes.some((each) => each === code);

const refusal = (problem: unknown): Outcome => {
  const code: unknown = typeof problem === 'object' && problem !== null && 'code' in problem && problem.code;
  return isCode(code) ? { refused: true } : { what: `problem ${String(code)}` };
};

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

const outcomeOf = async (parser: string, input: Uint8Array): Promise<Outcome> => {
  try {
    const result: unknown = await findParser(parser).parse(input);
    const isRefused = typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;
    return isRefused && 'problem' in result ? refusal(result.problem) : { refused: false };
  } catch (error) {
    return error instanceof CeremonyError ? refusal(error) : { what: describe(error) };
  }
};

const memory = (): Answer => {
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  return { kind: 'memory', keptBytes: rss, peakBytes: process.resourceUsage().maxRSS * 1024 };
};

// What a parser leaves behind fails after it has answered.
let stray: string | null = null;
process.on('unhandledRejection', (error) => (stray = `unhandled: ${describe(error)}`));
process.on('uncaughtException', (error) => (stray = `uncaught: ${describe(error)}`));

const tried = async (parser: string, inputs: readonly Uint8Array[]): Promise<Answer> => {
  let refused = 0;
  let slowestMs = 0;
  for (const input of inputs) {
    const begun = performance.now();
    const outcome = await outcomeOf(parser, input);
    if ('what' in outcome) return { kind: 'uncoded', what: outcome.what };
    refused += Number(outcome.refused);
    slowestMs = Math.max(slowestMs, Math.round(performance.now() - begun));
  }
  await setImmediate();
  const what = stray;
  stray = null;
  return what === null
    ? { kind: 'tried', good: inputs.length - refused, refused, slowestMs }
    : { kind: 'uncoded', what };
};

const answer = (value: Answer): void => void process.send?.(value);

process.on('message', (task: Task) => {
  if (task.kind === 'memory') answer(memory());
  else void tried(task.parser, task.inputs).then(answer);
});

answer({ kind: 'ready' });
