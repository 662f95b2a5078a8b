import { createInterface } from 'node:readline/promises';
import { addAbortSignal, Writable } from 'node:stream';
import { CeremonyError } from '../model/error.ts';

const firstLine = (text: string): string => text.split(/\r?\n/u, 1)[0] ?? '';

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Typed at the terminal; nothing of it is shown. */
const typed = async (prompt: string, signal: AbortSignal): Promise<string> => {
  // Before the prompt: what is typed at once must not be echoed either.
  const lines = createInterface({ input: process.stdin, output: nowhere(), terminal: true, historySize: 0 });
  try {
    // The terminal is in raw mode now, where Ctrl-C and Ctrl-D are characters like any other.
    const ended = new Promise<never>((_resolve, reject) => {
      lines.once('SIGINT', () => reject(new CeremonyError('cancelled')));
      lines.once('close', () => reject(new CeremonyError('pin-required')));
    });
    process.stderr.write(prompt);
    return await Promise.race([lines.question('', { signal }), ended]);
  } catch (cause) {
    throw signal.aborted ? new CeremonyError('cancelled', {}, cause) : cause;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
};

const piped = async (signal: AbortSignal): Promise<string> => {
  let text = '';
  try {
    for await (const chunk of addAbortSignal(signal, process.stdin.setEncoding('utf8'))) {
      text += String(chunk);
      if (text.includes('\n')) break;
    }
  } catch (cause) {
    throw signal.aborted ? new CeremonyError('cancelled', {}, cause) : cause;
  }
  return firstLine(text);
};

/**
 * A PIN: the first line of `pinFile`, else of the variable CEREMONY_PIN, else typed at the terminal without echo, else the first
 * line of standard input.
 *
 * @throws CeremonyError pin-required (nothing was given), cancelled, file-absent, file-unreadable
 */
export const askPin = async (
  prompt: string,
  pinFile: string | undefined,
  readFile: (path: string) => Promise<Uint8Array>,
  signal: AbortSignal,
): Promise<string> => {
  const environment = process.env['CEREMONY_PIN'];
  const pin =
    pinFile !== undefined
      ? firstLine(new TextDecoder().decode(await readFile(pinFile)))
      : environment !== undefined
        ? environment
        : process.stdin.isTTY
          ? await typed(prompt, signal)
          : await piped(signal);
  if (pin === '') throw new CeremonyError('pin-required');
  return pin;
};
