import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CeremonyError, type ErrorCode } from '../../ceremonies/model/error.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import type { TokenFacts } from '../../ceremonies/model/values.ts';
import { readJournal } from '../../ceremonies/transcript/journal.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { readBundle } from '../conductor/held.ts';
import type { FunctionName, PlannedCall } from './board.ts';
import { openFiles, type FileFault } from './files.ts';
import type { Ending } from './play.ts';
import { brokenPromises, summaryOf, type End } from './promises.ts';
import type { FaultRoom, Place } from './room.ts';
import { beginning, run, type Coming, type Run } from './run.ts';

/** A ceremony to be walked, and the room before it. */
export type Walked = Coming & { readonly name: string; readonly start: Place };

/** From one question to the next: what the machine does with its tokens and its journal meanwhile. */
export type Stretch = {
  /** Which question it begins with. */
  readonly key: string;
  /** The functions of its calls, in order. */
  readonly calls: readonly FunctionName[];
  readonly writes: number;
};

/** The nth call or write of a stretch, from 1. */
export type Fault =
  | ({ readonly layer: 'token' } & PlannedCall)
  | { readonly layer: 'journal'; readonly nth: number; readonly fault: FileFault };

type TokenPlan = Extract<Fault, { layer: 'token' }>;

/** What is to go wrong, by stretch. */
export type Faults = ReadonlyMap<string, readonly Fault[]>;

/** What came of a ceremony with faults in it. */
export type Outcome = {
  /** The faults that struck. */
  readonly strikes: ReadonlySet<Fault>;
  /** How many faults struck: also those that another process planned. */
  readonly struck: number;
  /** How often a new engine went on from the journal. */
  readonly resumed: number;
  /** The problems that people were told. */
  readonly told: readonly ErrorCode[];
  /** What is wrong at the end; nothing, if all faults were survived. */
  readonly wrong: readonly string[];
};

/** What a process does with a ceremony, this one or another. `asked`: which questions are asked, each before it is answered. */
export type Beginner = (directory: string, asked: (key: string) => void) => Promise<Run>;

/** More than there are stretches in any ceremony. */
const restartsMax = 400;

