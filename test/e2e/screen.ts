import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { hasDisplay } from '../../build/display.mjs';

/**
 * Starts a display in memory, which lives as long as this process, and says how a program finds it. Each worker has one of its own:
 * on a screen that is shared, windows would take each other the focus and the clipboard.
 */
const startScreen = async (): Promise<Readonly<Record<string, string>>> => {
  // It takes the first free number by itself, and tells it on this descriptor once it can be used.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => server.kill());
  const [, , , told] = server.stdio;
  if (told === null || told === undefined || !('read' in told)) throw new Error('no pipe to Xvfb');
  const ended = once(server, 'exit').then(() =>
    Promise.reject(new Error('Xvfb ended: run `npm run set-up`')),
  );
  const [number] = (await Promise.race([once(createInterface(told), 'line'), ended])) as [string];
  ended.catch(() => undefined);
  told.destroy();
  server.unref();
  return { DISPLAY: `:${number}` };
};

let started: ReturnType<typeof startScreen> | undefined;

/** What the environment of a program with windows needs besides ours: nothing, where somebody sits before a display. */
export const screen = (): Promise<Readonly<Record<string, string>>> =>
  hasDisplay() ? Promise.resolve({}) : (started ??= startScreen());
