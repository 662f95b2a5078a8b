/**
 * Keeps the engine running. It lives in a process of its own because PKCS#11 drivers block and crash; when it dies it is started
 * anew and goes on from its journal. When it dies again and again it is left alone until somebody asks something of it: then it
 * gets another chance. When it hangs, people are told, and may have it ended and started anew.
 */
import { type UtilityProcess, utilityProcess } from 'electron';
import type { Domain } from '../ceremonies/model/domain.ts';
import { bad } from '../ceremonies/model/error.ts';
import type { Printed } from '../ceremonies/transcript/printed.ts';
import type { Pushed } from './contract.ts';
import type {
  EngineReply,
  EngineRequestName,
  EngineRequestOf,
  FromEngine,
  PrintResult,
  ToEngine,
} from './engineWire.ts';
import { openWatchdog, usualPatience, type Patience } from './watchdog.ts';

export type EngineHost = {
  /** Asks the engine; the answer is its reply, or the problem `engine-lost` when it died over it. */
  readonly request: <Name extends EngineRequestName>(
    name: Name,
    message: EngineRequestOf<Name>,
  ) => Promise<EngineReply<Name>>;
  /** Ends it, however it is, and starts it anew: it goes on from its journal. */
  readonly restart: () => void;
  /** Ends it for good. */
  readonly stop: () => void;
};

export type EngineEvents = {
  readonly pushed: (push: Extract<FromEngine, { kind: 'push' }>) => void;
  /** The engine died and another runs in its place. */
  readonly restarted: () => void;
  /** A call to a driver does not come back, as far as can be seen from here. */
  readonly hung: () => void;
  /** It came back after all, or the engine is another. */
  readonly recovered: () => void;
  readonly render: (page: Printed) => Promise<Uint8Array>;
  readonly printSheet: (html: string, domain: Domain) => Promise<PrintResult>;
};

/** More deaths than this within the window mean that starting again does not help. */
const deathsAllowed = 3;
const deathWindowMs = 30_000;

/** Whether the machine is at work, and nobody is asked anything. */
const isAtWork = (snapshot: Pushed['snapshot']): boolean =>
  snapshot !== null &&
  snapshot.question === null &&
  snapshot.exported === null &&
  (snapshot.state.lifecycle === 'running' || snapshot.state.lifecycle === 'closed');

/** @param entry the engine's bundled file @param patience how long it may take before it counts as hung */
export const startEngine = (
  entry: string,
  args: readonly string[],
  events: EngineEvents,
  patience: Patience = usualPatience,
): EngineHost => {
  let running: UtilityProcess | undefined;
  let isStopped = false;
  let deathsAtMs: readonly number[] = [];
  let lastId = 0;
  const waiting = new Map<number, (reply: unknown) => void>();

  const send = (message: ToEngine) => running?.postMessage(message);

  const watchdog = openWatchdog(events, patience);

  const hear = (message: FromEngine) => {
    watchdog.heard();
    switch (message.kind) {
      case 'reply':
        waiting.get(message.id)?.(message.reply);
        waiting.delete(message.id);
        return;
      case 'push':
        if (message.name === 'snapshot') watchdog.shown(isAtWork(message.message));
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
    watchdog.rest();
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
    // A process in the middle of a driver's call hears no request to end itself, and needs none.
    restart: () => {
      if (running?.pid !== undefined) process.kill(running.pid, 'SIGKILL');
    },
    stop: () => {
      isStopped = true;
      running?.kill();
    },
  };
};
