import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nodeHost, softwareOf } from '../conductor/nodeHost.ts';
import { openRehearsal } from '../conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../conductor/rehearsalRoom.ts';
import { openRobot } from '../conductor/robot.ts';
import { CeremonyError, type Result } from '../model/error.ts';
import { keyAlgorithms, type KeyAlgorithm } from '../model/keyAlgorithm.ts';
import { parseGenerateParameters, seat, type GenerateParameters } from '../model/parameters.ts';
import { texts } from '../texts/catalogue.ts';
import type { Command } from './io.ts';
import { readOptions } from './options.ts';

const kinds = ['generate'] as const;
type Kind = (typeof kinds)[number];

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

/** One person a seat: the two who lead, and as many custodians as are asked for. */
const parametersOf = (
  number: number,
  threshold: number,
  custodians: number,
  algorithm: KeyAlgorithm,
): GenerateParameters => ({
  domain: 'rehearsal',
  embassy: 'Estonian Data Embassy',
  place: 'Rehearsal room',
  keyLabel: number === 1 ? 'land-register' : `land-register-${number}`,
  algorithm,
  threshold,
  participants: [
    ...seat([
      { role: 'administrator', name: 'Peeter Kuusk' },
      { role: 'witness', name: 'Ene Saar' },
      ...Array.from({ length: custodians }, (_, index) => ({
        role: 'custodian' as const,
        name: nameOf(index),
      })),
    ]),
  ],
  dice: false,
  acceptsNoSpareShare: true,
});

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

  const plans = played.map((kind, index) => {
    const number = index + 1;
    const path = resolve(options.out ?? '', `${String(number).padStart(2, '0')}-${kind}.asice`);
    return {
      parameters: must(parseGenerateParameters(parametersOf(number, threshold, custodians, algorithm))),
      path,
    };
  });
  // Nothing is played whose result would have no place.
  for (const { path } of plans) {
    if (await stat(path).catch(() => null)) throw new CeremonyError('file-exists', { path });
  }

  const room = await mkdtemp(join(tmpdir(), 'ceremony-'));
  const module = openRehearsalModule(room, options.module ?? null);
  try {
    let previous: string | null = null;
    for (const { parameters, path } of plans) {
      furnishRehearsalRoom(module, parameters.participants.length);
      const host = nodeHost(softwareOf(join(import.meta.dirname, 'app.json')));
      const modules = () => ({ hsm: module, cards: module });
      const { engine, play } = openRehearsal(
        { directory: room, modules, host },
        openRobot(resolve(options.out)),
      );
      const { path: made, sha256 } = await play(engine.start(parameters, previous));
      await rename(made, path);
      previous = path;
      io.out(texts('en').t('cli.rehearse.bundle', { path, sha256 }));
    }
    return 0 as const;
  } finally {
    module.close();
    await rm(room, { recursive: true, force: true });
  }
};
