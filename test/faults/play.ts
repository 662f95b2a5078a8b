import { openEngine, type Engine } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { CeremonyError, type Problem, type Result } from '../../ceremonies/model/error.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import type { OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';
import type { People } from './people.ts';

/** How one engine's run ended. */
export type Ending =
  | { readonly kind: 'exported'; readonly path: string }
  /** It was not even begun. */
  | { readonly kind: 'refused'; readonly told: Problem }
  /** The power failed. */
  | { readonly kind: 'dark' }
  /** The engine ended by itself, as by a fault of the program; in the app another one takes its place. */
  | { readonly kind: 'died'; readonly error: unknown }
  /** People could not go on. */
  | { readonly kind: 'stuck'; readonly at: Question | null; readonly told: Problem | null };

export type Playing = {
  readonly directory: string;
  readonly module: Pkcs11Module;
  readonly people: People;
  readonly openFile: OpenAppendFile;
  readonly isDark: () => boolean;
  /** Looked at before each question is answered. */
  readonly asked: (question: Question, state: State) => void;
};

/** Longer than any machine, however busy, takes from one question to the next. */
const patienceMs = 300_000;

/** Lets people play a ceremony with an engine of their own until it ends, however it does. */
export const play = async (
  begin: (engine: Engine) => Promise<Result<null>>,
  { directory, module, people, openFile, isDark, asked }: Playing,
): Promise<Ending> => {
  let end: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  const late = setTimeout(() => {
    end({ kind: 'stuck', at: engine.snapshot()?.question ?? null, told: null });
  }, patienceMs);
  let reacted = '';
  let looks = 0;

  const react = async (question: number): Promise<void> => {
    if (isDark()) {
      end({ kind: 'dark' });
      return;
    }
    const snapshot = engine.snapshot();
    const open = snapshot?.question ?? null;
    if (snapshot === null || open?.id !== question || reacted === `${question}/${looks}`) return;
    reacted = `${question}/${looks}`;
    late.refresh();
    asked(open, snapshot.state);
    const reaction = people.react(open, snapshot.state);
    switch (reaction.kind) {
      case 'give-up':
        end({ kind: 'stuck', at: open, told: open.problem });
        return;
      case 'look-again':
        looks += 1;
        engine.lookAgain();
        // Whatever came of it, they go on with what they see.
        setImmediate(() => void react(question).catch(died));
        return;
      case 'answer': {
        const taken = await engine.answer(question, reaction.answer);
        if (!taken.ok) end({ kind: 'stuck', at: open, told: taken.problem });
      }
    }
  };
  const died = (error: unknown): void => end(isDark() ? { kind: 'dark' } : { kind: 'died', error });

  const engine = openEngine({
    directory,
    modules: () => ({ hsm: module, cards: module }),
    host: { ...nodeHost(softwareOf('')), airGap: () => Promise.resolve([]) },
    openFile,
    published: (snapshot) => {
      const question = snapshot?.question?.id;
      if (question !== undefined) setImmediate(() => void react(question).catch(died));
    },
    failed: died,
  });

  try {
    const begun = await begin(engine);
    if (!begun.ok) end(isDark() ? { kind: 'dark' } : { kind: 'refused', told: begun.problem });
    else
      void engine.finished().then(() => {
        const exported = engine.snapshot()?.exported ?? null;
        if (exported !== null) end({ kind: 'exported', path: exported.path });
        else died(new CeremonyError('internal', { reason: 'no bundle' }));
      }, died);
    return await ended;
  } catch (error) {
    died(error);
    return await ended;
  } finally {
    clearTimeout(late);
    await engine.leave().catch(() => undefined);
  }
};
