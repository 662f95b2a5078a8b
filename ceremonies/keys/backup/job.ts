import { bad, CeremonyError, good, type Result } from '../../model/error.ts';
import { openInput, openOutput, type Input, type Output } from './files.ts';
import { openMeter, requireGoingOn, type OnProgress } from './transfer.ts';

export type Job = {
  readonly input: Input;
  readonly output: Output;
  readonly meter: ReturnType<typeof openMeter>;
};

/** What a file system refused; all writing says so itself, so this is about reading. */
const isFileFault = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

/** What is our own mistake is thrown on; all else is for people to mend. */
const asProblem = (error: unknown): Result<never> => {
  if (isFileFault(error)) return bad('file-unreadable', { reason: error.code ?? '' });
  if (!(error instanceof CeremonyError) || error.code === 'internal') throw error;
  return bad(error.code, error.details);
};

/** Turns what a reader or a file throws into a problem. */
export const attemptJob = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return good(await work());
  } catch (error) {
    return asProblem(error);
  }
};

/**
 * From one file to another: the output gets its name when `work` is done, and is gone if it fails, however it fails.
 */
export const withFiles = <T>(
  paths: { readonly input: string; readonly output: string },
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
  work: (job: Job) => Promise<T>,
): Promise<Result<T>> =>
  attemptJob(async () => {
    requireGoingOn(signal);
    const input = await openInput(paths.input);
    try {
      const output = await openOutput(paths.output, input);
      try {
        const meter = openMeter(input.sizeBytes, onProgress);
        const result = await work({ input, output, meter });
        await output.publish();
        meter.finish();
        return result;
      } finally {
        await output.discard();
      }
    } finally {
      await input.handle.close();
    }
  });
