import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type CDPSession, type ElectronApplication, expect, type Page } from 'playwright/test';
import { filesBelow } from '../../../build/bundle.mjs';
import { installedRuntime } from '../../../build/runtime.mjs';
import { readContainer } from '../../../ceremonies/formats/asic.ts';
import type { CeremonyPlan } from '../../../ceremonies/model/ceremonyPlan.ts';
import { must } from '../../../ceremonies/model/error.ts';
import { has, inWords, needlesFor, searchAll, toldSecrets, type Found } from '../../attack/findings.ts';
import { memoryOf } from '../../attack/memory.ts';
import { openSearch } from '../../attack/needles.ts';
import { bundleIn } from '../held.ts';
import { keepFile, launchAttached, untilAwake } from '../launch.ts';
import { answerDialogs, heard, listen, openPeople } from '../people.ts';
import { tappedApp } from './tappedApp.ts';

/** No secret: the embassy's name, which everybody may read. */
export const mark = 'Kanaarilind-7f3a19';

export const secretKinds = ['recovery key', 'share', 'other secret', 'PIN', 'dice'] as const;
type Kind = (typeof secretKinds)[number] | 'mark';

/** Each place, which secrets may be found there, and what has to be. */
export type Places = Readonly<
  Record<string, { readonly may: readonly Kind[]; readonly must: readonly Kind[] }>
>;

/** Into the memory of sandboxed processes. */
const mayLookIntoAll = process.getuid?.() === 0;

const nothingInCore = '00000000';

/** Electron with core files allowed, which a machine may do by itself. */
const electronWithCores = (folder: string): string => {
  const runtime = installedRuntime();
  if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');
  const start = join(folder, 'electron');
  writeFileSync(start, `#!/bin/sh\nulimit -c unlimited\ncd '${folder}'\nexec '${runtime.executable}' "$@"\n`);
  chmodSync(start, 0o755);
  return start;
};

/** Every process of the app, by what it does. */
const processesOf = async (app: ElectronApplication): Promise<Readonly<Record<string, number>>> =>
  app.evaluate(({ app: electron }) =>
    Object.fromEntries(
      electron.getAppMetrics().map(({ pid, type, name, serviceName }) => [name ?? serviceName ?? type, pid]),
    ),
  );

/** What a core dump of each process of the app would hold. */
const coreFiltersOf = async (app: ElectronApplication): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    Object.entries(await processesOf(app)).map(([name, pid]) => [
      name,
      // What belongs to another than who started it was made undumpable by the sandbox: it leaves no core at all.
      statSync(`/proc/${pid}`).uid === process.getuid?.()
        ? readFileSync(`/proc/${pid}/coredump_filter`, 'latin1').trim()
        : nothingInCore,
    ]),
  );

const heapOfWindow = async (cdp: CDPSession): Promise<Buffer> => {
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  return Buffer.from(chunks.join(''));
};

const heapOfEngine = async (pid: number, told: string): Promise<Buffer> => {
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(join(told, 'engine.heapsnapshot.done'))) await pause(100);
  return readFileSync(join(told, 'engine.heapsnapshot'));
};

const heapOfMain = async (app: ElectronApplication, told: string): Promise<Buffer> => {
  const path = join(told, 'main.heapsnapshot');
  await app.evaluate((_electron, into) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(into);
  }, path);
  return readFileSync(path);
};

const engineOf = async (app: ElectronApplication): Promise<number> =>
  (await processesOf(app))['Ceremony engine'] ?? 0;

const readAloud = async (cdp: CDPSession): Promise<Buffer> =>
  Buffer.from(JSON.stringify(await cdp.send('Accessibility.getFullAXTree')));

const contentsBelow = (folder: string): readonly Buffer[] =>
  filesBelow(folder).map((path) => readFileSync(join(folder, path)));

const defined = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const folderNames = ['profile', 'tmp', 'cache', 'work', 'usb', 'paper'] as const;

/**
 * The real app, in which every secret is known to the test, with a ceremony that was begun; and a search for each secret, in every
 * form, wherever it could have come to lie. A mark that is no secret goes the same ways, and has to be found in each place: what
 * finds nothing there would prove nothing.
 *
 * @param secrets what is secret besides all that the engine makes
 * @param typed what people type that is secret, by its kind
 * @param env of the app, but for its folders
 */
