/**
 * The engine's process (an Electron utilityProcess): the only one with PKCS#11, the journal and secrets. It speaks with main
 * alone, by `engineWire.ts`, and runs the same engine as the command line.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAirGapProbe, probeAirGap } from '../ceremonies/conductor/airgap.ts';
import type { Desk } from '../ceremonies/conductor/desk.ts';
import { openEngine, tokensPresent } from '../ceremonies/conductor/engine.ts';
import type { Host } from '../ceremonies/conductor/host.ts';
import { softwareOf } from '../ceremonies/conductor/nodeHost.ts';
import {
  furnishRehearsalRoom,
  openRehearsalModule,
  playsHsm,
  rehearsalPins,
  type Furniture,
} from '../ceremonies/conductor/rehearsalRoom.ts';
import { parsePlan } from '../ceremonies/model/ceremonyPlan.ts';
import type { Domain } from '../ceremonies/model/domain.ts';
import type { Finding } from '../ceremonies/model/event.ts';
import { bad, CeremonyError, good, type Problem, type Result } from '../ceremonies/model/error.ts';
import { standardScript } from '../ceremonies/scripts/standard.ts';
import type { Language } from '../ceremonies/texts/languages.ts';
import { openModule } from '../ceremonies/tokens/module.ts';
import {
  printedCertificate,
  printedRecord,
  printedScript,
  type Printed,
} from '../ceremonies/transcript/printed.ts';
import { archiveAround, besideArchive, measureArchive } from './archive.ts';
import { openBackups, type HsmRoom } from './backups.ts';
import type { Pushed, PushedName, Replies } from './contract.ts';
import type { EngineRequestName, EngineRequestOf, FromEngine, PrintResult, ToEngine } from './engineWire.ts';
import { readModuleSettings, type ModuleSettings } from './moduleSettings.ts';
import { identifyRuntime, weakeningSwitches } from './runtime.ts';
import { openVerifying } from './verifying.ts';

const here = import.meta.dirname;
const [dataDirectory = '', electronPath = '', ...mainSwitches] = process.argv.slice(2);

const send = (message: FromEngine): void => process.parentPort.postMessage(message);
const push = <Name extends PushedName>(name: Name, message: Pushed[Name]): void =>
  send({ kind: 'push', name, message } as FromEngine);

// --- the machine ---

const runtime = await identifyRuntime(join(here, '..', 'runtime.json'), electronPath);
const archive = archiveAround(here);
const measured = archive === null ? null : measureArchive(archive);
const isWhole = measured?.isWhole ?? true;
const isTrustworthy = isWhole && runtime.isOfficial && weakeningSwitches(mainSwitches).length === 0;
const built = softwareOf(join(here, '..', 'app.json'), {
  electron: runtime.electronVersion,
  runtime: isTrustworthy ? 'official' : 'unofficial',
});
const software = measured === null ? built : { ...built, appHash: measured.isWhole ? measured.sha256 : null };

// A package brings SoftHSM2 for rehearsals.
const ownSoftHsm = archive === null ? null : besideArchive(archive, 'softhsm', 'libsofthsm2.so');
if (ownSoftHsm !== null && existsSync(ownSoftHsm)) process.env['SOFTHSM2_MODULE'] ??= ownSoftHsm;

let language: Language = 'en';

/** Asks main, and waits for what it says under the same id. */
const openAsking = <Answer>() => {
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  return {
    ask: (messageOf: (id: number) => FromEngine): Promise<Answer> =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        send(messageOf(lastId));
      }),
    hear: (id: number, answer: Answer): void => {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    },
  };
};
const rendering = openAsking<Uint8Array | null>();
const printing = openAsking<PrintResult>();

/** Only main has a browser to lay out a page with. */
const renderPdf = async (page: Printed): Promise<Uint8Array> => {
  const pdf = await rendering.ask((id) => ({ kind: 'render', id, page }));
  if (pdf === null) throw new CeremonyError('internal', { reason: 'PDF' });
  return pdf;
};

/** Main has the printers, too. A rehearsal without one prints into a file. */
const printSheet: NonNullable<Host['printSheet']> = (html) => {
  const domain = engine.snapshot()?.state.script.parameters.domain ?? 'production';
  return printing.ask((id) => ({ kind: 'print-sheet', id, html, domain }));
};

const lookAround = openAirGapProbe();

