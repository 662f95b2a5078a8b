import { type Locator, type Page, expect } from 'playwright/test';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import { texts, type Language } from '../../ceremonies/texts/catalogue.ts';
import type { Bridge } from '../../electron/contract.ts';

declare global {
  var ceremony: Bridge;
  var lastSnapshot: Snapshot | null;
}

/** The people in the room, who have a keyboard and no mouse, and read one language. */
export type People = {
  /** Answers the question on the screen as people who make no mistake would. */
  readonly answer: (question: Question) => Promise<void>;
  /** Goes to a control with the Tab key and presses it. */
  readonly press: (control: Locator) => Promise<void>;
  readonly type: (control: Locator, text: string) => Promise<void>;
  readonly button: (key: string, values?: Readonly<Record<string, string | number>>) => Locator;
};

/** Listens to what the program tells the window, as the window does. */
export const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    globalThis.lastSnapshot = null;
    globalThis.ceremony.listen('snapshot', (snapshot) => {
      globalThis.lastSnapshot = snapshot;
    });
  });

export const heard = async (page: Page): Promise<Snapshot | null> =>
  page.evaluate(() => globalThis.lastSnapshot);

/** More stops than any screen has. */
const tabsMax = 200;

export const openPeople = (page: Page, language: Language): People => {
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
    `1${participant.length}${participant.codePointAt(participant.length - 1) ?? 0}77`;

  const answer: People['answer'] = async (question) => {
    switch (question.kind) {
      case 'confirm': {
        const own = page.locator('.confirmation');
        for (let index = 0; index < question.by.length; index += 1) await press(own.nth(index));
        return;
      }
      case 'choose-hsm':
        await choose(page.getByRole('radio', { name: /Rehearsal HSM/ }));
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
      case 'export':
        await press(button('screen.export.choose'));
        return press(button('screen.export.write'));
      case 'air-gap-open':
        return press(button('screen.air-gap.look-again'));
      case 'try-again':
        return press(button('screen.try-again'));
    }
  };
  return { answer, press, type, button };
};

/** A name for what is on the screen, for its picture. */
export const sceneOf = ({ state, question, exported }: Snapshot): string => {
  if (exported !== null) return 'exported';
  const step = currentStep(state);
  return `${step?.id ?? 'after'}-${step?.kind ?? question?.kind ?? 'working'}-${question?.kind ?? 'working'}`;
};