export const openWalk = ({ room, board, goBack }: FaultRoom, walked: Walked) => {
  const files = openFiles(board);

  const here: Beginner = (directory, asked) => {
    asked(beginning);
    return run(walked, { directory, module: room.module, board, files }, asked);
  };

  /** What the register of the straight run promises. */
  let promised: string | null = null;

  const judge = async (ending: Ending, directory: string): Promise<readonly string[]> => {
    board.clear();
    room.module.rescan();
    if (ending.kind === 'abandoned' && walked.givesUp !== null) return judgeAbandoned(directory);
    if (ending.kind !== 'exported' || walked.givesUp !== null) return [describeEnding(ending)];
    const previous =
      walked.previous === null ? {} : { previous: new Uint8Array(readFileSync(walked.previous)) };
    const verdict = await verifyBundle(new Uint8Array(readFileSync(ending.path)), previous);
    const failed = verdict.claims.filter(({ status }) => status === 'failed').map(({ id }) => `claim ${id}`);
    const { register, state } = await readBundle(ending.path);
    const cards = [...Object.values(state.cards), ...state.replaced.map(({ card }) => card)].map(
      ({ token }) => token,
    );
    const broken = state.destroyed.cards
      .filter(({ way }) => way === 'physically')
      .flatMap(({ certificateSha256 }) => cardOf(register, certificateSha256));
    const lost = state.replaced.filter(({ mayHoldShare }) => mayHoldShare).map(({ card }) => card.token);
    const promises = await brokenPromises({
      module: room.module,
      register,
      pins: walked.pins,
      cards,
      broken,
      lost,
    });
    const replaced = state.replaced.map(({ card }) => card.participant).toSorted();
    const losses = walked.losses.map(({ participant }) => participant).toSorted();
    const summary = JSON.stringify(summaryOf(register));
    promised ??= summary;
    return [
      ...(verdict.outcome === 'good' ? [] : [`verdict ${verdict.outcome}`]),
      ...failed,
      ...promises,
      ...(String(replaced) === String(losses) ? [] : [`replaced: ${String(replaced)}`]),
      ...(summary === promised ? [] : [`register: ${summary} instead of ${promised}`]),
    ];
  };

  /** Nothing of a ceremony that was given up is left on the HSM; on cards what it dealt out may lie about, which opens nothing. */
  const judgeAbandoned = async (directory: string): Promise<readonly string[]> => {
    const sittings = join(directory, 'sittings');
    const [name = '', ...others] = readdirSync(sittings);
    const { entries } = await readJournal(join(sittings, name));
    const state = replay(entries.map(({ event }) => event));
    const { register } =
      walked.previous === null ? { register: nothingPromised } : await readBundle(walked.previous);
    const promises = await brokenPromises({
      module: room.module,
      register,
      pins: walked.pins,
      cards: Object.values(state.cards).map(({ token }) => token),
      broken: [],
      lost: [],
    });
    return [
      ...(others.length === 0 ? [] : ['another sitting was begun']),
      ...(state.lifecycle === 'abandoned' ? [] : [`its journal says ${state.lifecycle}`]),
      ...promises.filter((promise) => !promise.includes('stray data share ')),
    ];
  };

  /** Plays without a fault, and says what it is made of. @throws Error when it does not end well even so */
  const stretches = async (): Promise<readonly Stretch[]> => {
    const directory = goBack(walked.start);
    files.clear();
    const seen: { key: string; calls: number; writes: number }[] = [];
    const { ending } = await here(directory, (key) => {
      if (!seen.some((each) => each.key === key))
        seen.push({ key, calls: board.calls(), writes: files.writes() });
    });
    const trace = board.trace();
    const ends = [...seen.slice(1), { calls: trace.length, writes: files.writes() }];
    const wrong = await judge(ending, directory);
    if (wrong.length > 0) throw new Error(`${walked.name} without a fault: ${wrong.join('; ')}`);
    return seen.map(({ key, calls, writes }, index) => ({
      key,
      calls: trace.slice(calls, ends[index]?.calls),
      writes: (ends[index]?.writes ?? 0) - writes,
    }));
  };

  /**
   * Plays with faults. Those of a stretch are planned when its question is asked, and what has not struck once more when it is asked
   * again; after each power cut a new engine goes on from the journal. Then looks at the end.
   */
  const survive = async (faults: Faults, begin: Beginner = here): Promise<Outcome> => {
    const directory = goBack(walked.start);
    files.clear();
    const strikes = new Set<Fault>();
    let calls: readonly TokenPlan[] = [];
    let write: { readonly fault: Fault; readonly struckBefore: number } | null = null;
    let faced = 0;

    /** Whether what was planned has struck is seen at the next question, or at the process's end. */
    const settle = (): void => {
      for (const index of board.strikes()) {
        const struckNow = calls[index];
        if (struckNow !== undefined) strikes.add(struckNow);
      }
      if (write !== null && files.struck() > write.struckBefore) strikes.add(write.fault);
      calls = [];
      write = null;
    };
    const face = (stretch: string): void => {
      settle();
      faced += 1;
      // An engine that goes on from the journal begins otherwise than the first.
      const due = stretch === beginning && faced > 1 ? [] : (faults.get(stretch) ?? []);
      const left = due.filter((fault) => !strikes.has(fault));
      calls = left.filter((fault) => fault.layer === 'token');
      const [next] = left.filter((fault) => fault.layer === 'journal');
      board.plan(calls);
      files.cancel();
      if (next === undefined) return;
      write = { fault: next, struckBefore: files.struck() };
      files.plan(next.nth, next.fault);
    };

    const told: ErrorCode[] = [];
    let struck = 0;
    for (let resumed = 0; ; resumed += 1) {
      const { ending, told: toldNow } = await begin(directory, face);
      settle();
      told.push(...toldNow);
      struck += board.struck();
      if (ending.kind === 'refused') told.push(ending.told.code);
      const goesOn = ending.kind === 'dark' || ending.kind === 'refused' || ending.kind === 'left';
      if (!goesOn || resumed > restartsMax) {
        // Of the program's own mistakes there must be none: whoever is told of one does not know what to do.
        const mistakes = told.includes('internal') ? ['told: internal'] : [];
        const wrong = [...mistakes, ...(await judge(ending, directory))];
        return { strikes, struck: struck + files.struck(), resumed, told, wrong };
      }
      board.clear();
      // A dead process leaves no session behind.
      room.module.rescan();
    }
  };

  return { stretches, survive };
};

export type Walk = ReturnType<typeof openWalk>;

const nothingPromised: End['register'] = { ceremony: '', domain: 'rehearsal', keys: [], shareSets: [] };

const cardOf = ({ shareSets }: Register, certificateSha256: string): readonly TokenFacts[] =>
  shareSets.flatMap(({ shares }) =>
    shares.flatMap(({ holder }) => (holder?.certificateSha256 === certificateSha256 ? [holder.card] : [])),
  );

const describeEnding = (ending: Ending): string => {
  switch (ending.kind) {
    case 'exported':
    case 'abandoned':
      return ending.kind;
    case 'left':
      return 'left again and again';
    case 'refused':
      return `refused: ${JSON.stringify(ending.told)}`;
    case 'dark':
      return 'dark again and again';
    case 'stuck':
      return `stuck at ${ending.at?.step ?? ''} ${ending.at?.kind ?? 'nothing'}, told ${JSON.stringify(ending.told)}`;
    case 'died':
      return `the engine died: ${describeError(ending.error)}`;
  }
};

const describeError = (error: unknown): string => {
  if (error instanceof CeremonyError)
    return `${error.code} ${JSON.stringify(error.details)} ${error.stack ?? ''}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
