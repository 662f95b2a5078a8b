import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { resultPaths } from '../keys/rewrap/results.ts';
import { nodeHost, softwareOf } from '../conductor/nodeHost.ts';
import { openRehearsal } from '../conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../conductor/rehearsalRoom.ts';
import { readPreviousBundle } from '../conductor/previousBundle.ts';
import { writeRehearsalInventory } from '../conductor/rehearsalData.ts';
import { openRobot, type Robot } from '../conductor/robot.ts';
import { CeremonyError, must } from '../model/error.ts';
import { keyAlgorithms, type KeyAlgorithm } from '../model/keyAlgorithm.ts';
import { parsePlan, type CeremonyKind, type CeremonyPlan } from '../model/ceremonyPlan.ts';
import { seat, withRole, type DestroyTarget } from '../model/parameters.ts';
import { hsmsWith, nextVersionOf, versionOf, type Register } from '../model/register.ts';
import { texts } from '../texts/catalogue.ts';
import type { Pkcs11Module } from '../tokens/module.ts';
import type { Command } from './io.ts';
import { misused, readOptions } from './options.ts';
import { lookAtData, movedIn, mustBeFree, type RehearsedData } from './rehearsedData.ts';

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

const unfit = (option: string, value: string, allowed: string): CeremonyError =>
  misused('option-value', { command: 'rehearse', option, value, allowed });
const needs = (option: string, what: string): CeremonyError =>
  misused('option-needs', { command: 'rehearse', option, needs: what });

const count = (text: string | undefined, otherwise: number, option: string): number => {
  if (text === undefined) return otherwise;
  if (!/^\d{1,4}$/.test(text)) throw unfit(option, text, '0–9999');
  return Number(text);
};

const isAlgorithm = (text: string): text is KeyAlgorithm =>
  keyAlgorithms.some((algorithm) => algorithm === text);

type Room = {
  readonly threshold: number;
  readonly custodians: number;
  readonly algorithm: KeyAlgorithm;
  /** Whether a rotation moves data to the new version. */
  readonly moves: boolean;
};

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

const sittingOf = (custodians: number) =>
  ({
    domain: 'rehearsal',
    embassy: 'Estonian Data Embassy',
    place: 'Rehearsal room',
    participants: seated(custodians),
  }) as const;

const firstLabel = 'land-register';

/** What the people of a rehearsal set out to do. `register`: that of the bundle that they continue from. */
const planOf = (
  kind: CeremonyKind,
  { threshold, custodians, algorithm, moves }: Room,
  register: Register | null,
): CeremonyPlan => {
  const sitting = sittingOf(custodians);
  const splitting = { threshold, dice: false, sheets: false, acceptsNoSpareShare: true };
  const { participants } = sitting;
  const sets = register?.shareSets.filter(({ state }) => state === 'live').map(({ set }) => set) ?? [];
  const labels = register?.keys.map(({ label }) => label) ?? [];
  switch (kind) {
    case 'generate': {
      const keyLabel = labels.length === 0 ? firstLabel : `${firstLabel}-${labels.length + 1}`;
      return { kind, parameters: { ...sitting, ...splitting, keyLabel, algorithm } };
    }
    case 'rotate': {
      const keyLabel = labels[0] ?? '';
      return { kind, parameters: { ...sitting, ...splitting, keyLabel, algorithm, rewrap: moves } };
    }
    case 'reconstitute':
      return { kind, parameters: { ...sitting, sets, fresh: null } };
    case 'check':
      return { kind, parameters: { ...sitting, sets } };
    case 'reshare': {
      const recipients = withRole(participants, 'custodian').map(({ id }) => id);
      return { kind, parameters: { ...sitting, sets, fresh: { ...splitting, recipients } } };
    }
    case 'destroy':
      return { kind, parameters: { ...sitting, target: targetOf(register) } };
  }
};

/** The oldest version that serves no more; where every one does, a share set that ended; else the first version. */
const targetOf = (register: Register | null): DestroyTarget => {
  const versions = (register?.keys ?? []).flatMap(({ label, versions: all }) =>
    all.map(({ version, state }) => ({ label, version, state })),
  );
  const old = versions.find(({ state }) => state === 'deactivated' || state === 'compromised');
  const ended = register?.shareSets.find(({ state }) => state === 'void')?.set;
  if (old === undefined && ended !== undefined) return { kind: 'set', set: ended };
  const { label, version } = old ??
    versions.find(({ state }) => state !== 'destroyed') ?? { label: '-', version: 1 };
  const key = { kind: 'key', label, version } as const;
  const known = register === null ? undefined : versionOf(register, key);
  // Keys are rebuilt because the HSM was lost that had them.
  const lostHsms = (known === undefined ? [] : hsmsWith(known))
    .slice(0, -1)
    .map((hsm) => ({ label: hsm.label, serial: hsm.serial }));
  return lostHsms.length === 0 ? key : { ...key, lostHsms };
};

/** As many data keys as a rehearsal makes where there is no inventory yet. */
const rehearsedDataKeys = 1000;

