import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../build/paths.mjs';
import { temporaryFolder } from '../temporary.ts';

const isLong = process.env['LONG'] === '1';
const epoch = '1700000000';

/** The files of this checkout as a clone would have them, and nothing that was installed or built. */
const cleanClone = (folder: string): void => {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const path of listed.split('\0').filter((each) => each !== '' && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
};

/** Installs, compiles, builds and packages in a folder; the digests of what must not differ. */
const digestsOf = (
  folder: string,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const args = [join('build', 'run.mjs'), 'package', '--rehearsal', 'dir', 'tar.gz', 'deb'];
  execFileSync(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, SOURCE_DATE_EPOCH: epoch, ...env },
    stdio: 'ignore',
  });
  const packages = join(folder, 'out', 'packages');
  const output = join(packages, readdirSync(packages)[0] ?? '');
  const sums = readFileSync(join(output, 'SHA256SUMS'), 'utf8');
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: output });
  const archiveLine = sums.split('\n').find((line) => line.endsWith('/app.asar')) ?? '';
  const unpacked = dirname(dirname(join(output, archiveLine.slice(66))));
  const name = readdirSync(unpacked).find((each) => each.startsWith('embassy-key-ceremony')) ?? '';
  const digests = {
    ...Object.fromEntries(
      sums
        .trimEnd()
        .split('\n')
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    ),
    executable: createHash('sha256')
      .update(readFileSync(join(unpacked, name)))
      .digest('hex'),
  };
  rmSync(folder, { recursive: true, force: true });
  return digests;
};

// It installs everything twice.
describe('a package', { skip: isLong ? false : 'only with LONG=1', timeout: 30 * 60_000 }, () => {
  it('is the same, byte for byte, from two clean clones in different places, time zones and languages', () => {
    const one = join(temporaryFolder('a'), 'one');
    const two = join(temporaryFolder('a-longer-name'), 'deep', 'er', 'two');
    // Both at once: somebody may be at work on the checkout.
    cleanClone(one);
    cpSync(one, two, { recursive: true });
    const first = digestsOf(one, { TZ: 'UTC', LC_ALL: 'C' });
    const second = digestsOf(two, { TZ: 'Asia/Tokyo', LC_ALL: 'C.UTF-8' });
    assert.deepEqual(second, first);
    const names = Object.keys(first);
    for (const end of ['.tar.gz', '.deb', '/app.asar', 'verifier.html', 'sbom.cdx.json'])
      assert.ok(
        names.some((name) => name.endsWith(end)),
        end,
      );
    for (const [name, digest] of Object.entries(first)) process.stdout.write(`# ${digest}  ${name}\n`);
  });
});
