import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openAirGapProbe } from '../../ceremonies/conductor/airgap.ts';
import { openEngine } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { Domain } from '../../ceremonies/model/domain.ts';
import { must } from '../../ceremonies/model/error.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { parametersFor } from './rehearsalRoom.ts';

/**
 * Runs in a network namespace of its own, where it may make interfaces and take them away, and says as JSON what the program saw.
 * Its first argument says what is played.
 */
const [, , play = '', directory = ''] = process.argv;

const ip = (command: string): void => void execFileSync('ip', command.split(' '));
const makeCable = (): void => ip('link add cable0 type veth peer name socket0');
const plugIn = (): void => ['link set socket0 up', 'link set cable0 up'].forEach(ip);
const pullOut = (): void => ['link set cable0 down', 'link set socket0 down'].forEach(ip);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each thing that is done to the machine's network, and what two looks after it see. */
const probeEachStep = async (): Promise<unknown> => {
  const look = openAirGapProbe();
  const seen: Record<string, unknown> = { nothing: look() };
  const steps: Readonly<Record<string, () => void>> = {
    'a cable that is not plugged in': makeCable,
    'a cable that is plugged in': plugIn,
    'an address': () => ip('addr add 10.9.0.1/24 dev cable0'),
    'a default route': () => ip('route add default via 10.9.0.2'),
    'a default route of IPv6': () => ip('-6 route add default dev cable0'),
    'a cable that is pulled out at the other end': () => ip('link set socket0 down'),
    'a cable that is pulled out': () => ip('link set cable0 down'),
    'a cable that comes and goes between two looks': () => [plugIn, pullOut].forEach((act) => act()),
    'no cable any more': () => ip('link del cable0'),
    'a network that comes and goes as a whole': () =>
      [makeCable, plugIn, () => ip('link del cable0')].forEach((act) => act()),
  };
  for (const [name, act] of Object.entries(steps)) {
    act();
    // The carrier is told a moment later.
    await pause(300);
    seen[name] = look();
    seen[`${name}, a look later`] = look();
  }
  return seen;
};

type Room = ReturnType<typeof openRoom>;

/** What happens while a token makes a key pair: it hands the pair out only when this is done. */
let whileTokenWorks = (): Promise<void> => Promise.resolve();

const slowly = (module: Pkcs11Module): Pkcs11Module => {
  const cryptoki = Object.create(module.cryptoki) as Pkcs11Module['cryptoki'];
  cryptoki.C_GenerateKeyPairAsync = async (...how) => {
    const made = await module.cryptoki.C_GenerateKeyPairAsync(...how);
    await whileTokenWorks();
    return made;
  };
  return { ...module, cryptoki };
};

const openRoom = (domain: Domain) => {
  const software = softwareOf('');
  const module = slowly(openRehearsalModule(directory, null));
  furnishRehearsalRoom(module, { cards: 5, hsm: 'any' });
  // Tokens that do not say that they are software, and a runtime that says that it is official: for a ceremony with real keys.
  const real = {
    ...module,
    tokens: () => module.tokens().map((token) => ({ ...token, software: domain === 'rehearsal' })),
  };
  const engine = openEngine({
    directory,
    modules: () => ({ hsm: real, cards: real }),
    host: { ...nodeHost({ ...software, runtime: domain === 'production' ? 'official' : 'none' }) },
    published: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  const robot = openRobot(join(directory, 'out'));
  const parameters = { ...parametersFor({ keyLabel: 'cable', algorithm: 'rsa4096' }), domain };
  /** Answers, until `until`, what people are asked. */
  const go = async (until: (question: Question | null, state: State) => boolean): Promise<void> => {
    for (;;) {
      const snapshot = engine.snapshot();
      if (snapshot === null) throw new Error('no ceremony');
      if (until(snapshot.question, snapshot.state)) return;
      if (snapshot.exported !== null) throw new Error('over');
      if (snapshot.question !== null)
        must(await engine.answer(snapshot.question.id, robot(snapshot.question, snapshot.state)));
      await pause(1);
    }
  };
  return {
    engine,
    go,
    begin: async () => must(await engine.start({ kind: 'generate', parameters }, null)),
    /** What was journalled since, each change of the room once: the kernel gives addresses of its own when it pleases. */
    typesSince: (seq: number) =>
      engine
        .events()
        .slice(seq)
        .map((event) =>
          event.type === 'air-gap-changed'
            ? `up: ${event.findings.flatMap(({ kind, name }) => (kind === 'interface-up' ? [name] : [])).join(' ')}`
            : event.type,
        )
        .filter((type, index, types) => type !== types[index - 1]),
    close: async () => {
      await engine.leave();
      module.close();
    },
  };
};

const opened = async (domain: Domain, use: (room: Room) => Promise<unknown>): Promise<unknown> => {
  makeCable();
  const room = openRoom(domain);
  await room.begin();
  const said = await use(room);
  await room.close();
  return said;
};

/** A cable comes and goes while an HSM makes a key, and nobody is asked anything. */
const whileMachineWorks = (): Promise<unknown> =>
  opened('rehearsal', async ({ engine, go, typesSince }) => {
    let from = 0;
    const isTold = async (plugged: boolean): Promise<void> => {
      while ((engine.snapshot()?.state.airGapFindings.length ?? 0) > 0 !== plugged) await pause(20);
    };
    whileTokenWorks = async () => {
      if (engine.snapshot()?.state.pending?.action !== 'generate-embassy-key') return;
      from = engine.events().length;
      plugIn();
      await isTold(true);
      pullOut();
      await isTold(false);
    };
    await go((question) => question?.kind === 'card-pin' && question.purpose === 'sign-act' && from > 0);
    return typesSince(from);
  });

/** In a ceremony with real keys: what stops at a cable, and what lets it go on. */
const stopped = (letGoOn: (room: Room) => Promise<void>): Promise<unknown> =>
  opened('production', async (room) => {
    const { engine, go, typesSince } = room;
    await go((question) => question?.kind === 'choose-hsm');
    const from = engine.events().length;
    plugIn();
    while (engine.snapshot()?.state.airGapFindings.length === 0) await pause(20);
    // People answer as if nothing had happened.
    await go((question) => question?.kind === 'try-again');
    const before = typesSince(from);
    const problem = engine.snapshot()?.question?.problem?.code;
    await letGoOn(room);
    await go((question) => question?.kind === 'clock');
    return { before, problem, after: typesSince(from).slice(before.length) };
  });

const again = async ({ engine }: Room): Promise<void> => {
  const id = engine.snapshot()?.question?.id ?? -1;
  must(await engine.answer(id, { kind: 'try-again' }));
};

const plays: Readonly<Record<string, () => Promise<unknown>>> = {
  probe: probeEachStep,
  working: whileMachineWorks,
  'stopped-by-two': () =>
    stopped(async (room) => {
      const by = ['administrator', 'witness'];
      const about = {
        about: { kind: 'air-gap' },
        expected: 'no network',
        happened: 'a cable',
        decided: 'go on',
      };
      must(await room.engine.raiseException({ ...about, about: { kind: 'air-gap' }, by }));
      await again(room);
    }),
  'stopped-until-pulled': () =>
    stopped(async (room) => {
      pullOut();
      while ((room.engine.snapshot()?.state.airGapFindings.length ?? 0) > 0) await pause(20);
      await again(room);
    }),
};

process.stdout.write(JSON.stringify(await plays[play]?.()));
process.exit(0);
