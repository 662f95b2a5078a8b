import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { filesBelow } from '../../build/bundle.mjs';
import { readPreviousBundle } from '../../ceremonies/conductor/previousBundle.ts';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { rowsToBytes } from '../../ceremonies/formats/wordRows.ts';
import { must } from '../../ceremonies/model/error.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { continueDraftFor, planOf } from '../../renderer/screens/continueDraft.ts';
import { has, inWords } from '../attack/findings.ts';
import { temporaryFolder } from '../temporary.ts';
import { homeWithKey, loseCard, rehearsal } from './held.ts';
import { cutPower, killWhatIsLeft } from './launch.ts';
import { mark, openLeakRoom, secretKinds, type Places } from './leak/leakRoom.ts';
import { advisedSettings, noPrintSystem, openPrintSystem, readings } from './leak/printSystem.ts';
import { comes, goThrough, heard, typeRows } from './people.ts';

/**
 * Whole ceremonies in the real app, with dice and sheets, of which every secret is known to the test; and then a search for each of
 * them.
 */
test.describe.configure({ timeout: 500_000 });
test.afterEach(killWhatIsLeft);
test.skip(process.env['LONG'] === undefined, 'takes minutes: npm run test:long');

const people = ['administrator', 'witness', 'custodian-1', 'custodian-2', 'custodian-3'];
const pins = new Map(people.map((id, place) => [id, `Kotkas-${4417 + place}-${id}`]));
const dice = '1625343612'.repeat(6);

/**
 * Amid the act the engine has what it works with; a PIN goes from the window to the engine, and a sheet from the engine to main. After
 * the ceremony the window and the engine are other processes; main is the same.
 */
const places: Places = {
  'engine, amid the act: memory': { may: [...secretKinds], must: ['recovery key', 'share', 'mark'] },
  'main, amid the act: memory': { may: ['PIN', 'dice', 'share'], must: ['mark'] },
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
  'memory: Tab': { may: [], must: ['mark'] },
  'memory: Ceremony engine': { may: [], must: ['mark'] },
  'memory: GPU': { may: [], must: [] },
  'memory: Network Service': { may: [], must: [] },
  'output of all processes': { may: [], must: ['mark'] },
  'files of the profile': { may: [], must: ['mark'] },
  'files: temporary, cache, working folder': { may: [], must: ['mark'] },
};

const asksFor =
  (kind: Question['kind'], purpose: string, participant: string) =>
  (question: Question | null): boolean =>
    question?.kind === kind &&
    'purpose' in question &&
    question.purpose === purpose &&
    'participant' in question &&
    question.participant === participant;

test('no secret of a ceremony stays anywhere but where people put it', async () => {
  const room = await openLeakRoom(
    { home: temporaryFolder('leaks'), pins, typed: { PIN: [...pins.values()], dice: [dice] } },
    {
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
    },
    null,
  );
  // While people type a PIN, nobody can read it, and no more can what reads the screen aloud.
  await goThrough(room.page, room.people, 'en', asksFor('card-pin', 'store-share', 'custodian-2'), 'leaks');
  await room.people.type(room.page.locator('input[name="pin"]'), pins.get('custodian-2') ?? '');
  await room.lookAmid();
  await goThrough(room.page, room.people, 'en', (_question, exported) => exported, 'leaks');
  await room.lookEverywhere('leaks.txt');
  room.judge(places);
});

/** What is typed from a sheet goes from the window to the engine as a PIN does; no sheet is printed, and no dice are thrown. */
const placesOfPaper: Places = {
  ...places,
  'engine, amid the act: memory': { may: ['share', 'other secret', 'PIN'], must: ['share', 'mark'] },
  'messages: window-to-main': { may: ['PIN', 'share'], must: ['PIN', 'share', 'mark'] },
  'messages: main-to-engine': { may: ['PIN', 'share'], must: ['PIN', 'share', 'mark'] },
  'messages: engine-to-main': { may: [], must: ['mark'] },
  'memory: Browser': { may: ['PIN', 'share'], must: ['mark'] },
};

