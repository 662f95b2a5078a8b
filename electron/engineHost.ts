/**
 * Keeps the engine running. It lives in a process of its own because PKCS#11 drivers block and crash; when it dies it is started
 * anew and goes on from its journal. When it dies again and again it is left alone until somebody asks something of it: then it
 * gets another chance. When it hangs, people are told, and may have it ended and started anew. After a ceremony it is renewed: what it
 * had in memory ends with its process.
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
  /**
   * Ends it as soon as nothing is asked of it, and starts another in its place, of which nobody is told. What is asked meanwhile, the
   * other one answers. Settles when it was started.
   */
  readonly renew: () => Promise<void>;
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

type Asked = {
  readonly message: Extract<ToEngine, { kind: 'request' }>;
  readonly answered: (reply: unknown) => void;
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
  /** How many pages main lays out or prints for the engine now. */
  let errands = 0;
  /** Those who wait for a renewal, where one is due; what is asked meanwhile is for the next engine. */
  let renewals: readonly (() => void)[] = [];
  let heldBack: readonly Asked[] = [];
  /** Told to each engine at its start. */
  let language: unknown;

  const watchdog = openWatchdog(events, patience);

  const endIfDue = () => {
    if (renewals.length > 0 && waiting.size === 0 && errands === 0) running?.kill();
  };

  const ask = ({ message, answered }: Asked) => {
    waiting.set(message.id, answered);
    running?.postMessage(message);
  };

  /** The answer is for the engine that wants it, and never for the one after it. */
  const runErrand = (child: UtilityProcess, done: Promise<ToEngine>) => {
    errands += 1;
    void done.then((message) => {
      errands -= 1;
      if (child === running) child.postMessage(message);
      endIfDue();
    });
  };

  const hear = (child: UtilityProcess, message: FromEngine) => {
    watchdog.heard();
    switch (message.kind) {
      case 'reply':
        waiting.get(message.id)?.(message.reply);
        waiting.delete(message.id);
        endIfDue();
        return;
      case 'push':
        if (message.name === 'snapshot') watchdog.shown(isAtWork(message.message));
        events.pushed(message);
        return;
      case 'render': {
        const { id } = message;
        const rendered = (pdf: Uint8Array | null): ToEngine => ({ kind: 'rendered', id, pdf });
        runErrand(
          child,
          events.render(message.page).then(rendered, () => rendered(null)),
        );
        return;
      }
      case 'print-sheet': {
        const { id } = message;
        const printed = (result: PrintResult): ToEngine => ({ kind: 'printed', id, result });
        const failed = () => printed(bad('print-failed'));
        runErrand(child, events.printSheet(message.html, message.domain).then(printed, failed));
        return;
      }
    }
  };

  const died = () => {
    running = undefined;
    watchdog.rest();
    for (const answer of waiting.values()) answer(bad('engine-lost'));
    waiting.clear();
    if (isStopped) return;
    if (renewals.length > 0) {
      beRenewed();
      return;
    }
    const nowMs = performance.now();
    deathsAtMs = [...deathsAtMs.filter((atMs) => nowMs - atMs < deathWindowMs), nowMs];
    if (deathsAtMs.length > deathsAllowed) return;
    start();
    events.restarted();
  };

  const beRenewed = () => {
    start();
    const settled = renewals;
    renewals = [];
    for (const settle of settled) settle();
    heldBack.forEach(ask);
    heldBack = [];
  };

  const start = () => {
    const child = utilityProcess.fork(entry, [...args], { serviceName: 'Ceremony engine', stdio: 'inherit' });
    child.on('message', (message: FromEngine) => hear(child, message));
    child.on('exit', died);
    running = child;
    // Nobody waits for this answer.
    if (language !== undefined)
      child.postMessage({
        kind: 'request',
        id: 0,
        name: 'set-language',
        message: language,
      } satisfies ToEngine);
  };

  return {
    // Not started before anybody asks: the first screen needs the processor more than the engine does.
    request: <Name extends EngineRequestName>(name: Name, message: EngineRequestOf<Name>) =>
      new Promise<EngineReply<Name>>((resolve) => {
        if (name === 'set-language') language = message;
        if (running === undefined && !isStopped) start();
        lastId += 1;
        const asked: Asked = {
          message: { kind: 'request', id: lastId, name, message },
          // The engine answers each request by the contract; its own compilation sees to that.
          answered: (reply) => {
            resolve(reply as EngineReply<Name>);
          },
        };
        if (renewals.length > 0) heldBack = [...heldBack, asked];
        else ask(asked);
      }),
    // A process in the middle of a driver's call hears no request to end itself, and needs none.
    restart: () => {
      if (running?.pid !== undefined) process.kill(running.pid, 'SIGKILL');
    },
    renew: () =>
      running === undefined || isStopped
        ? Promise.resolve()
        : new Promise((resolve) => {
            renewals = [...renewals, resolve];
            endIfDue();
          }),
    stop: () => {
      isStopped = true;
      running?.kill();
    },
  };
};
