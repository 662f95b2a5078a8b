import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
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
  const out = join(directory, 'moved');
  if (inventory !== null) mkdirSync(out, { recursive: true });
  const data = inventory === null ? undefined : { inventory, backups: null, out };
  const people = openPatientPeople(openRobot(join(directory, 'out'), pins, data));
  const ending = await play(
    async (engine) => {
      const [unfinished] = await engine.unfinished();
      return unfinished === undefined ? engine.start(plan, previous) : engine.resume(unfinished.sitting);
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
  return { ending, told: people.told };
};
