import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type CDPSession, type ElectronApplication, expect, type Page, test } from 'playwright/test';
import { filesBelow } from '../../build/bundle.mjs';
import { installedRuntime } from '../../build/runtime.mjs';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import { must } from '../../ceremonies/model/error.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { openSearch } from '../attack/needles.ts';
import { temporaryFolder } from '../temporary.ts';
import { bundleIn, rehearsal } from './held.ts';
import { keepFile, launchAttached } from './launch.ts';
import { has, inWords, needlesFor, searchAll, toldSecrets, type Found } from '../attack/findings.ts';
import { memoryOf } from '../attack/memory.ts';
import { tappedApp } from './leak/tappedApp.ts';
import { answerDialogs, goThrough, heard, listen, openPeople } from './people.ts';

/**
 * A whole ceremony in the real app, with dice and sheets, of which every secret is known to the test; and then a search for each of
 * them, in every form, wherever it could have come to lie. A mark that is no secret goes the same ways, and has to be found in each
 * place: what finds nothing there would prove nothing.
 */
test.describe.configure({ timeout: 500_000 });
test.skip(process.env['LONG'] === undefined, 'takes minutes: npm run test:long');

/** No secret: the embassy's name, which everybody may read. */
const mark = 'Kanaarilind-7f3a19';
const secretKinds = ['recovery key', 'share', 'other secret', 'PIN', 'dice'] as const;

const people = ['administrator', 'witness', 'custodian-1', 'custodian-2', 'custodian-3'];
const pins = new Map(people.map((id, place) => [id, `Kotkas-${4417 + place}-${id}`]));
const dice = '1625343612'.repeat(6);

/** Into the memory of sandboxed processes. */
const mayLookIntoAll = process.getuid?.() === 0;

type Kind = (typeof secretKinds)[number] | 'mark';

/**
 * Each place, which secrets may be found there, and what has to be. Amid the act the engine has what it works with; a PIN goes from the
 * window to the engine, and a sheet from the engine to main. The window's process keeps what was typed until it ends.
 */
const places: Readonly<Record<string, { readonly may: readonly Kind[]; readonly must: readonly Kind[] }>> = {
  'engine, amid the act: memory': { may: [...secretKinds], must: ['recovery key', 'share', 'mark'] },
  'window, amid the act: what is read aloud': { may: [], must: ['mark'] },
  'window: what is read aloud': { may: [], must: ['mark'] },
  'messages: window-to-main': { may: ['PIN', 'dice'], must: ['PIN', 'dice', 'mark'] },
  'messages: main-to-engine': { may: ['PIN', 'dice'], must: ['PIN', 'dice', 'mark'] },
  'messages: engine-to-main': { may: ['share'], must: ['share', 'mark'] },
  'messages: main-to-window': { may: [], must: ['mark'] },
  bundle: { may: [], must: ['mark'] },
  journal: { may: [], must: ['mark'] },
  'window: heap': { may: [], must: ['mark'] },
  'main: heap': { may: [], must: ['mark'] },
  'engine: heap': { may: [], must: ['mark'] },
  'memory: Browser': { may: ['PIN', 'dice', 'share'], must: ['mark'] },
  'memory: Tab': { may: ['PIN', 'dice'], must: ['mark'] },
  'memory: Ceremony engine': { may: ['PIN', 'dice'], must: ['mark'] },
  'memory: GPU': { may: [], must: [] },
  'memory: Network Service': { may: [], must: [] },
  'output of all processes': { may: [], must: ['mark'] },
  'files of the profile': { may: [], must: ['mark'] },
  'files: temporary, cache, working folder': { may: [], must: ['mark'] },
};

const plan = {
  kind: 'generate',
  parameters: {
    ...rehearsal,
    embassy: mark,
    participants: rehearsal.participants.filter(({ id }) => people.includes(id)),
    threshold: 2,
    dice: true,
    sheets: true,
    acceptsNoSpareShare: false,
  },
} as const;

/** Electron with core files allowed, which a machine may do by itself. */
const electronWithCores = (folder: string): string => {
  const runtime = installedRuntime();
  if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');
  const start = join(folder, 'electron');
  writeFileSync(start, `#!/bin/sh\nulimit -c unlimited\ncd '${folder}'\nexec '${runtime.executable}' "$@"\n`);
  chmodSync(start, 0o755);
  return start;
};

const asksFor =
  (kind: Question['kind'], purpose: string, participant: string) =>
  (question: Question | null): boolean =>
    question?.kind === kind &&
    'purpose' in question &&
    question.purpose === purpose &&
    'participant' in question &&
    question.participant === participant;

type Pids = Readonly<Record<string, number>>;