test('no share that was typed from a sheet stays anywhere', async () => {
  const {
    home,
    bundle,
    sheets,
    pins: kept,
  } = await homeWithKey({ ...rehearsal, embassy: mark, sheets: true });
  const lost = 'custodian-1';
  loseCard(home, lost);
  const pin = pins.get(lost) ?? '';
  const room = await openLeakRoom(
    {
      home,
      pins: kept.set(lost, pin),
      secrets: sheets.map((rows) => Buffer.from(must(rowsToBytes(rows)))),
      typed: { PIN: [pin] },
    },
    planOf(continueDraftFor('reconstitute', must(await readPreviousBundle(bundle)))),
    bundle,
  );
  const { page, people: actors } = room;
  await goThrough(page, actors, 'en', (question) => question?.kind === 'present-share', 'leaks-paper');
  await comes(page, actors, nameOf('custodian-3'));
  await actors.type(page.locator('input[name="user-pin"]'), actors.pinOf('custodian-3'));
  await actors.press(actors.button('screen.present.collect.do'));

  await comes(page, actors, nameOf(lost));
  await actors.choose(page.getByRole('radio', { name: /Fresh card/ }).first());
  await actors.press(actors.button('screen.present.on-paper'));
  const [[first = [], ...others] = []] = sheets;
  await typeRows(page, [first]);
  await room.lookAmid();
  await typeRows(page, others);
  await actors.type(page.locator('input[name="so-pin"]'), rehearsalPins.transport);
  await actors.type(page.locator('input[name="user-pin"]'), actors.pinOf(lost));
  await actors.type(page.locator('input[name="user-pin-again"]'), actors.pinOf(lost));
  await actors.press(actors.button('screen.present.collect.do'));
  await expect.poll(async () => (await heard(page))?.question?.kind).toBe('confirm');
  await goThrough(page, actors, 'en', (_question, exported) => exported, 'leaks-paper');
  await room.lookEverywhere('leaks-paper.txt');
  room.judge(placesOfPaper);
});

/**
 * Sheets are printed until `until` says so, on a printer of a print system with these settings; then it, and the app's folder for
 * temporary files, are searched.
 */
const printSheets = async (
  settings: readonly string[],
  until: (question: Question | null, exported: boolean) => boolean,
) => {
  const home = temporaryFolder('printed');
  const system = await openPrintSystem(settings);
  try {
    const room = await openLeakRoom(
      { home, pins, typed: {}, env: system.env },
      {
        kind: 'generate',
        parameters: {
          ...rehearsal,
          embassy: mark,
          participants: rehearsal.participants.filter(({ id }) => people.includes(id)),
          threshold: 2,
          sheets: true,
          acceptsNoSpareShare: false,
        },
      },
      null,
    );
    await goThrough(room.page, room.people, 'en', until, 'leaks-printed');
    await system.printed();
    const temporary = join(home, 'tmp');
    const found = await room.lookInto([
      ...system.contents(),
      ...filesBelow(temporary).flatMap((path) => readings(join(temporary, path))),
    ]);
    const kept = system.left();
    return { room, found, kept, log: system.log() };
  } finally {
    await system.close();
  }
};

const isBagged = (question: Question | null): boolean => question?.kind === 'bag-sheet';

test('CUPS by itself keeps every sheet that it printed, in its spool', async () => {
  const why = noPrintSystem();
  test.skip(why !== null, why ?? '');
  const { room, found, kept } = await printSheets([], isBagged);
  await cutPower(room.app);
  expect(has(found, 'share'), inWords(found)).toBe(true);
  expect(kept.filter((path) => /d\d+-\d+$/.test(path))).toHaveLength(1);
});

test('CUPS that is set as the room wants it keeps nothing of a sheet', async () => {
  const why = noPrintSystem();
  test.skip(why !== null, why ?? '');
  const { room, found, kept, log } = await printSheets(advisedSettings, (_question, exported) => exported);
  await cutPower(room.app);
  expect(
    secretKinds.filter((kind) => has(found, kind)),
    inWords(found),
  ).toEqual([]);
  expect(has(found, 'mark'), 'not found, so not looked').toBe(true);
  expect(kept).toEqual([]);
  expect(log).toContain('Sheets');
});

const nameOf = (id: string): string => rehearsal.participants.find((each) => each.id === id)?.name ?? '';