const host: Host = {
  software,
  now: () => new Date(),
  airGap: () => Promise.resolve(lookAround()),
  language: () => language,
  printSheet,
  renderPdf,
};

// --- the modules ---

const openProduction = (): Desk['modules'] => {
  const open = ({ path, parameters }: ModuleSettings['hsm']) =>
    openModule(path, parameters === undefined ? {} : { parameters });
  const { hsm, cards } = readModuleSettings(dataDirectory);
  return { hsm: open(hsm), cards: open(cards) };
};

let rehearsal: Desk['modules'] | null = null;
const openRehearsal = (furniture: Furniture): Desk['modules'] => {
  const directory = join(dataDirectory, 'rehearsal');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const module = rehearsal?.hsm ?? openRehearsalModule(directory, null);
  rehearsal = { hsm: module, cards: module };
  furnishRehearsalRoom(module, furniture);
  return rehearsal;
};

let production: Desk['modules'] | null = null;
const modules = (domain: Domain): Desk['modules'] => {
  if (domain === 'rehearsal') return rehearsal ?? openRehearsal({ cards: 0, hsm: 'any' });
  production ??= openProduction();
  return production;
};

/** Why production cannot be chosen here, or null. */
const againstProduction = (): Problem | null => {
  if (!isWhole) return bad('program-damaged').problem;
  if (!isTrustworthy) return bad('runtime-unofficial').problem;
  try {
    modules('production');
    return null;
  } catch (error) {
    if (error instanceof CeremonyError) return { code: error.code, details: error.details };
    throw error;
  }
};

// --- requests ---

const engine = openEngine({
  directory: dataDirectory,
  modules,
  host,
  published: (snapshot) => push('snapshot', snapshot),
  // Main starts a new engine, which offers to go on from the journal: one way back for every fault.
  failed: (error) => {
    process.stderr.write(`engine failed: ${error instanceof CeremonyError ? error.message : 'internal'}\n`);
    process.exit(70);
  },
});

/** A card that breaks is to be rehearsed, too. */
const spareCards = 1;

/** Cards that lie ready when a rehearsal is set up: the example's seven people, and what is to spare. */
const cardsAtHand = 7 + spareCards;

/** Takes a second, so it is done while people read the first screen. What goes wrong is told when a rehearsal is started. */
const layOutCards = (): void => {
  // To furnish a room starts its module anew, under the feet of a ceremony.
  if (engine.snapshot() !== null || backups.isBusy()) return;
  try {
    openRehearsal({ cards: cardsAtHand, hsm: 'any' });
    watch();
  } catch (error) {
    if (!(error instanceof CeremonyError)) throw error;
  }
};

// --- sealed files ---

/** Where a key may be that opens a file: in a real HSM, where one may be used here, and in that of a rehearsal. */
const hsmRooms = (): readonly HsmRoom[] => {
  const real: readonly HsmRoom[] =
    againstProduction() === null
      ? [{ domain: 'production', module: modules('production').hsm, isHsm: () => true }]
      : [];
  try {
    return [...real, { domain: 'rehearsal', module: modules('rehearsal').hsm, isHsm: playsHsm }];
  } catch (error) {
    // A machine for real keys need not be able to rehearse.
    if (error instanceof CeremonyError) return real;
    throw error;
  }
};

let isCeremonyBeginning = false;
const backups = openBackups({
  rooms: hsmRooms,
  isCeremonyHere: () => isCeremonyBeginning || engine.snapshot() !== null,
  told: (progress) => push('backup-progress', progress),
});

/** A ceremony does not begin while a file is sealed or opened, nor the other way round. */
const beginCeremony = async (begin: () => Promise<Result<null>>): Promise<Result<null>> => {
  if (backups.isBusy()) return bad('room-in-use', { by: 'backup' });
  isCeremonyBeginning = true;
  try {
    return await begin();
  } finally {
    isCeremonyBeginning = false;
  }
};

type Handlers = {
  readonly [Name in EngineRequestName]: (
    message: EngineRequestOf<Name>,
  ) => Promise<Result<Name extends keyof Replies ? Replies[Name] : Printed>>;
};

