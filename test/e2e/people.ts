import { type ElectronApplication, type Locator, type Page, expect } from 'playwright/test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import type { HsmCandidate, Question } from '../../ceremonies/model/question.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import type { TokenFacts } from '../../ceremonies/model/values.ts';
import { sheetControl } from '../../ceremonies/shares/sheet.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { Bridge } from '../../electron/contract.ts';
import { keepScreen, launch, nextFrame, type Launched } from './launch.ts';

declare global {
  var ceremony: Bridge;
  var lastSnapshot: Snapshot | null;
}

/** The people in the room, who have a keyboard and no mouse, and read one language. */
export type People = {
  /** Answers the question on the screen as people who make no mistake would. */
  readonly answer: (question: Question) => Promise<void>;
  /** Goes to a control with the Tab key. */
  readonly reach: (control: Locator) => Promise<void>;
  /** Goes to a control with the Tab key and presses it. */
  readonly press: (control: Locator) => Promise<void>;
  readonly type: (control: Locator, text: string) => Promise<void>;
  /** Ticks a box with the space bar. */
  readonly tick: (box: Locator) => Promise<void>;
  /** Chooses one of a group with the arrow keys. */
  readonly choose: (option: Locator) => Promise<void>;
  readonly pinOf: (participant: string) => string;
  readonly button: (key: string, values?: Readonly<Record<string, string | number>>) => Locator;
};

/** Listens to what the program tells the window, as the window does, and each page that comes into it after a ceremony. */
export const listen = async (page: Page): Promise<void> => {
  const listenHere = (): void => {
    globalThis.lastSnapshot = null;
    // The page between two of ours has no such thing.
    if (!('ceremony' in globalThis)) return;
    globalThis.ceremony.listen('snapshot', (snapshot) => {
      globalThis.lastSnapshot = snapshot;
    });
  };
  await page.addInitScript(listenHere);
  await page.evaluate(listenHere);
};

export const heard = async (page: Page): Promise<Snapshot | null> =>
  page.evaluate(() => globalThis.lastSnapshot);

/** Does what answers the question on the screen, and comes back only when the program asks it no more. */
export const answering = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const asked = (await heard(page))?.question?.id;
  await act();
  await expect.poll(async () => (await heard(page))?.question?.id, { timeout: 60_000 }).not.toBe(asked);
};

/** More stops than any screen has. */
const tabsMax = 200;