/** An inventory that is not there is made: data keys under the version that the first label has now. */
const furnishData = async (module: Pkcs11Module, path: string, register: Register): Promise<void> => {
  if (await stat(path).catch(() => null)) return;
  const [key] = register.keys;
  const version = key?.versions.findLast(({ state }) => state === 'active');
  const hsm = version?.hsms.findLast(({ removed }) => removed === null)?.token;
  if (key === undefined || version === undefined || hsm === undefined) return;
  await writeRehearsalInventory(module, hsm, { ...version, label: key.label }, path, rehearsedDataKeys);
};

/** What an earlier rotation left there is gone on with, if it was broken off; of a key that is yet to be made it is another's. */
const resultsFree = async (kinds: readonly CeremonyKind[], out: string): Promise<void> => {
  for (const [index] of kinds.filter((kind) => kind === 'rotate').entries())
    for (const path of Object.values(resultPaths(out, `${firstLabel}.v${index + 2}`))) await mustBeFree(path);
};

/** Where each bundle goes. They are numbered along the chain. */
const pathsOf = async (
  kinds: readonly CeremonyKind[],
  directory: string,
  first: number,
): Promise<readonly string[]> => {
  const paths = kinds.map((kind, index) =>
    resolve(directory, `${String(first + index).padStart(2, '0')}-${kind}.asice`),
  );
  for (const path of paths) await mustBeFree(path);
  return paths;
};

/**
 * Plays ceremonies without people, through the same engine as the app, each from the bundle before. One line a bundle, and of what a
 * rotation moved some more, further in. `--previous` goes on from a bundle whose tokens the module has kept; `--data-keys` and
 * `--backups` are moved by every `rotate`, each time from where the one before put them.
 */
export const rehearse: Command = async (args, io) => {
  const { options, operands } = readOptions('rehearse', args);
  const out = resolve(options.out);
  const algorithm = options.key ?? 'ecp384';
  if (!isAlgorithm(algorithm)) throw unfit('--key', algorithm, keyAlgorithms.join(', '));
  const threshold = count(options.threshold, 3, '--threshold');
  const custodians = count(options.custodians, 5, '--custodians');
  let previous = options.previous === undefined ? null : resolve(options.previous);
  // The tokens of a rehearsal that named no module are gone with it, and with them all that could be gone on with.
  if (previous !== null && options.module === undefined) throw needs('--previous', '--module');
  // Whatever is played needs a key.
  const played: readonly CeremonyKind[] =
    previous === null && operands[0] !== 'generate' ? ['generate', ...operands] : operands;
  const data: RehearsedData = { inventory: options['data-keys'] ?? null, backups: options.backups ?? null };
  const room = { threshold, custodians, algorithm, moves: data.inventory !== null || data.backups !== null };
  if (room.moves && !played.includes('rotate'))
    throw needs(data.inventory === null ? '--backups' : '--data-keys', 'rotate');

  // Nothing is played whose people could not sit down, whose data cannot be read, or whose result would have no place.
  must(parsePlan(planOf('generate', room, null)));
  const before = previous === null ? null : must(await readPreviousBundle(previous)).register;
  await lookAtData(data, algorithm);
  if (before === null && data.inventory !== null) await resultsFree(played, out);
  const paths = await pathsOf(played, out, before === null ? 1 : before.history.length + 2);

  const { t } = texts('en');
  const directory = await mkdtemp(join(tmpdir(), 'ceremony-'));
  const module = openRehearsalModule(directory, options.module ?? null);
  try {
    const host = nodeHost(softwareOf(join(import.meta.dirname, 'app.json')));
    const modules = () => ({ hsm: module, cards: module });
    let { inventory, backups } = data;
    const robot: Robot = (question, state) =>
      openRobot(out, undefined, { inventory, backups, out })(question, state);
    const { engine, play } = openRehearsal({ directory, modules, host }, robot);
    for (const [index, kind] of played.entries()) {
      furnishRehearsalRoom(module, {
        cards: custodians + 2,
        hsm: kind === 'reconstitute' ? 'empty' : 'any',
      });
      const before = previous === null ? null : must(await engine.inspect(previous));
      // Nobody is there to decide that what cannot be read is no newer bundle.
      if (before?.unread !== undefined)
        throw new CeremonyError('bundle-beside-unread', { files: before.unread.join(', ') });
      const register = before?.register ?? null;
      if (kind === 'rotate' && register !== null && inventory !== null)
        await furnishData(module, inventory, register);
      const { path: made, sha256, state } = await play(engine.start(planOf(kind, room, register), previous));
      const path: string = paths[index] ?? made;
      await rename(made, path);
      previous = path;
      io.out(t('cli.rehearse.bundle', { path, sha256 }));
      if (kind === 'rotate' && register !== null) {
        const name = `${register.keys[0]?.label ?? ''}.v${nextVersionOf(register, register.keys[0]?.label ?? '')}`;
        inventory = inventory === null ? null : join(out, `${name}.jsonl`);
        backups = backups === null ? null : join(out, name, basename(backups));
        if (room.moves) for (const line of movedIn(state)) io.out(`  ${line}`);
        for (const written of [inventory, backups])
          if (written !== null) io.out(`  ${t('cli.rehearse.written', { path: written })}`);
      }
    }
    return 0 as const;
  } finally {
    module.close();
    await rm(directory, { recursive: true, force: true });
  }
};
