import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Task } from './child.ts';

/** What became of inputs: what the child said, or that it never did. */
export type Outcome =
  | Exclude<Answer, { kind: 'memory' | 'ready' }>
  | { readonly kind: 'hung' | 'crashed'; readonly what: string };

export type Trial = {
  readonly run: (parser: string, inputs: readonly Uint8Array[]) => Promise<Outcome>;
  /** Resident memory of the child: now, after everything that can be let go was, and at its highest. */
  readonly memory: () => Promise<{ readonly keptBytes: number; readonly peakBytes: number }>;
  readonly end: () => void;
};

/** A machine that is busy with other things is no parser that hangs. */
const patienceMs = 120_000;

/** A parser that takes more ends its child. */
const heapMaxMib = 1024;

const start = (): ChildProcess =>
  fork(join(import.meta.dirname, 'child.ts'), {
    execArgv: ['--import', 'tsx', '--expose-gc', `--max-old-space-size=${heapMaxMib}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });

/** The child's next answer; none, if it hangs or ends. */
const answerOf = (child: ChildProcess, deadlineMs: number): Promise<Answer | Outcome> =>
  new Promise((resolve) => {
    const settle = (value: Answer | Outcome): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(value);
    };
    const timer = setTimeout(() => settle({ kind: 'hung', what: `${deadlineMs} ms` }), deadlineMs);
    child.once('message', (message: Answer) => settle(message));
    child.once('exit', (code, signal) => settle({ kind: 'crashed', what: String(signal ?? code) }));
    child.once('error', (error) => settle({ kind: 'crashed', what: error.message }));
  });

/** One child after another: one that hangs or crashes is replaced. */
export const openTrial = (deadlineMs = patienceMs): Trial => {
  let child: ChildProcess | null = null;
  const end = (): void => {
    child?.removeAllListeners();
    child?.kill('SIGKILL');
    child = null;
  };

  const running = async (): Promise<ChildProcess> => {
    if (child !== null) return child;
    child = start();
    const { kind } = await answerOf(child, patienceMs);
    if (kind !== 'ready') throw new Error(`the child did not start: ${kind}`);
    return child;
  };

  const ask = async (task: Task, inputs = 1): Promise<Answer | Outcome> => {
    const asked = await running();
    const answer = answerOf(asked, deadlineMs * inputs);
    asked.send(task);
    const given = await answer;
    if (given.kind === 'hung' || given.kind === 'crashed') end();
    return given;
  };

  return {
    run: async (parser, inputs) => {
      const answered = await ask({ kind: 'try', parser, inputs }, inputs.length);
      if (answered.kind === 'memory' || answered.kind === 'ready') throw new Error(answered.kind);
      return answered;
    },
    memory: async () => {
      const answered = await ask({ kind: 'memory' });
      if (answered.kind !== 'memory') throw new Error(`no answer: ${answered.kind}`);
      return answered;
    },
    end,
  };
};
