import { readFile } from 'node:fs/promises';
import { verify } from '../../ceremonies/cli/verify.ts';
import { bundlesIn } from '../../ceremonies/conductor/bundleFolder.ts';
import { openFile } from '../../ceremonies/transcript/fileSource.ts';

/** What the command line says of the same files: the text of its verdict. */
export const commandLine = async (...args: readonly string[]): Promise<string> => {
  const lines: string[] = [];
  const out = (line: string): void => void lines.push(`${line}\n`);
  await verify([...args, '--json'], { out, err: () => undefined, readFile, openFile, bundlesIn });
  return lines.join('');
};
