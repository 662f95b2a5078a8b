import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { rehearsalHsmLabel, rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openBackup } from '../../ceremonies/keys/backup/openBackup.ts';
import { sealBackup } from '../../ceremonies/keys/backup/sealBackup.ts';
import { partialPath } from '../../ceremonies/keys/backup/files.ts';
import type { Result } from '../../ceremonies/model/error.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { temporaryFolder } from '../temporary.ts';
import { problem, value } from '../tokens/softhsm.ts';
import { prepare, type CeremonyName } from './ceremonies.ts';
import { diskFaults, nameOfDeed, openDisk, type Deed, type DiskFault } from './disk.ts';
import { PowerCut } from './files.ts';
import { openFaultRoom } from './room.ts';
import { openWalk } from './walk.ts';

/** Where LONG is set, everything that is done to any file fails in every way; else a few. */
const isLong = process.env['LONG'] !== undefined;

const room = openFaultRoom();
const disk = openDisk(room.board);

type Row = { readonly about: string; readonly deed: Deed; readonly fault: DiskFault; readonly came: string };
const rows: Row[] = [];
after(() => {
  const lines = rows.map(
    ({ about, deed, fault, came }) => `| ${about} | ${nameOfDeed(deed)} | ${fault} | ${came} |`,
  );
  process.stdout.write(`| what | file | fault | what came of it |\n|---|---|---|---|\n${lines.join('\n')}\n`);
});

/** Only what is written has halves. */
const faultsOf = ({ act }: Deed): readonly DiskFault[] =>
  act === 'write' ? diskFaults : diskFaults.filter((fault) => fault !== 'torn');

const all = (deeds: readonly Deed[]) =>
  deeds.flatMap((deed) => faultsOf(deed).map((fault) => ({ deed, fault })));
/** Of what was once found wrong nothing is left out. */
const found = new Set(['land-register.v2.not-moved.jsonl.part: unlink 1']);
const some = (deeds: readonly Deed[], oneIn: number) =>
  all(deeds).filter(({ deed }, index) => isLong || index % oneIn === 0 || found.has(nameOfDeed(deed)));

describe('a ceremony', () => {
  const names: readonly CeremonyName[] = isLong
    ? ['rotate-rewrap', 'generate', 'destroy-card']
    : ['rotate-rewrap'];
  for (const name of names)
    test(`to ${name} survives a full disk and a power cut at every file besides its journal's lines`, async () => {
      const walk = openWalk(room, await prepare(room, name));
      disk.clear();
      await walk.stretches();
      const deeds = disk.done();
      assert.ok(deeds.some(({ file }) => file.includes('.asice')));
      for (const { deed, fault } of some(deeds, 11)) {
        disk.clear();
        disk.plan(deed, fault);
        const { wrong, resumed, told } = await walk.survive(new Map());
        assert.equal(disk.struck(), 1, nameOfDeed(deed));
        assert.deepEqual(wrong, [], `${nameOfDeed(deed)}, ${fault}`);
        if (fault === 'full')
          assert.deepEqual(new Set([...told, 'disk-full']), new Set(['disk-full']), nameOfDeed(deed));
        const came = [...(resumed > 0 ? ['gone on with'] : []), ...told].join(', ');
        rows.push({ about: name, deed, fault, came: came === '' ? 'nobody noticed' : came });
      }
    });
});

describe('a backup', () => {
  let bundle = new Uint8Array();
  before(async () => {
    const { previous } = await prepare(room, 'check');
    bundle = new Uint8Array(readFileSync(previous ?? ''));
  });
  const plain = randomBytes(2 * 1024 * 1024 + 17);

  const logIn = () => {
    const hsm = room.room.module.tokens().find(({ label }) => label === rehearsalHsmLabel);
    assert.ok(hsm !== undefined);
    return value(openSession(room.room.module, hsm, { kind: 'user', pin: rehearsalPins.hsm }));
  };
  const seal = (input: string, output: string) => sealBackup({ bundle, input, output });
  const open = async (input: string, output: string) => {
    const session = logIn();
    try {
      return await openBackup({ session, input, output });
    } finally {
      session.close();
    }
  };

  /** Null where the power failed. */
  const live = async <T>(work: () => Promise<Result<T>>): Promise<Result<T> | null> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PowerCut) return null;
      throw error;
    }
  };

  type Work = (input: string, output: string) => Promise<Result<unknown>>;
  type Case = {
    readonly about: string;
    readonly work: Work;
    /** What it works on, made in a folder of its own. */
    readonly made: (folder: string) => Promise<string>;
    readonly isWhole: (output: string, folder: string) => Promise<boolean>;
  };
  const plainIn = (folder: string): string => {
    const path = join(folder, 'plain');
    writeFileSync(path, plain);
    return path;
  };
  const opensTo = async (sealed: string, folder: string): Promise<boolean> => {
    const output = join(mkdtempSync(join(folder, 'look-')), 'opened');
    return (await open(sealed, output)).ok && plain.equals(readFileSync(output));
  };
  const cases: readonly Case[] = [
    { about: 'seal', work: seal, made: (folder) => Promise.resolve(plainIn(folder)), isWhole: opensTo },
    {
      about: 'open',
      work: open,
      made: async (folder) => {
        const sealed = join(folder, 'sealed');
        value(await seal(plainIn(folder), sealed));
        return sealed;
      },
      isWhole: (output) => Promise.resolve(plain.equals(readFileSync(output))),
    },
  ];

  for (const { about, work, made, isWhole } of cases)
    test(`that is to ${about} is there whole under its name or not at all, whatever the disk does, and can be made again`, async () => {
      const straight = temporaryFolder('disk');
      const input = await made(straight);
      disk.clear();
      value(await work(input, join(straight, 'output')));
      for (const { deed, fault } of some(disk.done(), 5)) {
        const folder = temporaryFolder('disk');
        const source = await made(folder);
        const output = join(folder, 'output');
        disk.clear();
        disk.plan(deed, fault);
        const result = await live(() => work(source, output));
        assert.equal(disk.struck(), 1, nameOfDeed(deed));
        room.board.clear();
        disk.clear();
        const what = `${about}, ${nameOfDeed(deed)}, ${fault}`;
        if (fault === 'full')
          assert.equal(result?.ok === false ? result.problem.code : 'ended well', 'disk-full', what);
        const isThere = existsSync(output);
        if (isThere) assert.ok(await isWhole(output, folder), what);
        if (fault === 'full' && !isThere) assert.equal(existsSync(partialPath(output)), false, what);
        if (isThere) problem(await work(source, output), 'file-exists');
        else value(await work(source, output));
        assert.ok(await isWhole(output, folder), what);
        rows.push({ about, deed, fault, came: isThere ? 'whole' : 'not there, and made again' });
      }
    });
});
