import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nodeHost, softwareOf } from '../conductor/nodeHost.ts';
import { openRehearsal } from '../conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../conductor/rehearsalRoom.ts';
import { openRobot } from '../conductor/robot.ts';
import { CeremonyError, type Result } from '../model/error.ts';
import { keyAlgorithms, type KeyAlgorithm } from '../model/keyAlgorithm.ts';
import { ceremonyKinds, parsePlan, type CeremonyKind, type CeremonyPlan } from '../model/ceremonyPlan.ts';
import type { PreviousBundle } from '../model/event.ts';
import { seat } from '../model/parameters.ts';
import { texts } from '../texts/catalogue.ts';
import type { Command } from './io.ts';
import { readOptions } from './options.ts';

const kinds = ceremonyKinds;
type Kind = CeremonyKind;

const people = [
  'Mari Maasikas',
  'Jaan Tamm',
  'Liis Kask',
  'Toomas Sepp',
  'Kadri Pärn',
  'Jüri Õunapuu',
  'Anu Lõhmus',
];
const nameOf = (index: number): string => {
  const round = Math.floor(index / people.length);
  return `${people[index % people.length] ?? ''}${round === 0 ? '' : ` ${round + 1}`}`;
};

const count = (text: string | undefined, otherwise: number, name: string): number => {
  if (text === undefined) return otherwise;
  if (!/^\d{1,4}$/.test(text)) throw new CeremonyError('usage', { reason: `--${name}` });
  return Number(text);
};

const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text);
const isAlgorithm = (text: string): text is KeyAlgorithm =>
  keyAlgorithms.some((algorithm) => algorithm === text);

type Room = { readonly threshold: number; readonly custodians: number; readonly algorithm: KeyAlgorithm };

/** One person a seat: the two who lead, and as many custodians as are asked for. */
const seated = (custodians: number) => [
  ...seat([
    { role: 'administrator', name: 'Peeter Kuusk' },
    { role: 'witness', name: 'Ene Saar' },
    ...Array.from({ length: custodians }, (_, index) => ({
      role: 'custodian' as const,
      name: nameOf(index),
    })),
  ]),
];

/** What the people of a rehearsal set out to do. `previous`: the bundle that they continue from. */
const planOf = (
  kind: Kind,
  { threshold, custodians, algorithm }: Room,
  previous: PreviousBundle | null,
): CeremonyPlan => {
  const sitting = {
    domain: 'rehearsal',
    embassy: 'Estonian Data Embassy',
    place: 'Rehearsal room',
    participants: seated(custodians),
  } as const;
  if (kind !== 'generate') {
    const live = previous?.register.shareSets.filter(({ state }) => state === 'live') ?? [];
    const about = { ...sitting, sets: live.map(({ set }) => set) };
    return kind === 'check' ? { kind, parameters: about } : { kind, parameters: { ...about, fresh: null } };
  }
  const made = previous?.register.keys.length ?? 0;
  const keyLabel = made === 0 ? 'land-register' : `land-register-${made + 1}`;
  const splitting = { threshold, dice: false, sheets: false, acceptsNoSpareShare: true };
  return { kind, parameters: { ...sitting, ...splitting, keyLabel, algorithm } };
};

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new CeremonyError(result.problem.code, result.problem.details);
  return result.value;
};

/**
 * `rehearse [KIND…] --out DIR [--threshold K] [--custodians N] [--key ALGORITHM] [--module PATH]`: plays ceremonies without
 * people, through the same engine as the app, each from the bundle before. One line a bundle.
 */
export const rehearse: Command = async (args, io) => {
  const { options, operands } = readOptions(args, {
    out: 'value',
    threshold: 'value',
    custodians: 'value',
    key: 'value',
    module: 'value',
  });
  const played = operands.length === 0 ? ['generate'] : operands;
  const unknown = played.find((kind) => !isKind(kind));
  if (unknown !== undefined) throw new CeremonyError('usage', { reason: unknown });
  if (options.out === undefined) throw new CeremonyError('usage', { reason: '--out' });
  const algorithm = options.key ?? 'ecp384';
  if (!isAlgorithm(algorithm)) throw new CeremonyError('usage', { reason: '--key' });
  const threshold = count(options.threshold, 3, 'threshold');
  const custodians = count(options.custodians, 5, 'custodians');

  const first = played[0];
  if (first !== 'generate') throw new CeremonyError('usage', { reason: 'the first KIND is generate' });
  // Nothing is played whose people could not sit down, or whose result would have no place.
  const room = { threshold, custodians, algorithm };
  must(parsePlan(planOf('generate', room, null)));
  const paths = played.map((kind, index) =>
    resolve(options.out ?? '', `${String(index + 1).padStart(2, '0')}-${kind}.asice`),
  );
  for (const path of paths) {
    if (await stat(path).catch(() => null)) throw new CeremonyError('file-exists', { path });
  }

  const directory = await mkdtemp(join(tmpdir(), 'ceremony-'));
  const module = openRehearsalModule(directory, options.module ?? null);
  try {
    const robot = openRobot(resolve(options.out));
    const host = nodeHost(softwareOf(join(import.meta.dirname, 'app.json')));
    const modules = () => ({ hsm: module, cards: module });
    const { engine, play } = openRehearsal({ directory, modules, host }, robot);
    let previous: string | null = null;
    for (const [index, kind] of played.filter(isKind).entries()) {
      furnishRehearsalRoom(module, {
        cards: custodians + 2,
        hsm: kind === 'reconstitute' ? 'empty' : 'any',
      });
      const before = previous === null ? null : must(await engine.inspect(previous));
      const { path: made, sha256 } = await play(engine.start(planOf(kind, room, before), previous));
      const path: string = paths[index] ?? made;
      await rename(made, path);
      previous = path;
      io.out(texts('en').t('cli.rehearse.bundle', { path, sha256 }));
    }
    return 0 as const;
  } finally {
    module.close();
    await rm(directory, { recursive: true, force: true });
  }
};
