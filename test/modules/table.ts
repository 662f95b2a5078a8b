import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { rows, type Column, type Length, type Row } from './column.ts';
import { moduleKinds, type ModuleName } from './kinds.ts';

/** The table of modules in docs/OPERATIONS.md: how it is made, and read again. As a program it runs everything, and prints it. */

const titles: Readonly<Record<Row, string>> = {
  version: 'version',
  software: 'known as software, so refused for real keys',
  'hsm-ecp384': 'HSM, `ecp384`',
  'hsm-rsa3072': 'HSM, `rsa3072`',
  'hsm-rsa4096': 'HSM, `rsa4096`',
  'hsm-aes256': 'HSM, `aes256`',
  'made-ready': 'card, made ready here',
  adopted: 'card with keys of its own',
  keys: 'what such a card signs and opens with',
  share: 'where its share lies',
};

export const moduleNames = Object.keys(moduleKinds).filter((name): name is ModuleName =>
  Object.hasOwn(moduleKinds, name),
);

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const tableOf = (columns: Readonly<Partial<Record<ModuleName, Column>>>): string => {
  const names = moduleNames.filter((name) => columns[name] !== undefined);
  return [
    line(['', ...names]),
    line(['---', ...names.map(() => '---')]),
    ...rows.map((row) => line([titles[row], ...names.map((name) => columns[name]?.[row] ?? '')])),
  ].join('\n');
};

const cellsOf = (text: string): readonly string[] =>
  text
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** What the page says of a module. */
export const documented = (name: ModuleName): Partial<Column> => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/OPERATIONS.md'), 'utf8');
  const lines = page.split('\n');
  const head = lines.findIndex((text) => cellsOf(text)[1] === moduleNames[0]);
  const at = cellsOf(lines[head] ?? '').indexOf(name);
  const cells = lines.slice(head + 2, head + 2 + rows.length).map(cellsOf);
  return Object.fromEntries(
    rows.map((row) => [row, cells.find(([title]) => title === titles[row])?.[at] ?? '']),
  );
};

/** Runs a module in a process of its own; one that has a daemon, where its files are its own. */
export const runModule = (name: ModuleName, length: Length): Promise<Column> =>
  new Promise((resolve, reject) => {
    const program = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'run.ts'), name, length];
    const [command = '', ...args] = moduleKinds[name].apart
      ? ['unshare', '--mount', '--ipc', ...program]
      : program;
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(said.out) as Column);
      else reject(new Error(`${name} ended with ${code}: ${said.err.slice(-2000)}`));
    });
  });

if (process.argv[1] === import.meta.filename) {
  const columns: Partial<Record<ModuleName, Column>> = {};
  for (const name of moduleNames) columns[name] = await runModule(name, 'whole');
  process.stdout.write(`${tableOf(columns)}\n`);
}
