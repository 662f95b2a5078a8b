import type { Engine } from '../../ceremonies/conductor/engine.ts';
import type { Robot } from '../../ceremonies/conductor/robot.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { value } from '../tokens/softhsm.ts';

export type Wanted = (question: Question, state: State) => boolean;
export type Stood = Snapshot & { readonly question: Question };

/** Answers as long as it takes until people are asked what is wanted; null once the bundle is read back. */
export const until = async (engine: Engine, robot: Robot, wanted: Wanted): Promise<Stood | null> => {
  for (;;) {
    const snapshot = engine.snapshot();
    if (snapshot?.exported !== null) return null;
    const { question, state } = snapshot;
    if (question !== null && wanted(question, state)) return { ...snapshot, question };
    if (question !== null) value(await engine.answer(question.id, robot(question, state)));
    await new Promise((resolve) => setImmediate(resolve));
  }
};