const handlers: Handlers = {
  'describe-room': async () => {
    push('snapshot', engine.snapshot());
    watch();
    const described = good({
      software,
      modes: { rehearsal: { pins: rehearsalPins }, production: againstProduction() },
      tokens: rehearsal === null ? [] : tokensPresent(rehearsal),
      unfinished: await engine.unfinished(),
    });
    setImmediate(layOutCards);
    return described;
  },
  'start-ceremony': ({ plan, previousBundle }) =>
    beginCeremony(() => {
      const { domain, participants } = plan.parameters;
      if (domain === 'production') {
        const problem = againstProduction();
        if (problem !== null) return Promise.resolve({ ok: false, problem });
      } else {
        const cards = participants.length + spareCards;
        openRehearsal({ cards, hsm: plan.kind === 'reconstitute' ? 'empty' : 'any' });
      }
      return engine.start(plan, previousBundle);
    }),
  'inspect-bundle': ({ file }) => engine.inspect(file),
  'resume-ceremony': ({ sitting }) => beginCeremony(() => engine.resume(sitting)),
  answer: ({ question, answer }) => engine.answer(question, answer),
  'raise-exception': (about) => engine.raiseException(about),
  pause: ({ by }) => engine.pause(by),
  continue: ({ by }) => engine.goOn(by),
  'mark-compromised': (about) => engine.compromise(about),
  depart: ({ participant, by, reason }) => engine.depart(participant, by, reason),
  abandon: ({ by, reason, hsmPin }) => engine.abandon(by, reason, hsmPin),
  'look-again': () => Promise.resolve(engine.lookAgain()),
  'leave-ceremony': () => engine.leave(),
  ...openVerifying((far) => push('verifying', far)),
  'set-language': ({ language: chosen }) => {
    language = chosen;
    return Promise.resolve(good(null));
  },
  'page-to-print': async (wanted) => {
    if (wanted.what === 'plan') {
      const plan = parsePlan(wanted.plan);
      if (!plan.ok) return plan;
      const previous =
        wanted.previousBundle === null ? good(null) : await engine.inspect(wanted.previousBundle);
      if (!previous.ok) return previous;
      const register = previous.value?.register ?? null;
      return good(await printedScript(standardScript(plan.value, register), register, wanted.language));
    }
    const snapshot = engine.snapshot();
    if (snapshot === null) return bad('event-not-allowed', { reason: 'no ceremony' });
    const { state, head, exported } = snapshot;
    switch (wanted.what) {
      case 'script': {
        const register = state.previousBundle?.register ?? null;
        return good(await printedScript(state.script, register, wanted.language));
      }
      case 'record': {
        const bundle = exported?.sha256 ?? null;
        return good(await printedRecord(state, engine.events(), head.hash, bundle, wanted.language));
      }
      case 'certificate': {
        const page = exported === null ? null : printedCertificate(state, exported.sha256, wanted.language);
        return page === null ? bad('event-not-allowed', { reason: 'nothing destroyed' }) : good(page);
      }
    }
  },
  ...backups.handlers,
};

/** Whatever goes wrong in a handler is an answer with a code; a fault of the program shows as `internal`. */
const answer = async (name: EngineRequestName, message: unknown): Promise<Result<unknown>> => {
  try {
    // Main parsed the message by the schema of this very name.
    return await (handlers[name] as (message: unknown) => Promise<Result<unknown>>)(message);
  } catch (error) {
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};

process.parentPort.on('message', ({ data }: { data: ToEngine }) => {
  switch (data.kind) {
    case 'request':
      void answer(data.name, data.message).then((reply) => send({ kind: 'reply', id: data.id, reply }));
      return;
    case 'rendered':
      rendering.hear(data.id, data.pdf);
      return;
    case 'printed':
      printing.hear(data.id, data.result);
  }
});

// --- the room, watched to the end ---

const watchIntervalMs = 2000;

/** While a ceremony is held it looks itself, more often, and keeps what it saw: one look, so that nobody is told two things. */
const airGapSeen = (): readonly Finding[] => {
  const held = engine.snapshot();
  return held !== null && held.exported === null && held.state.lifecycle !== 'abandoned'
    ? held.surroundings.airGap
    : probeAirGap();
};

const watch = (): void => {
  const room = engine.snapshot()?.state.script.parameters.domain ?? 'rehearsal';
  const present = (room === 'rehearsal' ? rehearsal : production) ?? null;
  push('surroundings', {
    airGap: airGapSeen(),
    tokens: present === null ? [] : tokensPresent(present),
    clock: host.now().toISOString(),
  });
};
setInterval(watch, watchIntervalMs);
watch();
