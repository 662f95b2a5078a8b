import { readFile } from 'node:fs/promises';
import { diff } from '../../ceremonies/cli/diff.ts';
import type { Command } from '../../ceremonies/cli/io.ts';
import { verify } from '../../ceremonies/cli/verify.ts';
import { bundlesIn } from '../../ceremonies/conductor/bundleFolder.ts';
import { openFile } from '../../ceremonies/transcript/fileSource.ts';

const saidBy = async (command: Command, args: readonly string[]): Promise<string> => {
  const lines: string[] = [];
  const out = (line: string): void => void lines.push(`${line}\n`);
  await command([...args, '--json'], { out, err: () => undefined, readFile, openFile, bundlesIn });
  return lines.join('');
};

/** What the command line says of the same files: the text of its verdict. */
export const commandLine = (...args: readonly string[]): Promise<string> => saidBy(verify, args);

/** What it says has changed from one to the other. */
export const comparedOnCommandLine = (paths: readonly string[]): Promise<string> => saidBy(diff, paths);