export const openLeakRoom = async (
  {
    home,
    pins,
    secrets = [],
    typed,
    env = process.env,
  }: {
    readonly home: string;
    readonly pins: Map<string, string>;
    readonly secrets?: readonly Buffer[];
    readonly typed: Readonly<Record<string, readonly string[]>>;
    readonly env?: NodeJS.ProcessEnv;
  },
  plan: CeremonyPlan,
  previousBundle: string | null,
) => {
  const at = Object.fromEntries(folderNames.map((name) => [name, join(home, name)])) as Record<
    (typeof folderNames)[number],
    string
  >;
  for (const folder of Object.values(at)) mkdirSync(folder, { recursive: true });
  const code = await tappedApp();
  const told = join(code, 'told');

  const app = await launchAttached({
    executablePath: electronWithCores(at.work),
    args: [`--user-data-dir=${at.profile}`, code],
    env: {
      ...defined(env),
      HOME: home,
      TMPDIR: at.tmp,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: at.cache,
      CEREMONY_LEAK_FOLDER: told,
    },
  });
  const output: Buffer[] = [];
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (data: Buffer) => output.push(data));
  const page: Page = await app.firstWindow();
  await untilAwake(page);
  const cdp = await page.context().newCDPSession(page);
  await listen(page);
  await answerDialogs(app, at.usb);
  await app.evaluate(({ dialog }, folder) => {
    let sheet = 0;
    dialog.showSaveDialog = () => {
      sheet += 1;
      return Promise.resolve({ canceled: false, filePath: `${folder}/sheet-${sheet}.pdf` });
    };
  }, at.paper);

  // The mark does not come to these places by itself.
  writeFileSync(join(at.tmp, 'planted'), Buffer.from(mark).toString('base64'));
  await app.evaluate((_electron, text) => {
    process.stderr.write(`${text}\n`);
    Object.assign(globalThis, { planted: text });
  }, mark);

  const began = await page.evaluate((request) => globalThis.ceremony.request('start-ceremony', request), {
    plan,
    previousBundle,
  } as never);
  expect(began.ok, JSON.stringify(began)).toBe(true);
  const people = openPeople(page, 'en', pins);

  const searchNow = async () => {
    const state = (await heard(page))?.state;
    const commitments = [
      ...(state?.sets ?? []).map(({ recoveryKeyCommitment }) => recoveryKeyCommitment),
      ...(state?.previousBundle?.register.shareSets ?? []).map(
        ({ recoveryKeyCommitment }) => recoveryKeyCommitment,
      ),
    ];
    const made = toldSecrets(readFileSync(join(told, 'secrets')));
    return openSearch(needlesFor([...secrets, ...made], commitments, { ...typed, mark: [mark] }));
  };
  const rows: (readonly [place: string, found: Found])[] = [];

  /** While the ceremony is at a question. */
  const lookAmid = async (): Promise<void> => {
    const aloud = await readAloud(cdp);
    const search = await searchNow();
    rows.push(['engine, amid the act: memory', searchAll(search, memoryOf(await engineOf(app)))]);
    const { Browser: main = 0 } = await processesOf(app);
    rows.push(['main, amid the act: memory', searchAll(search, memoryOf(main))]);
    rows.push(['window, amid the act: what is read aloud', searchAll(search, [aloud])]);
  };

  /** Of an exported ceremony, which is left, and an engine that dies of a fault. Everything is over then. */
  const lookEverywhere = async (kept: string): Promise<void> => {
    const search = await searchNow();
    const look = (place: string, pieces: Iterable<Buffer>): void => {
      rows.push([place, searchAll(search, pieces)]);
    };
    look('window: what is read aloud', [await readAloud(cdp)]);
    for (const way of ['window-to-main', 'main-to-window', 'main-to-engine', 'engine-to-main'])
      look(`messages: ${way}`, [readFileSync(join(told, way))]);
    const before = await processesOf(app);
    await people.press(people.button('screen.exported.leave'));
    // Its page is another one, which knows the bundle.
    await expect(people.button('embassy.offers.check.begin')).toBeEnabled();
    const after = await processesOf(app);
    for (const name of ['Tab', 'Ceremony engine']) expect(after[name], name).not.toBe(before[name]);
    const engine = await engineOf(app);
    await pause(1000);

    const bundle = readFileSync(bundleIn(at.usb));
    look(
      'bundle',
      [bundle, ...must(await readContainer(bundle)).values()].map((bytes) => Buffer.from(bytes)),
    );
    look('journal', contentsBelow(join(at.profile, 'sittings')));
    look('window: heap', [await heapOfWindow(cdp)]);
    look('main: heap', [await heapOfMain(app, told)]);
    look('engine: heap', [await heapOfEngine(engine, told)]);
    if (mayLookIntoAll)
      for (const [name, pid] of Object.entries(await processesOf(app)))
        look(`memory: ${name}`, memoryOf(pid));

    const filters = await coreFiltersOf(app);
    // A core file would lie where the program was started, and a crash report in the profile.
    process.kill(engine, 'SIGSEGV');
    await pause(1500);
    await app.close();
    look('output of all processes', output);
    look('files of the profile', contentsBelow(at.profile));
    look('files: temporary, cache, working folder', [at.tmp, at.cache, at.work].flatMap(contentsBelow));

    const text = rows.map(([place, found]) => `${place}: ${inWords(found)}`).join('\n');
    keepFile(kept, new TextEncoder().encode(`${text}\n`));
    // Every process that was there; all the others come from these.
    expect(new Set(Object.values(filters)), JSON.stringify(filters)).toEqual(new Set([nothingInCore]));
    expect(filesBelow(at.work).filter((name) => name !== 'electron' && !name.startsWith('core'))).toEqual([]);
    expect(filesBelow(home).filter((name) => name.endsWith('.dmp'))).toEqual([]);
  };

  const judge = (places: Places): void => {
    for (const [place, allowed] of Object.entries(places)) {
      if (place.startsWith('memory: ') && !mayLookIntoAll) continue;
      const found = rows.find(([name]) => name === place)?.[1] ?? new Map<string, number>();
      const kinds = secretKinds.filter((kind) => has(found, kind));
      expect(
        kinds.filter((kind) => !allowed.may.includes(kind)),
        `${place}: ${inWords(found)}`,
      ).toEqual([]);
      expect(
        allowed.must.filter((kind) => !has(found, kind)),
        `not found, so not looked: ${place}`,
      ).toEqual([]);
    }
    // No place was looked at that nothing is said about.
    expect(rows.map(([place]) => place).filter((place) => !(place in places))).toEqual([]);
  };

  /** A place that is not of the app's own. */
  const lookInto = async (pieces: readonly Buffer[]): Promise<Found> => searchAll(await searchNow(), pieces);

  return { app, page, people, lookAmid, lookInto, lookEverywhere, judge };
};
