import { lstat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { rewrapBackups, type BackupMoved } from '../keys/rewrap/backups.ts';
import { readNotMoved } from '../keys/rewrap/notMoved.ts';
import { proveRewrap, type RewrapProof } from '../keys/rewrap/proveRewrap.ts';
import { readInventory, type InventoryFacts } from '../keys/rewrap/readInventory.ts';
import { resultPaths } from '../keys/rewrap/results.ts';
import { rewrapInventory, type Rewrapped } from '../keys/rewrap/rewrapInventory.ts';
import { bad, CeremonyError, good, type ErrorCode, type Result } from '../model/error.ts';
import { filesMax, listedMax, type EventBody } from '../model/event.ts';
import { kidOf } from '../model/inventory.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import type { Fact } from '../model/question.ts';
import { versionsOf } from '../model/register.ts';
import type { KeyName, Step } from '../model/script.ts';
import { keyStateOf } from '../model/state.ts';
import { subjectOfState } from '../model/subject.ts';
import { sum } from '../model/sum.ts';
import type { Session } from '../tokens/session.ts';
import { fileError } from '../transcript/appendFile.ts';
import { record, stateOf, tryAgain, type Desk, type Performer } from './desk.ts';
import { attempt, hsmSession } from './hsm.ts';
import { confirm } from './opening.ts';
import type { DataPaths } from './places.ts';
import { asBackupVersion, asVersion, type OnHsm } from './versionsOnHsm.ts';

/** The version that everything is moved to. */
const target = (desk: Desk): KeyName & { readonly algorithm: KeyAlgorithm } => {
  const [key] = subjectOfState(stateOf(desk)).keys;
  if (key === undefined) throw new CeremonyError('internal', { reason: 'no key' });
  return key;
};

/** Where the data is, as people say; asked again after the program was started anew, and when a place was wrong. */
const dataPaths = async (
  desk: Desk,
  step: Step,
  problem?: Parameters<typeof tryAgain>[2],
): Promise<DataPaths> => {
  const { label, version } = target(desk);
  desk.data.paths ??= await desk.people.ask(
    step.id,
    () => ({ kind: 'bring-data', label, version, again: stateOf(desk).rewrap.read !== null }),
    ({ inventory, backups, out }) => good({ inventory, backups, out }),
    problem,
  );
  return desk.data.paths;
};

/** What is put right by choosing another place. */
const ofPlace: ReadonlySet<ErrorCode> = new Set([
  'file-absent',
  'file-unreadable',
  'file-exists',
  'same-file',
  'not-writable',
  'disk-full',
  'inventory-differs',
  'inventory-malformed',
  'backups-too-many',
  'seal-key-symmetric',
]);

/** Work on what people brought, as often as it takes. */
const withData = async <T>(
  desk: Desk,
  step: Step,
  work: (paths: DataPaths) => Promise<Result<T>>,
): Promise<T> => {
  let paths = await dataPaths(desk, step);
  for (;;) {
    const at = paths;
    const result = await attempt(() => work(at));
    desk.working(null);
    if (result.ok) {
      desk.data.found = at;
      await desk.data.remember(at);
      return result.value;
    }
    if (!ofPlace.has(result.problem.code)) {
      await tryAgain(desk, step.id, result.problem);
      continue;
    }
    desk.data.paths = null;
    paths = await dataPaths(desk, step, result.problem);
  }
};

type Folder = NonNullable<EventBody<'inventory-read'>['backups']>;

const readFolder = async (path: string): Promise<Result<Folder>> => {
  try {
    const names = await readdir(path);
    if (names.length > filesMax) return bad('backups-too-many', { files: names.length, most: filesMax });
    const sizes = await Promise.all(names.map(async (name) => (await lstat(join(path, name))).size));
    return good({
      folder: basename(resolve(path)),
      files: names.length,
      sizeBytes: sum(sizes),
    });
  } catch (error) {
    const { code, details } = fileError(error, path);
    return bad(code, details);
  }
};

type Brought = { readonly inventory: InventoryFacts | null; readonly backups: Folder | null };

const look = async (
  { algorithm }: { readonly algorithm: KeyAlgorithm },
  { inventory, backups }: DataPaths,
): Promise<Result<Brought>> => {
  // Found out now, and not when nothing is left but to give up: no backup can be sealed to an AES key.
  if (backups !== null && algorithm === 'aes256') return bad('seal-key-symmetric');
  const facts = inventory === null ? good(null) : await readInventory(inventory);
  if (!facts.ok) return facts;
  const folder = backups === null ? good(null) : await readFolder(backups);
  return folder.ok ? good({ inventory: facts.value, backups: folder.value }) : folder;
};

/** What lies under older versions is looked at, and counted, before anything is moved. */
export const readData: Performer = async (desk, step) => {
  const { inventory, backups } = await withData(desk, step, (paths) => look(target(desk), paths));
  await confirm(desk, step, [
    ...(inventory === null ? [] : factsOfInventory(inventory)),
    ...(backups === null
      ? []
      : [
          { name: 'backups' as const, value: `${backups.folder}: ${backups.files}` },
          { name: 'size' as const, value: String(backups.sizeBytes) },
        ]),
  ]);
  await record(desk, {
    type: 'inventory-read',
    step: step.id,
    by: [...step.by],
    inventory:
      inventory === null
        ? null
        : { sha256: inventory.sha256, sizeBytes: inventory.sizeBytes, lines: inventory.count },
    backups,
  });
};

const factsOfInventory = ({ sha256, count, rows }: InventoryFacts): readonly Fact[] => [
  { name: 'inventory', value: sha256 },
  { name: 'lines', value: String(count) },
  ...rows.map((each) => ({
    name: 'data-keys' as const,
    value: `${each.dataSet} · ${each.kid}: ${each.count}`,
  })),
];

/** The older versions that can still open something. */
const oldVersions = (desk: Desk): readonly OnHsm[] => {
  const { label } = target(desk);
  const register = stateOf(desk).previousBundle?.register;
  return (register === undefined ? [] : versionsOf(register, label))
    .map(({ version, algorithm, certificate }) => ({ label, version, algorithm, certificate }))
    .filter((name) => keyStateOf(stateOf(desk), name) !== 'destroyed');
};

/** Those that are on this HSM; of one that is not, whatever lies under it is told of, line by line. */
const present = <T>(found: readonly Result<T>[]): Result<readonly T[]> => {
  const values: T[] = [];
  for (const each of found) {
    if (each.ok) values.push(each.value);
    else if (each.problem.code !== 'object-absent') return each;
  }
  return good(values);
};

const newVersion = (desk: Desk): OnHsm => {
  const { label, version, algorithm } = target(desk);
  const certificate = stateOf(desk).keys.find((key) => key.label === label)?.certificate ?? null;
  return { label, version, algorithm, certificate };
};

/** The old versions that are here, and the new one, as `as` finds them on the HSM. */
const fromAndTo = <T>(
  desk: Desk,
  session: Session,
  as: (session: Session, version: OnHsm) => Result<T>,
): Result<{ readonly from: readonly T[]; readonly to: T }> => {
  const from = present(oldVersions(desk).map((version) => as(session, version)));
  if (!from.ok) return from;
  const to = as(session, newVersion(desk));
  return to.ok ? good({ from: from.value, to: to.value }) : to;
};

const outputName = ({ label, version }: KeyName): string => `${label}.v${version}`;

const breathe = (desk: Desk) => (): Promise<void> =>
  desk.breath.take(() => stateOf(desk).lifecycle === 'paused');

const moveDataKeys = async (
  desk: Desk,
  step: Step,
  session: Session,
  { inventory, out }: DataPaths,
): Promise<Result<Rewrapped | null>> => {
  const read = stateOf(desk).rewrap.read?.inventory ?? null;
  if (read === null) return good(null);
  if (inventory === null) return bad('inventory-differs', { reason: 'none' });
  const move = fromAndTo(desk, session, asVersion);
  if (!move.ok) return move;
  return rewrapInventory({
    sessions: [session],
    ...move.value,
    inventory: { path: inventory, sha256: read.sha256 },
    output: { directory: out, name: outputName(target(desk)) },
    onProgress: ({ done, total }) =>
      desk.working({ step: step.kind, done, total, unit: 'data-keys', pausable: true }),
    breathe: breathe(desk),
  });
};

const moveBackups = async (
  desk: Desk,
  step: Step,
  session: Session,
  { backups, out }: DataPaths,
): Promise<Result<readonly BackupMoved[] | null>> => {
  const read = stateOf(desk).rewrap.read?.backups ?? null;
  if (read === null) return good(null);
  if (backups === null) return bad('inventory-differs', { reason: 'none' });
  const move = fromAndTo(desk, session, asBackupVersion);
  if (!move.ok) return move;
  const moved = await rewrapBackups({
    session,
    ...move.value,
    folder: backups,
    // Under its own name, by which the register knows it: the next rotation begins there.
    out: join(out, outputName(target(desk)), read.folder),
    onProgress: ({ doneBytes, totalBytes }) =>
      desk.working({ step: step.kind, done: doneBytes, total: totalBytes, unit: 'bytes', pausable: true }),
    breathe: breathe(desk),
  });
  if (!moved.ok) return moved;
  return moved.value.length === read.files ? moved : bad('inventory-differs', { reason: 'files' });
};

type Done = { readonly dataKeys: Rewrapped | null; readonly backups: readonly BackupMoved[] | null };

/** Everything that was read is moved to the new version, or is said not to be, and why. Goes on where it stopped. */
export const rewrap: Performer = async (desk, step) => {
  const { label, version } = target(desk);
  const done = await withData(desk, step, async (paths): Promise<Result<Done>> => {
    const session = await hsmSession(desk, step.id);
    const dataKeys = await moveDataKeys(desk, step, session, paths);
    if (!dataKeys.ok) return dataKeys;
    const backups = await moveBackups(desk, step, session, paths);
    return backups.ok ? good({ dataKeys: dataKeys.value, backups: backups.value }) : backups;
  });
  await breathe(desk)();
  await record(desk, {
    type: 'data-rewrapped',
    step: step.id,
    by: [...step.by],
    label,
    version,
    dataKeys: done.dataKeys === null ? null : await dataKeysTold(done.dataKeys),
    backups: done.backups === null ? null : backupsTold(done.backups),
  });
};

const dataKeysTold = async ({
  moved,
  notMoved,
  sha256,
  notMovedSha256,
  paths,
}: Rewrapped): Promise<NonNullable<EventBody<'data-rewrapped'>['dataKeys']>> => ({
  inToken: moved.token,
  inEngine: moved.engine,
  notMoved,
  sha256,
  notMovedSha256,
  listed: await readNotMoved(paths.notMoved, listedMax),
});

const backupsTold = (
  backups: readonly BackupMoved[],
): NonNullable<EventBody<'data-rewrapped'>['backups']> => ({
  moved: backups.flatMap((each) => {
    if (each.kind !== 'moved') return [];
    const { name, oldSha256, newSha256, contentSha256 } = each;
    return [{ name, from: Number(/\d+$/.exec(each.from)?.[0]), oldSha256, newSha256, contentSha256 }];
  }),
  notMoved: backups.flatMap((each) =>
    each.kind === 'not-moved' ? [{ name: each.name, code: each.code }] : [],
  ),
});

/** Old and new are read again, side by side, by other code than that which moved them. */
export const proveMoved: Performer = async (desk, step) => {
  const { read, moved } = stateOf(desk).rewrap;
  const dataKeys = moved?.dataKeys ?? null;
  const facts = read?.inventory ?? null;
  const proof =
    facts === null || dataKeys === null
      ? null
      : await withData(desk, step, async ({ inventory, out }): Promise<Result<RewrapProof>> => {
          if (inventory === null) return bad('inventory-differs', { reason: 'none' });
          const session = await hsmSession(desk, step.id);
          const from = present(oldVersions(desk).map((version) => asVersion(session, version)));
          if (!from.ok) return from;
          const { label, version, algorithm } = target(desk);
          return proveRewrap({
            from: from.value,
            to: { kid: kidOf(label, version), algorithm },
            inventory: { path: inventory, sha256: facts.sha256 },
            results: {
              paths: resultPaths(out, outputName(target(desk))),
              sha256: dataKeys.sha256,
              notMovedSha256: dataKeys.notMovedSha256,
            },
            onProgress: ({ done }) =>
              desk.working({ step: step.kind, done, total: facts.lines, unit: 'data-keys', pausable: true }),
            breathe: breathe(desk),
          });
        });
  await breathe(desk)();
  desk.working(null);
  const rows = proof === null ? [] : rowsOf(proof, target(desk));
  await record(desk, { type: 'rewrap-proved', step: step.id, by: [...step.by], rows });
};

type Row = EventBody<'rewrap-proved'>['rows'][number];

/** By the version of this key that the lines name; those that name another key are counted together, and so are unreadable ones. */
const rowsOf = ({ rows, malformed }: RewrapProof, newest: KeyName): Row[] => {
  const counted = new Map<string, Row>();
  const add = ({ dataSet, version, moved, notMoved }: Row): void => {
    const key = `${version ?? ''}/${dataSet}`;
    const known = counted.get(key) ?? { dataSet, version, moved: 0, notMoved: 0 };
    counted.set(key, { ...known, moved: known.moved + moved, notMoved: known.notMoved + notMoved });
  };
  for (const { dataSet, kid, moved, notMoved } of rows)
    add({ dataSet, version: versionIn(kid, newest), moved, notMoved });
  if (malformed > 0) add({ dataSet: '', version: null, moved: 0, notMoved: malformed });
  return [...counted.values()];
};

/** Nothing can lie under a version that was never made, whatever a line says. */
const versionIn = (kid: string, { label, version: newest }: KeyName): Row['version'] => {
  const number = Number(kid.split(`${label}.v`)[1]);
  return kidOf(label, number) === kid && number >= 1 && number <= newest ? number : 'another';
};
