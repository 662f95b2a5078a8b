/**
 * Keeps the engine running. It lives in a process of its own because PKCS#11 drivers block and crash; when it dies it is started
 * anew and goes on from its journal. When it dies again and again it is left alone until somebody asks something of it: then it
 * gets another chance.
 */
import { type UtilityProcess, utilityProcess } from 'electron';
import type { Domain } from '../ceremonies/model/domain.ts';
import { bad } from '../ceremonies/model/error.ts';
import type { Printed } from '../ceremonies/transcript/printed.ts';
import type {
  EngineReply,
  EngineRequestName,
  EngineRequestOf,
  FromEngine,
  PrintResult,
  ToEngine,
} from './engineWire.ts';

export type EngineHost = {
  /** Asks the engine; the answer is its reply, or the problem `engine-lost` when it died over it. */
  readonly request: <Name extends EngineRequestName>(
    name: Name,
    message: EngineRequestOf<Name>,
  ) => Promise<EngineReply<Name>>;
  /** Ends it for good. */
  readonly stop: () => void;
};

export type EngineEvents = {
  readonly pushed: (push: Extract<FromEngine, { kind: 'push' }>) => void;
  /** The engine died and another runs in its place. */
  readonly restarted: () => void;
  readonly render: (page: Printed) => Promise<Uint8Array>;
  readonly printSheet: (html: string, domain: Domain) => Promise<PrintResult>;
};

/** More deaths than this within the window mean that starting again does not help. */
const deathsAllowed = 3;
const deathWindowMs = 30_000;

/** @param entry the engine's bundled file */
export const startEngine = (entry: string, args: readonly string[], events: EngineEvents): EngineHost => {
  let running: UtilityProcess | undefined;
  let isStopped = false;
  let deathsAtMs: readonly number[] = [];
  let lastId = 0;
  const waiting = new Map<number, (reply: unknown) => void>();

  const send = (message: ToEngine) => running?.postMessage(message);

  const hear = (message: FromEngine) => {
    switch (message.kind) {
      case 'reply':
        waiting.get(message.id)?.(message.reply);
        waiting.delete(message.id);
        return;
      case 'push':
        events.pushed(message);
        return;
      case 'render':
        void events.render(message.page).then(
          (pdf) => send({ kind: 'rendered', id: message.id, pdf }),
          () => send({ kind: 'rendered', id: message.id, pdf: null }),
        );
        return;
      case 'print-sheet':
        void events.printSheet(message.html, message.domain).then(
          (result) => send({ kind: 'printed', id: message.id, result }),
          () => send({ kind: 'printed', id: message.id, result: bad('print-failed') }),
        );
        return;
    }
  };

  const died = () => {
    running = undefined;
    for (const answer of waiting.values()) answer(bad('engine-lost'));
    waiting.clear();
    if (isStopped) return;
    const nowMs = performance.now();
    deathsAtMs = [...deathsAtMs.filter((atMs) => nowMs - atMs < deathWindowMs), nowMs];
    if (deathsAtMs.length > deathsAllowed) return;
    start();
    events.restarted();
  };

  const start = () => {
    const child = utilityProcess.fork(entry, [...args], { serviceName: 'Ceremony engine', stdio: 'inherit' });
    child.on('message', hear);
    child.on('exit', died);
    running = child;
  };

  return {
    // Not started before anybody asks: the first screen needs the processor more than the engine does.
    request: <Name extends EngineRequestName>(name: Name, message: EngineRequestOf<Name>) =>
      new Promise<EngineReply<Name>>((resolve) => {
        if (running === undefined && !isStopped) start();
        lastId += 1;
        // The engine answers each request by the contract; its own compilation sees to that.
        waiting.set(lastId, (reply) => {
          resolve(reply as EngineReply<Name>);
        });
        send({ kind: 'request', id: lastId, name, message });
      }),
    stop: () => {
      isStopped = true;
      running?.kill();
    },
  };
};