/** `pins`: of cards that were made before; people choose those of new cards by a rule. */
export const openPeople = (
  page: Page,
  language: Language,
  pins: ReadonlyMap<string, string> = new Map(),
): People => {
  const { t } = texts(language);
  const button: People['button'] = (key, values) =>
    page.getByRole('button', { name: t(key, values), exact: true });
  const field = (key: string, values?: Parameters<typeof t>[1]): Locator =>
    page.getByLabel(t(key, values), { exact: true });

  const reach = async (control: Locator): Promise<void> => {
    await expect(control).toBeEnabled();
    for (let tabs = 0; tabs < tabsMax; tabs += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`cannot be reached with the keyboard: ${String(control)}`);
  };
  const press = async (control: Locator): Promise<void> => {
    await reach(control);
    await page.keyboard.press('Enter');
  };
  const type = async (control: Locator, text: string): Promise<void> => {
    await reach(control);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
  };
  const tick = async (box: Locator): Promise<void> => {
    await reach(box);
    await page.keyboard.press('Space');
    await expect(box).toBeChecked();
  };
  /** In a group of radio buttons the arrows move, and moving chooses. */
  const choose = async (option: Locator): Promise<void> => {
    if (await option.isChecked()) return;
    const name = (await option.getAttribute('name')) ?? '';
    const group = page.locator(`input[type="radio"][name="${name}"]:not(:disabled)`);
    const inGroup = (): Promise<boolean> =>
      page.evaluate(
        (wanted) =>
          document.activeElement instanceof HTMLInputElement && document.activeElement.name === wanted,
        name,
      );
    for (let tabs = 0; tabs < tabsMax && !(await inGroup()); tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let moves = 0; moves < (await group.count()) && !(await option.isChecked()); moves += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await expect(option).toBeChecked();
  };
  const pinOf = (participant: string): string =>
    pins.get(participant) ??
    `1${participant.length}${participant.codePointAt(participant.length - 1) ?? 0}77`;

  const answer: People['answer'] = async (question) => {
    switch (question.kind) {
      case 'confirm': {
        const own = page.locator('.confirmation');
        for (let index = 0; index < question.by.length; index += 1) await press(own.nth(index));
        return;
      }
      case 'choose-hsm':
        await choose(page.getByRole('radio', { name: new RegExp(newestOf(question.tokens).serial) }));
        await type(page.locator('input[name="pin"]'), rehearsalPins.hsm);
        return press(button('screen.hsm.use'));
      case 'hsm-pin':
        await type(page.locator('input[name="pin"]'), rehearsalPins.hsm);
        return press(button('screen.hsm.log-in'));
      case 'clock': {
        const at = new Date();
        const two = (value: number): string => String(value).padStart(2, '0');
        const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
        const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
        for (let index = 0; index < question.by.length; index += 1) {
          await type(field('screen.clock.date').nth(index), date);
          await type(field('screen.clock.time').nth(index), time);
        }
        return press(button('screen.clock.record'));
      }
      case 'bags': {
        const numbers = page.locator('.bag-number');
        const count = await numbers.count();
        for (let index = 0; index < count; index += 1) {
          await type(numbers.nth(index), `${question.direction === 'in' ? 'A' : 'B'}-${100 + index}`);
        }
        return press(button('screen.bags.record', { count }));
      }
      case 'enrol-card': {
        // Whoever holds a share has brought the card that it is on.
        const own = question.cards.find(({ token }) => token.label.startsWith(`${question.participant} `));
        if (own !== undefined && pins.has(question.participant)) {
          await choose(page.getByRole('radio', { name: new RegExp(own.token.serial) }));
          await type(page.locator('input[name="user-pin"]'), pinOf(question.participant));
          return press(button('screen.enrol.adopt'));
        }
        const blank = question.cards.find((card) => card.holds === 'blank');
        await choose(page.getByRole('radio', { name: new RegExp(blank?.token.serial ?? 'none') }));
        await type(page.locator('input[name="so-pin"]'), rehearsalPins.transport);
        await type(page.locator('input[name="user-pin"]'), pinOf(question.participant));
        await type(page.locator('input[name="user-pin-again"]'), pinOf(question.participant));
        return press(button('screen.enrol.initialise'));
      }
      case 'dice':
        await type(page.locator('input[name="rolls"]'), '1625343612'.repeat(6));
        return press(button('screen.dice.mix'));
      case 'card-pin':
        await type(page.locator('input[name="pin"]'), pinOf(question.participant));
        return press(button(`screen.card.${question.purpose}`));
      case 'declare':
        await choose(page.getByRole('radio', { name: t('screen.declare.agree'), exact: true }));
        await type(page.locator('input[name="pin"]'), pinOf(question.participant));
        return press(button('screen.declare.sign-agree'));
      case 'present-share': {
        const { people } = question;
        const next = people.findIndex(
          ({ participant, state }) =>
            state === 'awaited' && question.cards.some(({ owner }) => owner === participant),
        );
        if (next < 0) {
          await press(button('screen.present.nobody-else'));
          await press(page.locator('.confirmation').nth(0));
          return press(page.locator('.confirmation').nth(1));
        }
        const person = people[next];
        const name = (await heard(page))?.state.script.parameters.participants.find(
          ({ id }) => id === person?.participant,
        )?.name;
        await choose(page.getByRole('radio', { name: new RegExp(`^${name ?? 'nobody'}`) }));
        const sheet = page.locator('.visitor input[type="checkbox"]');
        if ((await sheet.count()) > 0) await sheet.press('Space');
        await type(page.locator('input[name="user-pin"]'), pinOf(person?.participant ?? ''));
        return press(button(`screen.present.${question.purpose}.do`));
      }
      case 'bag-sheet': {
        const sets = (await heard(page))?.state.sets ?? [];
        const commitment = sets.at(-1)?.commitments[question.index - 1] ?? '';
        await type(field('screen.sheet.control'), sheetControl(commitment).join(' '));
        await type(field('screen.sheet.bag'), `P-${question.index}`);
        return press(button('screen.sheet.bagged'));
      }
      case 'export':
        await press(button('screen.export.choose'));
        return press(button('screen.export.write'));
      case 'bring-data':
        // What this machine remembers stands there already.
        if (question.again) return press(button('embassy.bring.go-on'));
        // The dialogs answer with the file or the folder that a test has laid out.
        await press(button('embassy.bring.inventory.choose'));
        await press(button('embassy.bring.out.choose'));
        return press(button('embassy.bring.read'));
      case 'destroy-card':
        await type(page.locator('input[name="pin"]'), pinOf(question.holder));
        return press(button('embassy.destroy-card.erase'));
      case 'air-gap-open':
        return press(button('screen.air-gap.look-again'));
      case 'try-again':
        return press(button('screen.try-again'));
    }
  };
  return { answer, reach, press, type, tick, choose, pinOf, button };
};

/** The HSM that the room was furnished with last. */
const newestOf = (tokens: readonly HsmCandidate[]): TokenFacts => {
  const sorted = tokens
    .map(({ token }) => token)
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
  const newest = sorted.at(-1);
  if (newest === undefined) throw new Error('no HSM');
  return newest;
};

/** A name for what is on the screen, for its picture. */
const sceneOf = ({ state, question, exported }: Snapshot): string => {
  if (exported !== null) return 'exported';
  const step = currentStep(state);
  return `${step?.id ?? 'after'}-${step?.kind ?? question?.kind ?? 'working'}-${question?.kind ?? 'working'}`;
};

/** What people choose in each of the system's own dialogs; one path for whatever is asked. */
type Chosen = string | { readonly file?: string; readonly folder?: string; readonly save?: string };

/** What the system's dialogs, which are no part of the page, answer next: that they were closed, where nothing is chosen. */
export const answerDialogs = (app: ElectronApplication, chosen: Chosen): Promise<void> =>
  app.evaluate(
    ({ dialog }, { file, folder, save }) => {
      dialog.showOpenDialog = (...given: readonly unknown[]) => {
        const path = JSON.stringify(given.at(-1)).includes('openDirectory') ? folder : file;
        return Promise.resolve({ canceled: path === undefined, filePaths: path === undefined ? [] : [path] });
      };
      dialog.showSaveDialog = () => Promise.resolve({ canceled: save === undefined, filePath: save ?? '' });
    },
    typeof chosen === 'string' ? { file: chosen, folder: chosen, save: chosen } : { ...chosen },
  );

/** Types words of a sheet, row by row. */
export const typeRows = async (page: Page, rows: readonly (readonly string[])[]): Promise<void> => {
  const field = page.locator('.word-entry input');
  await expect(field).toBeFocused();
  await page.keyboard.type(rows.map((row) => `${row.join(' ')} `).join(''));
};

/** A custodian is chosen by name. */
export const comes = (page: Page, people: People, name: string): Promise<void> =>
  people.choose(page.getByRole('radio', { name: new RegExp(`^${name}`) }));

/** Goes through the ceremony on the screen until `until` says so; a picture of every scene that was not seen before. */
export const goThrough = async (
  page: Page,
  people: People,
  language: Language,
  until: (question: Question | null, exported: boolean) => boolean,
  prefix: string,
): Promise<void> => {
  let last = -1;
  const seen = new Set<string>();
  for (;;) {
    const snapshot = await heard(page);
    const question = snapshot?.question ?? null;
    if (snapshot !== null && until(question, snapshot.exported !== null)) return;
    if (snapshot === null || question === null || question.id === last) {
      await page.waitForTimeout(20);
      continue;
    }
    await nextFrame(page);
    const scene = sceneOf(snapshot);
    if (!seen.has(scene))
      await keepScreen(page, `${prefix}-${language}-${String(seen.size + 1).padStart(2, '0')}-${scene}`);
    seen.add(scene);
    last = question.id;
    try {
      await people.answer(question);
    } catch (error) {
      await keepScreen(page, `${prefix}-${language}-failed`);
      throw error;
    }
  }
};

/** The app, and the people before it. */
export type Sitting = Launched & {
  readonly people: People;
  readonly t: ReturnType<typeof texts>['t'];
  /** Goes through the ceremony until `until` says so. */
  readonly through: (
    until: (question: Question | null, exported: boolean) => boolean,
    prefix: string,
  ) => Promise<void>;
};

export const untilExported = (_question: Question | null, exported: boolean): boolean => exported;

/** People sit down before the app, which speaks their language. `path`: what its file dialogs answer with. */
export const sitDown = async ({
  home,
  language = 'en',
  pins = new Map(),
  path,
}: {
  readonly home: string;
  readonly language?: Language;
  readonly pins?: ReadonlyMap<string, string>;
  readonly path: string;
}): Promise<Sitting> => {
  const launched = await launch(home);
  const { app, page } = launched;
  const english = texts('en').t;
  if (language !== 'en')
    await page
      .getByLabel(english('screen.settings.language'))
      .getByRole('button', { name: english(`screen.settings.languages.${language}`) })
      .click();
  await listen(page);
  await answerDialogs(app, path);
  const people = openPeople(page, language, pins);
  return {
    ...launched,
    people,
    t: texts(language).t,
    through: (until, prefix) => goThrough(page, people, language, until, prefix),
  };
};
