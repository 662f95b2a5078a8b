import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { CeremonyEvent, EventBody } from '../../ceremonies/model/event.ts';
import {
  ensureDirectory,
  openAppendFile,
  type OpenAppendFile,
} from '../../ceremonies/transcript/appendFile.ts';
import {
  continueJournal,
  createJournal,
  journalName,
  readJournal,
} from '../../ceremonies/transcript/journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let places = 0;
const place = (): string => {
  places += 1;
  const path = join(folder, String(places));
  mkdirSync(path);
  return path;
};

const at = new Date('2026-05-01T10:00:00.000Z');
const pause = (step: string): EventBody => ({ type: 'paused', step, by: ['administrator', 'witness'] });
const accept = (): void => undefined;

/** A journal of some events; what they mean is not the journal's affair. */
const written = async (count: number): Promise<{ readonly directory: string; readonly bytes: Buffer }> => {
  const directory = place();
  const journal = await createJournal(directory);
  for (let index = 1; index <= count; index += 1) await journal.append(pause(`opening.${index}`), at, accept);
  await journal.close();
  return { directory, bytes: readFileSync(join(directory, journalName)) };
};

const code = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    assert.ok(error instanceof CeremonyError);
    return error.code;
  }
};

describe('a journal', () => {
  test('gives back what was appended, in order and chained', async () => {
    const { directory } = await written(4);
    const { entries, droppedBytes } = await readJournal(directory);
    assert.equal(droppedBytes, 0);
    assert.deepEqual(
      entries.map(({ event }) => event.seq),
      [0, 1, 2, 3],
    );
    assert.deepEqual(
      entries.slice(1).map(({ event }) => event.previous),
      entries.slice(0, -1).map(({ hash }) => hash),
    );
  });

  test('appends what is asked for at once one after the other', async () => {
    const directory = place();
    const journal = await createJournal(directory);
    await Promise.all(['a', 'b', 'c'].map((step) => journal.append(pause(step), at, accept)));
    await journal.close();
    assert.equal((await readJournal(directory)).entries.length, 3);
  });

  test('does not write what is refused, and goes on', async () => {
    const directory = place();
    const journal = await createJournal(directory);
    const refuse = (event: CeremonyEvent): void => {
      throw new CeremonyError('event-not-allowed', { seq: event.seq });
    };
    assert.equal(await code(journal.append(pause('a'), at, refuse)), 'event-not-allowed');
    await journal.append(pause('b'), at, accept);
    await journal.close();
    assert.deepEqual(
      (await readJournal(directory)).entries.map(({ event }) => event.seq),
      [0],
    );
  });

  test('torn anywhere in its last line loses that line only, and says how many bytes', async () => {
    const { directory, bytes } = await written(3);
    const lastLine = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
    for (let end = lastLine; end < bytes.length; end += 7) {
      writeFileSync(join(directory, journalName), bytes.subarray(0, end));
      const { journal, droppedBytes } = await continueJournal(directory);
      assert.equal(droppedBytes, end - lastLine);
      assert.equal(journal.entries().length, 2);
      await journal.append(pause('opening.9'), at, accept);
      await journal.close();
      assert.equal((await readJournal(directory)).entries.length, 3);
    }
  });

  test('with any bit changed in a whole line is refused, and the line is named', async () => {
    const { directory, bytes } = await written(3);
    const lineOf = (offset: number): number =>
      bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 2), fc.integer({ min: 0, max: 7 }), async (offset, bit) => {
        const changed = Buffer.from(bytes);
        changed[offset] = (changed[offset] ?? 0) ^ (1 << bit);
        // A changed line end, or a new one, makes other lines of it; one of them is named.
        fc.pre(bytes[offset] !== 0x0a && changed[offset] !== 0x0a);
        writeFileSync(join(directory, journalName), changed);
        await assert.rejects(readJournal(directory), (error: unknown) => {
          assert.ok(error instanceof CeremonyError);
          assert.equal(error.code, 'journal-changed');
          return error.details['line'] === lineOf(offset);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('with a line left out, doubled or moved is refused', async () => {
    const { directory, bytes } = await written(4);
    const lines = bytes.toString('utf8').split('\n').slice(0, -1);
    const [a = '', b = '', c = '', d = ''] = lines;
    for (const wrong of [
      [b, c, d],
      [a, c, d],
      [a, b, b, c, d],
      [a, c, b, d],
    ]) {
      writeFileSync(join(directory, journalName), `${wrong.join('\n')}\n`);
      assert.equal(await code(readJournal(directory)), 'journal-changed');
    }
  });

  test('is not made over one that is there, and not found where there is none', async () => {
    const { directory } = await written(1);
    assert.equal(await code(createJournal(directory)), 'file-exists');
    assert.equal(await code(readJournal(place())), 'journal-absent');
    assert.equal(await code(createJournal(join(folder, 'nowhere'))), 'file-absent');
  });
});

describe('a directory', () => {
  test('is made with those above it, and taken as it is when it is there', async () => {
    const path = join(place(), 'a', 'b', 'c');
    await ensureDirectory(path);
    await ensureDirectory(path);
    assert.ok(statSync(path).isDirectory());
  });

  test('that cannot be is refused by a code, and never waited for', async () => {
    const file = join(place(), 'file');
    writeFileSync(file, '');
    assert.equal(await code(ensureDirectory(join(file, 'below'))), 'not-writable');
    if (process.platform === 'linux')
      assert.equal(await code(ensureDirectory('/proc/nowhere/below')), 'file-absent');
  });
});

describe('a write that fails', () => {
  /** /dev/full takes every write with "no space left". */
  const full: OpenAppendFile = () => openAppendFile('/dev/full', 'continue');

  test(
    'on a full disk is told as such, and leaves the journal where it was',
    { skip: process.platform !== 'linux' },
    async () => {
      const journal = await createJournal(place(), full);
      assert.equal(await code(journal.append(pause('a'), at, accept)), 'disk-full');
      assert.equal(journal.entries().length, 0);
      await journal.close();
    },
  );

  test('may be tried again, and the chain goes on without a gap', async () => {
    const directory = place();
    let failures = 2;
    const flaky: OpenAppendFile = async (path, mode) => {
      const file = await openAppendFile(path, mode);
      return {
        ...file,
        append: (piece) => {
          failures -= 1;
          return failures >= 0
            ? Promise.reject(new CeremonyError('disk-full', { path }))
            : file.append(piece);
        },
      };
    };
    const journal = await createJournal(directory, flaky);
    assert.equal(await code(journal.append(pause('a'), at, accept)), 'disk-full');
    assert.equal(await code(journal.append(pause('a'), at, accept)), 'disk-full');
    await journal.append(pause('a'), at, accept);
    await journal.append(pause('b'), at, accept);
    await journal.close();
    assert.equal((await readJournal(directory)).entries.length, 2);
  });
});
