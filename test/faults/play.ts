import { openEngine, type Engine } from '../../ceremonies/conductor/engine.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { CeremonyError, type Problem, type Result } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import type { OpenAppendFile } from '../../ceremonies/transcript/appendFile.ts';
import { printing } from '../conductor/printed.ts';
import { triesMax, type People } from './people.ts';

/** How one engine's run ended. */
export type Ending =
  | { readonly kind: 'exported'; readonly path: string }
  /** It was given up. */
  | { readonly kind: 'abandoned' }
  /** People were to give it up, could not, and left the room to come back to it. */
  | { readonly kind: 'left' }
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
  /** Looked at before each try to give it up. */
  readonly givingUp: () => void;
  /** And before each try to say whose card is lost. */
  readonly losing: (participant: ParticipantId) => void;
};

/** Longer than any machine, however busy, takes from one question to the next. */
const patienceMs = 300_000;

/** Lets people play a ceremony with an engine of their own until it ends, however it does. */
export const play = async (
  begin: (engine: Engine) => Promise<Result<null>>,
  { directory, module, people, openFile, isDark, asked, givingUp, losing }: Playing,
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
      case 'lose':
        await lose(open, reaction.participant);
        return;
      case 'abandon':
        await giveUp(open);
        return;
      case 'answer': {
        const taken = await engine.answer(question, reaction.answer);
        if (!taken.ok) end({ kind: 'stuck', at: open, told: taken.problem });
      }
    }
  };
  const giveUp = async (at: Question): Promise<void> => {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      givingUp();
      const done = await engine.abandon(['administrator', 'witness'], 'It went wrong', rehearsalPins.hsm);
      if (isDark() || done.ok || engine.snapshot() === null) {
        end({ kind: isDark() ? 'dark' : done.ok ? 'abandoned' : 'left' });
        return;
      }
      people.tell(done.problem);
      if (tries % 3 === 0) engine.lookAgain();
    }
    end({ kind: 'stuck', at, told: null });
  };
  const lose = async (at: Question, participant: ParticipantId): Promise<void> => {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      losing(participant);
      const done = await engine.raiseException({
        about: { kind: 'card-lost', participant },
        expected: 'The card signs',
        happened: 'It does not answer',
        decided: 'Another takes its place',
        by: ['administrator', 'witness'],
      });
      if (isDark()) end({ kind: 'dark' });
      if (isDark() || done.ok) return;
      people.tell(done.problem);
    }
    end({ kind: 'stuck', at, told: null });
  };
  const died = (error: unknown): void => end(isDark() ? { kind: 'dark' } : { kind: 'died', error });

  const engine = openEngine({
    directory,
    modules: () => ({ hsm: module, cards: module }),
    host: { ...nodeHost(softwareOf('')), ...printing().host, airGap: () => Promise.resolve([]) },
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
      void engine.finished().then((how) => {
        if (how !== 'exported') return;
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
