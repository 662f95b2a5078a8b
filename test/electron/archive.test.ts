import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPackageWithOptions } from '@electron/asar';
import { archiveAround, measureArchive } from '../../electron/archive.ts';
import { temporaryFolder } from '../temporary.ts';

const native = 'native.node';

/** An archive with a script, and machine code beside it, made by the tool that makes the real one. */
const packed = async () => {
  const folder = temporaryFolder('archive');
  const app = join(folder, 'app');
  mkdirSync(join(app, 'deep', 'er'), { recursive: true });
  writeFileSync(join(app, 'deep', 'er', 'main.js'), 'console.log("the app")');
  writeFileSync(join(app, 'empty'), '');
  writeFileSync(join(app, native), 'machine code');
  const archive = join(folder, 'app.asar');
  await createPackageWithOptions(app, archive, { unpack: '*.node' });
  return { archive, beside: join(`${archive}.unpacked`, native) };
};

const isWhole = (archive: string) => measureArchive(archive).isWhole;

describe('a packaged app’s archive', () => {
  it('is found around the folder of the code that runs, or is not there', () => {
    assert.equal(archiveAround('/opt/a/resources/app.asar/dist/electron'), '/opt/a/resources/app.asar');
    assert.equal(archiveAround('/opt/a/resources/app.asar'), '/opt/a/resources/app.asar');
    assert.equal(archiveAround('/home/a/checkout/dist/electron'), null);
    assert.equal(archiveAround('/home/a/not.asarchive/dist'), null);
  });

  it('has the digest that sha256sum gives, and is whole', async () => {
    const { archive } = await packed();
    const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
    assert.deepEqual(measureArchive(archive), { sha256, isWhole: true });
  });

  it('is not whole once a byte within it was changed', async () => {
    const { archive } = await packed();
    const bytes = readFileSync(archive);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(archive, bytes);
    assert.equal(isWhole(archive), false);
  });

  it('is not whole once the machine code beside it was changed, or is gone', async () => {
    const { archive, beside } = await packed();
    appendFileSync(beside, '!');
    assert.equal(isWhole(archive), false);
    rmSync(beside);
    assert.equal(isWhole(archive), false);
  });

  it('is not whole when it was cut at any place, or is none', async () => {
    const { archive } = await packed();
    const bytes = readFileSync(archive);
    for (let length = 0; length < bytes.length; length += 7) {
      writeFileSync(archive, bytes.subarray(0, length));
      assert.equal(isWhole(archive), false, `cut at ${length}`);
    }
    writeFileSync(archive, 'not an archive');
    assert.equal(isWhole(archive), false);
  });
});
