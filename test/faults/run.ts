import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { bad, type ErrorCode } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import type { Board } from './board.ts';
import type { Files } from './files.ts';
import { keyOf, openPatientPeople } from './people.ts';
import { play, type Ending } from './play.ts';

/** A ceremony as people come to it. */
export type Coming = {
  readonly plan: CeremonyPlan;
  readonly previous: string | null;
  readonly pins: Map<ParticipantId, string>;
  /** What is moved to a new version. */
  readonly inventory: string | null;
};

export type Run = { readonly ending: Ending; readonly told: readonly ErrorCode[] };

/** The work of one process: begins the ceremony, or goes on with it. `asked`: before a question is answered for the first time. */
export const run = async (
  { plan, previous, pins, inventory }: Coming,
  {
    directory,
    module,
    board,
    files,
  }: {
    readonly directory: string;
    readonly module: Pkcs11Module;
    readonly board: Board;
    readonly files: Files;
  },
  asked: (key: string) => void,
): Promise<Run> => {
  const bundles = join(directory, 'out');
  const out = join(directory, 'moved');
  if (inventory !== null) mkdirSync(out, { recursive: true });
  const data = inventory === null ? undefined : { inventory, backups: null, out };
  const people = openPatientPeople(openRobot(bundles, pins, data));
  const ending = await play(
    async (engine) => {
      const [unfinished] = await engine.unfinished();
      if (unfinished !== undefined) return engine.resume(unfinished.sitting);
      return bundleIn(bundles) === null ? engine.start(plan, previous) : bad('ceremony-closed');
    },
    {
      directory,
      module,
      people,
      openFile: files.openFile,
      isDark: board.isDark,
      asked: (question, state) => {
        board.putBack();
        if (question.problem === null) asked(keyOf(question, state));
      },
    },
  );
  const exported = bundleIn(bundles);
  // A process that died over its last goodbyes has left nothing to do.
  return ending.kind === 'refused' && ending.told.code === 'ceremony-closed' && exported !== null
    ? { ending: { kind: 'exported', path: exported }, told: people.told }
    : { ending, told: people.told };
};

const bundleIn = (directory: string): string | null => {
  const name = existsSync(directory)
    ? readdirSync(directory).find((each) => each.endsWith('.asice'))
    : undefined;
  return name === undefined ? null : join(directory, name);
};