/** Every process of the app, by what it does. */
const processesOf = async (app: ElectronApplication): Promise<Pids> =>
  app.evaluate(({ app: electron }) =>
    Object.fromEntries(
      electron.getAppMetrics().map(({ pid, type, name, serviceName }) => [name ?? serviceName ?? type, pid]),
    ),
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

const nothingInCore = '00000000';

/** What a core dump of each process of the app would hold:  */
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

const accessibility = async (cdp: CDPSession): Promise<Buffer> =>
  Buffer.from(JSON.stringify(await cdp.send('Accessibility.getFullAXTree')));

const contentsBelow = (folder: string): readonly Buffer[] =>
  filesBelow(folder).map((path) => readFileSync(join(folder, path)));

test('no secret of a ceremony stays anywhere but where people put it', async () => {
  const home = temporaryFolder('leaks');
  const folders = {
    profile: 'profile',
    temporary: 'tmp',
    cache: 'cache',
    work: 'work',
    usb: 'usb',
    paper: 'paper',
  };
  const at = Object.fromEntries(
    Object.entries(folders).map(([name, path]) => [name, join(home, path)]),
  ) as Record<keyof typeof folders, string>;
  for (const folder of Object.values(at)) mkdirSync(folder, { recursive: true });
  const code = await tappedApp();
  const told = join(code, 'told');

  const app = await launchAttached({
    executablePath: electronWithCores(at.work),
    args: [`--user-data-dir=${at.profile}`, code],
    env: {
      ...process.env,
      HOME: home,
      TMPDIR: at.temporary,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: at.cache,
      CEREMONY_LEAK_FOLDER: told,
    },
  });
  const output: Buffer[] = [];
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (data: Buffer) => output.push(data));
  const page: Page = await app.firstWindow();
  await page.waitForLoadState('load');
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
  writeFileSync(join(at.temporary, 'planted'), Buffer.from(mark).toString('base64'));
  await app.evaluate((_electron, text) => {
    process.stderr.write(`${text}\n`);
    Object.assign(globalThis, { planted: text });
  }, mark);

  const began = await page.evaluate(
    (wanted) => globalThis.ceremony.request('start-ceremony', { plan: wanted, previousBundle: null }),
    plan as never,
  );
  expect(began.ok, JSON.stringify(began)).toBe(true);
  const actors = openPeople(page, 'en', pins);
  const pids = await processesOf(app);
  const engine = pids['Ceremony engine'] ?? 0;

  // While people type a PIN, nobody can read it, and no more can what reads the screen aloud.
  await goThrough(page, actors, 'en', asksFor('card-pin', 'store-share', 'custodian-2'), 'leaks');
  await actors.type(page.locator('input[name="pin"]'), pins.get('custodian-2') ?? '');
  const readAloudWhileTyping = await accessibility(cdp);
  const typed = { PIN: [...pins.values()], dice: [dice], mark: [mark] };
  const commitmentsOf = async () =>
    (await heard(page))?.state.sets.map(({ recoveryKeyCommitment: one }) => one) ?? [];
  const searchNow = async () =>
    openSearch(needlesFor(toldSecrets(readFileSync(join(told, 'secrets'))), await commitmentsOf(), typed));
  const amid = await searchNow();
  const rows: (readonly [place: string, found: Found])[] = [
    ['engine, amid the act: memory', searchAll(amid, memoryOf(engine))],
    ['window, amid the act: what is read aloud', searchAll(amid, [readAloudWhileTyping])],
  ];

  await goThrough(page, actors, 'en', (_question, exported) => exported, 'leaks');
  const search = await searchNow();
  const look = (place: string, pieces: Iterable<Buffer>) => {
    rows.push([place, searchAll(search, pieces)]);
  };
  look('window: what is read aloud', [await accessibility(cdp)]);
  for (const way of ['window-to-main', 'main-to-window', 'main-to-engine', 'engine-to-main'])
    look(`messages: ${way}`, [readFileSync(join(told, way))]);
  await actors.press(actors.button('screen.exported.leave'));
  await expect(actors.button('screen.start.begin-rehearsal')).toBeVisible();
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
    for (const [name, pid] of Object.entries(await processesOf(app))) look(`memory: ${name}`, memoryOf(pid));

  const filters = await coreFiltersOf(app);
  // A core file would lie where the program was started, and a crash report in the profile.
  process.kill(engine, 'SIGSEGV');
  await pause(1500);
  await app.close();
  look('output of all processes', output);
  look('files of the profile', contentsBelow(at.profile));
  look('files: temporary, cache, working folder', [at.temporary, at.cache, at.work].flatMap(contentsBelow));

  const text = rows.map(([place, found]) => `${place}: ${inWords(found)}`).join('\n');
  keepFile('leaks.txt', new TextEncoder().encode(`${text}\n`));

  // Every process that was there; all the others come from these.
  expect(new Set(Object.values(filters)), JSON.stringify(filters)).toEqual(new Set([nothingInCore]));
  expect(filesBelow(at.work).filter((name) => name !== 'electron' && !name.startsWith('core'))).toEqual([]);
  expect(filesBelow(home).filter((name) => name.endsWith('.dmp'))).toEqual([]);
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
});
