import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { bad, type ErrorCode } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import type { Board } from './board.ts';
import type { Files } from './files.ts';
import { breakingAt, lostAt, type Loss } from './losing.ts';
import { keyOf, openPatientPeople, type People } from './people.ts';
import { play, type Ending } from './play.ts';

/** A ceremony as people come to it. */
export type Coming = {
  readonly plan: CeremonyPlan;
  readonly previous: string | null;
  readonly pins: Map<ParticipantId, string>;
  /** What is moved to a new version. */
  readonly inventory: string | null;
  /** Where people decide to give it up; null where they do not. */
  readonly givesUp: ((question: Question, state: State) => boolean) | null;
  /** The cards that are lost on the way. */
  readonly losses: readonly Loss[];
};

export type Run = { readonly ending: Ending; readonly told: readonly ErrorCode[] };

/** What people are about when they give it up. */
export const givingUp = 'giving up';
/** What people are about before the first question. */
export const beginning = 'beginning';
/** And when somebody's card is lost. */
export const losing = (participant: ParticipantId): string => `losing ${participant}`;

/** The work of one process: begins the ceremony, or goes on with it. `asked`: before each question is answered, at every try. */
export const run = async (
  { plan, previous, pins, inventory, givesUp, losses }: Coming,
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
  const patient = openPatientPeople(openRobot(bundles, pins, data));
  // They know it still when another process goes on.
  const decision = join(directory, 'decided');
  const people: People = {
    ...patient,
    react: (question, state) => {
      if (existsSync(decision) || givesUp?.(question, state) === true) {
        writeFileSync(decision, '');
        return { kind: 'abandon' };
      }
      const lost = lostAt(losses, question, state);
      if (lost === null) return patient.react(question, state);
      if (question.problem !== null) patient.tell(question.problem);
      return { kind: 'lose', participant: lost };
    },
  };
  let about = beginning;
  const ending = await play(
    async (engine) => {
      const [unfinished] = await engine.unfinished();
      if (unfinished !== undefined) return engine.resume(unfinished.sitting);
      return bundleIn(bundles) === null && !existsSync(decision)
        ? engine.start(plan, previous)
        : bad('ceremony-closed');
    },
    {
      directory,
      module,
      people,
      openFile: files.openFile,
      isDark: board.isDark,
      asked: (question, state) => {
        board.putBack();
        // Whoever tries again goes on with what they were asked before.
        if (question.kind !== 'try-again') about = keyOf(question, state);
        asked(about);
        board.besides(breakingAt(losses, question, state));
      },
      givingUp: () => {
        board.putBack();
        about = givingUp;
        asked(about);
      },
      losing: (participant) => {
        board.putBack();
        about = losing(participant);
        asked(about);
      },
    },
  );
  if (ending.kind !== 'refused' || ending.told.code !== 'ceremony-closed')
    return { ending, told: people.told };
  // A process that died over its last goodbyes has left nothing to do.
  const exported = bundleIn(bundles);
  if (exported !== null) return { ending: { kind: 'exported', path: exported }, told: people.told };
  return { ending: existsSync(decision) ? { kind: 'abandoned' } : ending, told: people.told };
};

const bundleIn = (directory: string): string | null => {
  const name = existsSync(directory)
    ? readdirSync(directory).find((each) => each.endsWith('.asice'))
    : undefined;
  return name === undefined ? null : join(directory, name);
};
