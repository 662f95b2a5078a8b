import { CeremonyError, type ErrorCode, type ErrorDetails, type Problem } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { sentenceOf } from '../texts/sentence.ts';
import type { BundleFile } from '../verify/chain.ts';
import type { Bundle } from '../verify/openBundle.ts';

/** What a command may touch. */
export type Io = {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** The same for a bundle, which may be longer than memory. */
  readonly openFile: (path: string) => Promise<Bundle>;
  /** The bundles in a folder; null where there is no folder. */
  readonly bundlesIn: (path: string) => Promise<readonly BundleFile[] | null>;
};

/** 0 good; 1 verified as bad, or the ceremony failed; 2 could not be read, or wrong usage. DESIGN section 8. */
export type ExitCode = 0 | 1 | 2;

/** A command of the command line. What it throws becomes one line on stderr. */
export type Command = (args: readonly string[], io: Io) => Promise<ExitCode>;

/** Characters that a terminal would obey are shown by number: facts can come from a forged file. */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );

export const factsText = (details: ErrorDetails): string =>
  Object.entries(details)
    .map(([name, value]) => `${name} ${printable(String(value))}`)
    .join(', ');

/** `code: sentence`, with the facts of the problem. Lines are in English: other tools read them. */
export const problemText = (problem: Problem): string => {
  const { code, details } = problem;
  const facts = factsText(details);
  return printable(`${code}: ${sentenceOf(problem, texts('en'))}${facts === '' ? '' : ` (${facts})`}`);
};

/** A problem as its one line on stderr. */
export const tell = (io: Pick<Io, 'err'>, problem: Problem): void => io.err(problemText(problem));

const fileErrors: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'file-absent',
  ENOTDIR: 'file-absent',
  EISDIR: 'not-a-file',
};

/** @throws CeremonyError file-absent, file-unreadable */
export const readBundle = (io: Io, path: string): Promise<Uint8Array> => reading(path, io.readFile);

/** @throws CeremonyError file-absent, file-unreadable */
export const openBundle = (io: Io, path: string): Promise<Bundle> => reading(path, io.openFile);

const reading = async <T>(path: string, read: (path: string) => Promise<T>): Promise<T> => {
  try {
    return await read(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new CeremonyError(fileErrors[code] ?? 'file-unreadable', { path }, cause);
  }
};
