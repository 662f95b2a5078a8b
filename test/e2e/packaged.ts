import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { type Page, chromium } from 'playwright/test';
import { z } from 'zod';
import { root } from '../../build/paths.mjs';
import { products } from '../../build/products.mjs';
import { manifest } from '../../build/stage.mjs';
import { temporaryFolder } from '../temporary.ts';
import { screen } from './screen.ts';

/** The executable of a packaged app: the one that CEREMONY_PACKAGE names, or that of a rehearsal package made now. */
export const packagedExecutable = (): string => {
  const named = process.env['CEREMONY_PACKAGE'];
  if (named !== undefined) return named;
  execFileSync(process.execPath, [join(root, 'build', 'run.mjs'), 'package', '--rehearsal', 'dir'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { name } = products.rehearsal;
  const made = `${name}-${manifest().version}`;
  return join(root, 'out', 'packages', made, `${made}-linux-x64`, name);
};

/** What the executable loads as its app. */
export const archiveOf = (executable: string): string => join(dirname(executable), 'resources', 'app.asar');

export type Started = {
  readonly pid: number;
  /** The next line on either output that matches; rejects when the app ended or nothing came. */
  readonly line: (pattern: RegExp, timeoutMs?: number) => Promise<RegExpExecArray>;
  readonly said: () => string;
  readonly end: () => Promise<void>;
};

// Chromium's sandbox cannot run as root, which is what build servers often are.
const asThisUser = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Starts a packaged app over a home folder of its own, as people would: nothing is attached to it. */
export const start = async (
  executable: string,
  home: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Started> => {
  const child = spawn(executable, [...asThisUser, `--user-data-dir=${join(home, 'profile')}`, ...args], {
    env: { ...process.env, ...(await screen()), HOME: home, XDG_CONFIG_HOME: join(home, 'config'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: home,
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  for (const output of [child.stdout, child.stderr])
    createInterface(output).on('line', (line) => {
      lines.push(line);
      tell();
    });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
      tell();
    });
  });
  const line: Started['line'] = (pattern, timeoutMs = 30_000) =>
    new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        listeners.delete(look);
        act();
      };
      const look = (): void => {
        const found = lines.map((each) => pattern.exec(each)).find((each) => each !== null);
        if (found) settle(() => resolve(found));
        else if (child.exitCode !== null || child.signalCode !== null)
          settle(() => reject(new Error(`the app ended:\n${lines.join('\n')}`)));
      };
      const timer = globalThis.setTimeout(() => {
        settle(() => reject(new Error(`no line matched ${String(pattern)}:\n${lines.join('\n')}`)));
      }, timeoutMs);
      listeners.add(look);
      look();
    });
  const end = async (): Promise<void> => {
    // Asked politely it would ask back while a ceremony is open.
    child.kill('SIGKILL');
    await ended;
  };
  return { pid: child.pid ?? 0, line, said: () => lines.join('\n'), end };
};

export type OpenPackage = {
  readonly page: Page;
  readonly home: string;
  readonly app: Started;
  readonly close: () => Promise<void>;
};

const pagesOf = z.array(z.object({ type: z.string(), url: z.string(), title: z.string() }));

/** Playwright never ends its handshake when it meets a window in the midst of its first navigation: see attached/main.mjs. */
const windowShown = async (host: string, tries = 300): Promise<void> => {
  const pages = pagesOf.parse(await (await fetch(`http://${host}/json/list`)).json());
  if (pages.some(({ type, url, title }) => type === 'page' && url.startsWith('app:') && title !== '')) return;
  if (tries === 0) throw new Error(`no window: ${JSON.stringify(pages)}`);
  await setTimeout(100);
  return windowShown(host, tries - 1);
};

/**
 * Opens a packaged app and its window. Its fuses leave no way into the main process, so only the window can be reached, through a port
 * that Chromium opens when it is asked to on the command line (and that rules out a real ceremony).
 */
export const openPackage = async (
  executable: string,
  home = temporaryFolder('packaged'),
): Promise<OpenPackage> => {
  if (!existsSync(executable)) throw new Error(`there is no packaged app: ${executable}`);
  const app = await start(executable, home, ['--remote-debugging-port=0']);
  const [, endpoint = '', host = ''] = await app.line(/^DevTools listening on (ws:\/\/([^/]+)\/\S+)$/);
  await windowShown(host);
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('no window');
  const isApp = (each: Page): boolean => each.url().startsWith('app:');
  const page = context.pages().find(isApp) ?? (await context.waitForEvent('page', { predicate: isApp }));
  const close = async (): Promise<void> => {
    await browser.close();
    await app.end();
    rmSync(home, { recursive: true, force: true });
  };
  return { page, home, app, close };
};
