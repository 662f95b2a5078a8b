import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnOf } from './column.ts';
import { moduleKinds, type ModuleName } from './kinds.ts';

/** One module in a process of its own: `run.ts NAME sample|whole` prints its column as JSON. */
const [name = '', length] = process.argv.slice(2);
const isModule = (text: string): text is ModuleName => Object.hasOwn(moduleKinds, text);
if (!isModule(name)) throw new Error(`no module ${name}`);

const directory = mkdtempSync(join(tmpdir(), 'modules-'));
try {
  const column = await columnOf(name, directory, length === 'whole' ? 'whole' : 'sample');
  process.stdout.write(`${JSON.stringify(column)}\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
