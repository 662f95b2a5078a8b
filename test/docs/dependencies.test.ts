import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { debianPackages } from '../../build/debian.mjs';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const versions = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: versions, devDependencies: versions })
  .parse(JSON.parse(read('package.json')));
const locked = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ license: z.string().optional(), hasInstallScript: z.boolean().optional() }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json'))).packages;

const page = read('docs/DEPENDENCIES.md');
const [, running = '', building = '', system = ''] = page.split(/^## /mu);

type Row = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly hasInstallScript: boolean;
};
const rowsOf = (section: string): readonly Row[] =>
  section.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const name = /^`([^`]+)`$/u.exec(cells[1] ?? '')?.[1];
    const [version = '', , , licence = '', script = ''] = cells.slice(2);
    return name === undefined ? [] : [{ name, version, licence, hasInstallScript: script !== 'none' }];
  });

const rowsFrom = (declared: Readonly<Record<string, string>>): readonly Row[] =>
  Object.entries(declared).map(([name, version]) => {
    const { license = '', hasInstallScript = false } = locked[`node_modules/${name}`] ?? {};
    return { name, version, licence: license, hasInstallScript };
  });

const byName = (rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

describe('docs/DEPENDENCIES.md', () => {
  test('lists what runs, as package.json and the lock file have it', () => {
    assert.deepEqual(byName(rowsOf(running)), byName(rowsFrom(manifest.dependencies)));
  });

  test('lists what builds and tests, as package.json and the lock file have it', () => {
    assert.deepEqual(byName(rowsOf(building)), byName(rowsFrom(manifest.devDependencies)));
  });

  test('names every Debian package that the set-up may install', () => {
    for (const name of Object.values(debianPackages)
      .flat()
      .map((entry) => entry.split('|').at(-1) ?? '')) {
      assert.ok(system.includes(`\`${name}\``), name);
    }
  });

  test('pins every version exactly', () => {
    for (const version of Object.values({ ...manifest.dependencies, ...manifest.devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+$/);
    }
  });
});
