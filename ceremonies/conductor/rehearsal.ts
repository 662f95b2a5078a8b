import { CeremonyError, must, type Result } from '../model/error.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { State } from '../model/state.ts';
import { openEngine, type Engine, type EngineOptions } from './engine.ts';
import type { Robot } from './robot.ts';

/** The bundle, and what the ceremony came to. */
export type Played = NonNullable<Snapshot['exported']> & { readonly state: State };

/** An engine whose people are played by a robot: what the app shows on a screen is answered here. */
export type Rehearsal = {
  readonly engine: Engine;
  /**
   * Lets a ceremony run to its end. Throws what the robot could not answer, by its code, or what ended the ceremony.
   * `begin`: `engine.start` or `engine.resume`.
   */
  readonly play: (begin: Promise<Result<null>>) => Promise<Played>;
};

export const openRehearsal = (options: Omit<EngineOptions, 'published'>, robot: Robot): Rehearsal => {
  const robotFault: { error: CeremonyError | null } = { error: null };
  const engine = openEngine({
    ...options,
    published: (snapshot) => {
      const question = snapshot?.question ?? null;
      if (snapshot === null || question === null) return;
      // Answered in the next turn: a question is still being put while it is published, and is published more than once.
      setImmediate(() => {
        if (engine.snapshot()?.question?.id !== question.id) return;
        try {
          void engine.answer(question.id, robot(question, snapshot.state));
        } catch (error) {
          robotFault.error =
            error instanceof CeremonyError ? error : new CeremonyError('internal', {}, error);
          void engine.leave();
        }
      });
    },
  });
  const fault = (): typeof robotFault => robotFault;
  return {
    engine,
    play: async (begin) => {
      robotFault.error = null;
      must(await begin);
      try {
        const outcome = await engine.finished();
        const { exported = null, state } = engine.snapshot() ?? {};
        const { error } = fault();
        if (error !== null) throw error;
        if (outcome !== 'exported' || exported === null || state === undefined)
          throw new CeremonyError('internal', { outcome });
        return { ...exported, state };
      } finally {
        await engine.leave();
      }
    },
  };
};
