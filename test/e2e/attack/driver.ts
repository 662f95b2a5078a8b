import type { WebContents } from 'electron';
import type { ElectronApplication } from 'playwright/test';
import type { Attack, Target } from './attacks.ts';
import type { Listeners } from './listeners.ts';

/** What came of an attack, each trace once, by its kind and with what is known of it. */
export type Outcome = { readonly attack: Attack; readonly traces: readonly string[]; readonly said: string };

export const isSeen = ({ attack, traces }: Outcome): boolean =>
  traces.some((trace) => trace.split(' ')[0] === attack.seenBy);

export const describeOutcome = ({ attack, traces, said }: Outcome): string =>
  `${attack.name}: ${traces.length === 0 ? 'nothing' : traces.join(', ')} (${said})`;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** In the main process, between one call of a test and the next. */
declare global {
  var attacked: WebContents;
  var traces: string[];
}

/** Counts, in the main process, what a page cannot hide: the windows, frames, downloads and choices that it brings about. */
export const watch = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ app: electron, BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows()[0]?.webContents;
    if (own === undefined) throw new Error('no window');
    globalThis.attacked = own;
    globalThis.traces = [];
    const seen = (trace: string) => void globalThis.traces.push(trace);

    electron.on('web-contents-created', (_event, contents) => {
      if (contents.getType() === 'window') seen('window');
    });
    own.on('did-create-window', (window) => {
      // Not at once: the page that opened it is still in the midst of that.
      setTimeout(() => window.destroy(), 300);
    });
    own.on('did-frame-navigate', (_event, url, _code, _status, isMainFrame) => {
      if (!isMainFrame && !url.startsWith('about:')) seen(`frame ${url}`);
    });
    const { session } = own;
    session.on('will-download', (event) => {
      if (!event.defaultPrevented) seen('download');
      event.preventDefault();
    });
    session.on('select-hid-device', (event, _details, answer) => {
      seen('got');
      event.preventDefault();
      answer(null);
    });
    session.on('select-serial-port', (event, _ports, _contents, answer) => {
      seen('got');
      event.preventDefault();
      answer('');
    });
    session.on('select-usb-device', (event, _details, answer) => {
      seen('got');
      event.preventDefault();
      answer();
    });
  });

export const show = (app: ElectronApplication, url: string): Promise<void> =>
  app.evaluate((_electron, address) => globalThis.attacked.loadURL(address).catch(() => undefined), url);

/** Runs code in the page, as if somebody had just clicked. What it throws is what it says. */
export const runInPage = (app: ElectronApplication, code: string, limitMs = 2500): Promise<unknown> =>
  app.evaluate(
    async (_electron, [text, ms]) =>
      Promise.race([
        globalThis.attacked
          .executeJavaScript(`(async () => { ${text} })()`, true)
          .catch((error: unknown) => String(error)),
        new Promise((resolve) => setTimeout(resolve, ms, 'no answer')),
      ]) as Promise<unknown>,
    [code, limitMs] as const,
  );

const keyOf = ({ name }: Attack): string => name.replaceAll(/[^a-z0-9]+/giu, '-').toLowerCase();

/** Addresses that name the attack, so that whatever arrives can be told apart, however late. */
const targetOf = (attack: Attack, { web, tcp, udp }: Listeners['ports'], file: string): Target => {
  const key = keyOf(attack);
  return {
    web: `http://127.0.0.1:${web}/${key}`,
    socket: `ws://127.0.0.1:${web}/${key}`,
    tcpPort: tcp,
    udpPort: udp,
    host: `${key}.attack.example`,
    file,
  };
};

const arrivals = (listeners: Listeners): readonly string[] =>
  listeners.take().map(({ by, about }) => (about === '' ? by : `${by} ${about}`));

const settleMs = 150;

/**
 * Makes an attack and looks for what comes of it, until that is seen for which it was made, at most for `patienceMs`.
 *
 * @param page where the window is before the attack, and after it if nothing came of it
 * @param file a file for the attacks that want one
 */
export const observe = async (
  app: ElectronApplication,
  attack: Attack,
  { page, file, patienceMs }: { readonly page: string; readonly file: string; readonly patienceMs: number },
  listeners: Listeners,
): Promise<Outcome> => {
  const target = JSON.stringify(targetOf(attack, listeners.ports, file));
  const said = await runInPage(app, `const target = ${target}; ${attack.code}`);
  let outcome: Outcome = { attack, traces: said === true ? ['got'] : [], said: String(said) };
  for (let waitedMs = 0; waitedMs < patienceMs && !isSeen(outcome); waitedMs += settleMs) {
    await pause(settleMs);
    const late = await app.evaluate(() => ({
      traces: globalThis.traces.splice(0),
      url: globalThis.attacked.getURL(),
    }));
    const moved = late.url.replace(/#here$/, '') === page ? [] : [`page ${late.url}`];
    const traces = [...outcome.traces, ...late.traces, ...moved, ...arrivals(listeners)];
    outcome = { ...outcome, traces: [...new Set(traces)] };
  }
  return outcome;
};
