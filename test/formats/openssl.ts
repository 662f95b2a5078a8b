import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test, in which commands run; gone afterwards. */
export type Folder = {
  readonly write: (name: string, content: Uint8Array | string) => void;
  readonly read: (name: string) => Uint8Array;
  /** Runs a command line (words between spaces) in the folder. */
  readonly run: (commandLine: string) => { readonly ok: boolean; readonly output: string };
};

export const inFolder = async <T>(test: (folder: Folder) => Promise<T> | T): Promise<T> => {
  const path = mkdtempSync(join(tmpdir(), 'formats-'));
  try {
    return await test({
      write: (name, content) => writeFileSync(join(path, name), content),
      read: (name) => new Uint8Array(readFileSync(join(path, name))),
      run: (commandLine) => {
        const [command = '', ...words] = commandLine.split(' ');
        const { status, stdout, stderr } = spawnSync(command, words, { cwd: path, encoding: 'utf8' });
        return { ok: status === 0, output: stdout + stderr };
      },
    });
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
};

/** OpenSSL reads no empty line before the end. */
export const pem = (label: string, der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
};
