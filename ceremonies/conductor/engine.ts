import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../formats/canonical.ts';
import { bad, CeremonyError, good, type Problem, type Result } from '../model/error.ts';
import type { Domain } from '../model/domain.ts';
import {
  transcriptFormat,
  unreadMax,
  unreadText,
  type CeremonyEvent,
  type EventBody,
  type Finding,
  type PreviousBundle,
} from '../model/event.ts';
import { parsePlan, type CeremonyPlan } from '../model/ceremonyPlan.ts';
import type { ParticipantId } from '../model/participant.ts';
import { answer as answerSchema, type Answer } from '../model/question.ts';
import { replay } from '../model/reduce.ts';
import type { Snapshot, UnfinishedSitting, Work } from '../model/snapshot.ts';
import { stepsOf } from '../model/script.ts';
import { currentStep, decidersOf, type State } from '../model/state.ts';
import { text, type TokenFacts } from '../model/values.ts';
import { standardScript } from '../scripts/standard.ts';
import { keyLabelsOf, subjectOfState } from '../model/subject.ts';
import type { Pkcs11Module } from '../tokens/module.ts';
import { tokenFactsOf } from '../tokens/token.ts';
import { ensureDirectory, type OpenAppendFile } from '../transcript/appendFile.ts';
import { readJournal } from '../transcript/journal.ts';
import { abandon } from './abandon.ts';
import { openBreath, type Breath } from './breath.ts';
import { conduct } from './conduct.ts';
import { stateOf, type Desk } from './desk.ts';
import type { Host } from './host.ts';
import { leavePending, tokensOrNone } from './hsm.ts';
import { checkNewest } from './newest.ts';
import { openPeople } from './people.ts';
import { recallPlaces, rememberPlaces, type DataPaths } from './places.ts';
import { readPreviousBundle } from './previousBundle.ts';
import { remembering } from './remembered.ts';
import { openSitting, resumeSitting, type Sitting } from './sitting.ts';
import { snapshotOf } from './snapshot.ts';
import { forgetLeftTexts, openVault } from './vault.ts';

/** The engine: one room, at most one ceremony in it. The same for the app's process and for a rehearsal without people. */
export type Engine = {
  readonly start: (plan: CeremonyPlan, previousBundle: string | null) => Promise<Result<null>>;
  /** A bundle, verified, as a ceremony would continue from it. Nothing is begun. */
  readonly inspect: (bundle: string) => Promise<Result<PreviousBundle>>;
  readonly resume: (sitting: string) => Promise<Result<null>>;
  readonly answer: (question: number, answer: Answer) => Promise<Result<null>>;
  readonly raiseException: (
    about: Pick<EventBody<'exception-raised'>, 'about' | 'expected' | 'happened' | 'decided' | 'by'>,
  ) => Promise<Result<null>>;
  readonly pause: (by: readonly ParticipantId[]) => Promise<Result<null>>;
  readonly goOn: (by: readonly ParticipantId[]) => Promise<Result<null>>;
  /** Somebody who was enrolled has left: they are asked for nothing more, and everybody else goes on. */
  readonly depart: (
    participant: ParticipantId,
    by: readonly ParticipantId[],
    reason: string,
  ) => Promise<Result<null>>;
  /** A key version that somebody else may have. */
  readonly compromise: (
    about: Pick<EventBody<'key-compromised'>, 'label' | 'version' | 'by' | 'reason'>,
  ) => Promise<Result<null>>;
  /** `hsmPin`: wanted (`pin-required`) where keys are to be destroyed on an HSM that is logged out; null otherwise. */
  readonly abandon: (
    by: readonly ParticipantId[],
    reason: string,
    hsmPin: string | null,
  ) => Promise<Result<null>>;
  readonly lookAgain: () => Result<null>;
  readonly leave: () => Promise<Result<null>>;
  readonly unfinished: () => Promise<readonly UnfinishedSitting[]>;
  readonly snapshot: () => Snapshot | null;
  /** The events of the ceremony that runs. */
  readonly events: () => readonly CeremonyEvent[];
  /** Settles when the ceremony that runs is over: exported, abandoned, left, or failed by the program's own fault. */
  readonly finished: () => Promise<'exported' | 'abandoned' | 'left'>;
};

export type EngineOptions = {
  /** Journals lie in `<directory>/sittings/<ceremony>`. */
  readonly directory: string;
  /** The modules of a rehearsal room, or those that production is configured with. Throws by code when they are not there. */
  readonly modules: (domain: Domain) => Desk['modules'];
  readonly host: Host;
  /** The journal's file; another one only to test what happens when it fails. */
  readonly openFile?: OpenAppendFile;
  readonly published: (snapshot: Snapshot | null) => void;
  /** The program's own fault ended a ceremony: its journal is whole, and a new engine can go on from it. */
  readonly failed?: (error: unknown) => void;
};

type Running = { readonly desk: Desk; readonly finished: Promise<'exported' | 'abandoned' | 'left'> };

const watchIntervalMs = 2000;
/** A look takes about a millisecond. */
const airGapIntervalMs = 500;

const idle = bad('event-not-allowed', { reason: 'no ceremony' });

export const openEngine = ({
  directory,
  modules,
  host,
  openFile,
  published,
  failed,
}: EngineOptions): Engine => {
  const sittings = join(directory, 'sittings');
  let running: Running | null = null;
  let atWork: Work | null = null;
  let exported: Snapshot['exported'] = null;
  let notices: readonly Problem[] = [];
  let airGap: readonly Finding[] = [];
  /** What the room was like since, in order, and could not be journalled yet. */
  let untold: readonly (readonly Finding[])[] = [];
  let isTelling = false;
  /** What people say between the lines is journalled before the next answer is taken. */
  let interrupting: Promise<unknown> = Promise.resolve();

  /** The last question that was put in front of people. */
  let put: number | null = null;
  /** The tokens as they were when a question was put, to tell when one comes or goes. */
  let seen: { readonly question: number; readonly tokens: readonly TokenFacts[] } | null = null;

  const snapshot = (): Snapshot | null =>
    running === null
      ? null
      : snapshotOf(running.desk, {
          work: atWork,
          exported,
          notices,
          surroundings: { airGap, tokens: seen?.tokens ?? [] },
        });

  let due = false;
  const publish = (): void => {
    due = false;
    published(snapshot());
    if (running !== null) whilePeopleRead(running.desk);
  };

  /** What takes a while and nobody needs to wait for: done when a question has just been put in front of people. */
  const whilePeopleRead = (desk: Desk): void => {
    const question = desk.people.question()?.id;
    if (question === undefined || question === put) return;
    put = question;
    setImmediate(() => {
      forgetLeftTexts(desk.vault);
      const isOpen = running?.desk === desk && desk.people.question()?.id === question;
      if (isOpen) seen = { question, tokens: tokensPresent(desk.modules) };
    });
  };
  /** What people are asked, and what was journalled before it, is shown together: at the end of the turn. */
  const publishSoon = (): void => {
    if (due) return;
    due = true;
    process.nextTick(() => {
      if (due) publish();
    });
  };

  const run = (
    sitting: Sitting,
    room: Desk['modules'],
    found: readonly Problem[],
    data: Desk['data'],
  ): void => {
    const people = openPeople(publishSoon);
    const breath = openBreath();
    const elapsedMs = workClock(breath);
    put = null;
    seen = null;
    atWork = null;
    exported = null;
    notices = found;
    const desk: Desk = {
      sitting,
      people,
      host,
      modules: room,
      hsm: { session: null },
      vault: openVault(),
      data,
      breath,
      working: (now) => {
        const passedMs = elapsedMs(now?.step ?? null);
        atWork = now === null ? null : { unit: 'steps', pausable: false, ...now, elapsedMs: passedMs };
        publish();
      },
      exported: (bundle) => {
        exported = bundle;
        publish();
      },
    };
    const finished = conduct(desk)
      .catch((error: unknown) => {
        if (error instanceof CeremonyError && error.code === 'ceremony-closed') return 'left' as const;
        throw error;
      })
      .finally(() => sitting.close());
    finished.catch((error: unknown) => failed?.(error));
    running = { desk, finished };
    untold = [];
    const watches = [
      setInterval(() => watchTokens(desk), watchIntervalMs),
      setInterval(() => void watchAirGap(desk), airGapIntervalMs),
    ];
    for (const watch of watches) watch.unref();
    void finished.catch(() => undefined).finally(() => watches.forEach(clearInterval));
    publish();
  };

  /** A card that is put in or pulled out shows in the open question, without anybody saying so. */
  const watchTokens = (desk: Desk): void => {
    if (seen === null || seen.question !== desk.people.question()?.id) return;
    const now = tokensPresent(desk.modules);
    if (canonicalJson(now) === canonicalJson(seen.tokens)) return;
    seen = { ...seen, tokens: now };
    desk.people.refresh();
  };

  /** The room is watched to the end, while the machine works as well. What came and went meanwhile is journalled as two changes. */
  const watchAirGap = async (desk: Desk): Promise<void> => {
    const found = await host.airGap();
    if (running?.desk !== desk) return;
    if (canonicalJson(found) !== canonicalJson(airGap)) {
      airGap = found;
      publish();
    }
    const { airGapChecked, airGapFindings } = stateOf(desk);
    // Before the room was checked there is nothing that could have changed.
    if (!airGapChecked) return;
    if (canonicalJson(found) !== canonicalJson(untold.at(-1) ?? airGapFindings)) untold = [...untold, found];
    if (isTelling) return;
    isTelling = true;
    try {
      for (let [next] = untold; next !== undefined; [next] = untold) {
        const told = await tellAirGap(desk, next);
        if (!told.ok) return;
        untold = untold.slice(1);
      }
    } finally {
      isTelling = false;
    }
  };

  /**
   * A change of the room goes into the journal at once where people are asked something, and under the machine's hands where a token
   * is at work: nothing that is journalled then rests on the head. What else the machine does takes a moment only.
   */
  const tellAirGap = async (desk: Desk, found: readonly Finding[]): Promise<Result<null>> => {
    const step = currentStep(stateOf(desk))?.id;
    const atToken = desk.people.question() === null && stateOf(desk).pending !== null;
    if (step === undefined || !atToken)
      return interrupt((now) => ({ type: 'air-gap-changed', step: now, findings: [...found] }));
    try {
      await desk.sitting.record({ type: 'air-gap-changed', step, findings: [...found] });
      publish();
      return good(null);
    } catch (error) {
      if (error instanceof CeremonyError) return bad(error.code, error.details);
      throw error;
    }
  };

  /** Before anybody goes on with a ceremony, what the room has become while nobody watched it. */
  const tellWhatChanged = async (sitting: Sitting): Promise<void> => {
    const state = sitting.state();
    const step = currentStep(state)?.id;
    if (step === undefined || !state.airGapChecked) return;
    if (canonicalJson(airGap) === canonicalJson(state.airGapFindings)) return;
    await sitting.record({ type: 'air-gap-changed', step, findings: [...airGap] });
  };

  const begin = async (work: () => Promise<Result<null>>): Promise<Result<null>> => {
    if (running !== null) return bad('event-not-allowed', { reason: 'ceremony running' });
    airGap = await host.airGap();
    try {
      return await work();
    } catch (error) {
      if (error instanceof CeremonyError) return bad(error.code, error.details);
      throw error;
    }
  };

  /**
   * What happens between the lines of the script: while people are asked something, or between two strokes of work that may
   * be held; never under the machine's hands.
   */
  const inTurn = async (
    work: (step: string, desk: Desk) => Promise<Result<null>>,
    stepNow: (state: State) => string | undefined = (state) => currentStep(state)?.id,
  ): Promise<Result<null>> => {
    if (running === null) return idle;
    const { desk } = running;
    const interruption = interrupting.then(async (): Promise<Result<null>> => {
      const step = stepNow(stateOf(desk));
      if (step === undefined) return bad('event-not-allowed', { reason: 'working' });
      const isAsked = desk.people.question() !== null;
      if (!isAsked && atWork?.pausable !== true) return bad('event-not-allowed', { reason: 'working' });
      try {
        return await (isAsked ? work(step, desk) : desk.breath.say(() => work(step, desk)));
      } catch (error) {
        if (error instanceof CeremonyError) return bad(error.code, error.details);
        throw error;
      } finally {
        publish();
      }
    });
    interrupting = interruption.catch(() => undefined);
    return interruption;
  };

  /** An event between the lines of the script. `settle`: whatever was begun on a token is left unseen first. */
  const interrupt = (body: (step: string) => EventBody, settle = false): Promise<Result<null>> =>
    inTurn(async (step, desk) => {
      if (settle) await leavePending(desk, step, desk.sitting.record);
      await desk.sitting.record(body(step));
      return good(null);
    });

  const inspect = async (path: string): Promise<Result<PreviousBundle>> => {
    const found = await readNewest(path);
    return found.ok ? good(await remembering(sittings, found.value)) : found;
  };

  const leave = async (): Promise<Result<null>> => {
    if (running === null) return idle;
    const { desk, finished } = running;
    desk.people.leave();
    desk.breath.leave();
    await finished.catch(() => undefined);
    running = null;
    publish();
    return good(null);
  };

  return {
    start: (input, previousPath) =>
      begin(async () => {
        const plan = parsePlan(input);
        if (!plan.ok) return plan;
        const { domain } = plan.value.parameters;
        if (domain === 'production' && host.software.runtime !== 'official') return bad('runtime-unofficial');
        const previousBundle = previousPath === null ? good(null) : await inspect(previousPath);
        if (!previousBundle.ok) return previousBundle;
        // A script that looks at the bundle asks two people about its doubts; one that does not takes none on.
        const [doubt] = previousBundle.value?.doubts ?? [];
        const { unread } = previousBundle.value ?? {};
        if (plan.value.kind === 'generate') {
          if (doubt !== undefined) return bad('bundle-not-good', { claim: doubt });
          if (unread !== undefined)
            return bad('bundle-beside-unread', { files: unreadText(previousBundle.value ?? {}) });
        }
        const ceremony = randomUUID();
        const opening: EventBody<'ceremony-opened'> = {
          type: 'ceremony-opened',
          format: transcriptFormat,
          ceremony,
          script: standardScript(plan.value, previousBundle.value?.register ?? null),
          previousBundle: previousBundle.value,
        };
        await ensureDirectory(sittings, 0o700);
        const room = modules(domain);
        const folder = join(sittings, ceremony);
        const sitting = await openSitting(folder, opening, { now: host.now, openFile });
        run(sitting, room, [], dataIn(folder, null));
        return good(null);
      }),
    inspect,
    resume: (sitting) =>
      begin(async () => {
        const { sitting: found, droppedBytes } = await resumeSitting(join(sittings, sitting), host.software, {
          now: host.now,
          openFile,
        });
        const room = modules(found.state().script.parameters.domain);
        await tellWhatChanged(found);
        const folder = join(sittings, sitting);
        const dropped = droppedBytes > 0 ? [bad('journal-truncated', { bytes: droppedBytes }).problem] : [];
        run(found, room, dropped, dataIn(folder, await recallPlaces(folder)));
        return good(null);
      }),
    answer: async (question, said) => {
      // Who sends it may be a window that went wrong: what does not parse must not reach a token or the journal.
      const answer = answerSchema.safeParse(said);
      if (!answer.success) return bad('message-malformed');
      await interrupting;
      if (running === null) return idle;
      const { desk } = running;
      const { lifecycle } = stateOf(desk);
      if (lifecycle === 'paused') return bad('ceremony-paused');
      if (lifecycle === 'abandoned') return bad('ceremony-closed');
      const taken = desk.people.answer(question, answer.data);
      // Before the machine works, and before whoever answered hears that it was taken.
      publish();
      return taken;
    },
    raiseException: (about) => {
      if (about.about.kind !== 'hsm-lost' && about.about.kind !== 'card-lost')
        return interrupt((step) => ({ type: 'exception-raised', step, ...about }));
      return inTurn(async (step, { sitting, people }) => {
        await sitting.record({ type: 'exception-raised', step, ...about });
        // Perhaps what is lost is what people are asked for.
        people.withdraw();
        return good(null);
      }, presentOrLastStep);
    },
    pause: (by) => interrupt((step) => ({ type: 'paused', step, by: [...by] }), true),
    compromise: (about) => interrupt((step) => ({ type: 'key-compromised', step, ...about })),
    goOn: (by) => interrupt((step) => ({ type: 'continued', step, by: [...by] })),
    depart: async (participant, by, reason) => {
      if (!text.min(1).safeParse(reason).success) return bad('message-malformed', { field: 'reason' });
      return inTurn(async (step, { sitting, people }) => {
        const wasClosed = sitting.state().lifecycle === 'closed';
        const question = people.question();
        const isAsked =
          question !== null && 'participant' in question && question.participant === participant;
        await sitting.record({ type: 'participant-departed', step, participant, by: [...by], reason });
        // What only they could answer is asked no more.
        if (currentStep(sitting.state())?.id === step && !wasClosed && !isAsked) people.refresh();
        else people.withdraw();
        return good(null);
      }, presentOrLastStep);
    },
    abandon: async (by, reason, hsmPin) => {
      if (running === null) return idle;
      const { desk } = running;
      // Nothing is destroyed for people who may not give the ceremony up.
      const known = new Set(decidersOf(stateOf(desk)).map((person) => person.id));
      if (new Set(by).size !== by.length) return bad('person-twice');
      if (by.length < 2 || !by.every((id) => known.has(id))) return bad('witness-missing');
      if (!text.min(1).safeParse(reason).success) return bad('message-malformed', { field: 'reason' });
      if (stateOf(desk).irrevocable) return bad('abandon-too-late');
      const isBegun = (): boolean => stateOf(desk).pending?.action === 'abandon-keys';
      const wasBegun = isBegun();
      // In the interruption's turn, so that no answer takes the ceremony on while its keys are being destroyed.
      const abandoned = await inTurn(
        (step, at) => abandon(at, step, { by: [...by], reason }, hsmPin),
        presentOrLastStep,
      );
      // Begun just now and not ended: the script cannot go on, so the room is left, to be come back to.
      if (!abandoned.ok && (wasBegun || !isBegun())) return abandoned;
      const left = await leave();
      return abandoned.ok ? left : abandoned;
    },
    lookAgain: () => {
      if (running === null) return idle;
      const { desk } = running;
      // A new start of the module ends every session: not under the feet of what the machine does with one.
      if (desk.people.question() === null) return bad('event-not-allowed', { reason: 'working' });
      try {
        for (const module of new Set([desk.modules.hsm, desk.modules.cards])) module.rescan();
      } catch (error) {
        if (error instanceof CeremonyError) return bad(error.code, error.details);
        throw error;
      }
      put = null;
      desk.people.refresh();
      publish();
      return good(null);
    },
    leave,
    unfinished: () => findUnfinished(sittings),
    snapshot,
    events: () => running?.desk.sitting.entries().map((entry) => entry.event) ?? [],
    finished: () => running?.finished ?? Promise.resolve('left'),
  };
};

/** What a sitting begins with of the data that it moves. */
const dataIn = (sitting: string, found: DataPaths | null): Desk['data'] => ({
  paths: null,
  found,
  remember: (paths) => rememberPlaces(sitting, paths),
});

/** The bundle to continue from; refused if there is a newer one beside it, and with the names of those that could not be read. */
const readNewest = async (path: string): Promise<Result<PreviousBundle>> => {
  const unread = await checkNewest(path);
  if (!unread.ok) return unread;
  const found = await readPreviousBundle(path);
  if (!found.ok || unread.value.length === 0) return found;
  const more = unread.value.length - unreadMax;
  return good({
    ...found.value,
    unread: unread.value.slice(0, unreadMax),
    ...(more > 0 ? { moreUnread: more } : {}),
  });
};

/** A transcript that is closed is opened again at its last step. */
const presentOrLastStep = (state: State): string | undefined =>
  (currentStep(state) ?? (state.lifecycle === 'closed' ? stepsOf(state.script).at(-1) : undefined))?.id;

/** How long the work at a step has taken so far, without the time that it stood still. */
const workClock = (breath: Breath): ((step: Work['step'] | null) => number) => {
  let began: { readonly step: Work['step']; readonly atMs: number } | null = null;
  return (step) => {
    const nowMs = performance.now() - breath.heldMs();
    if (began?.step !== step) began = step === null ? null : { step, atMs: nowMs };
    return began === null ? 0 : nowMs - began.atMs;
  };
};

/** A module that fails has no tokens to show; what needs one of them will say so. */
export const tokensPresent = ({ hsm, cards }: Desk['modules']): readonly TokenFacts[] => {
  const modules: readonly Pkcs11Module[] = hsm === cards ? [hsm] : [hsm, cards];
  return modules.flatMap((module) =>
    tokensOrNone(module)
      .filter((token) => token.initialised)
      .map(tokenFactsOf),
  );
};

/** Every sitting whose end was not reached: neither exported and read back, nor abandoned. */
const findUnfinished = async (sittings: string): Promise<readonly UnfinishedSitting[]> => {
  const names = await readdir(sittings).catch(() => []);
  const described = await Promise.all(names.map((name) => describe(join(sittings, name), name)));
  return described.filter((each) => each !== null).sort((a, b) => b.openedAt.localeCompare(a.openedAt));
};

const isOver = ({ lifecycle, bundle }: State): boolean =>
  lifecycle === 'abandoned' || bundle.readBack === 'good';

const describe = async (directory: string, sitting: string): Promise<UnfinishedSitting | null> => {
  const unknown = {
    sitting,
    openedAt: '',
    embassy: '',
    kind: null,
    keyLabel: '',
    domain: 'rehearsal',
    events: 0,
  } as const;
  try {
    const { entries } = await readJournal(directory);
    // A power cut before the first event was whole leaves a journal of nothing.
    if (entries.length === 0) return null;
    const state = replay(entries.map((entry) => entry.event));
    if (isOver(state)) return null;
    const { embassy, domain } = state.script.parameters;
    return {
      sitting,
      openedAt: state.openedAt,
      embassy,
      kind: state.script.kind,
      keyLabel: keyLabelsOf(subjectOfState(state)).join(', '),
      domain,
      events: entries.length,
      problem: null,
    };
  } catch (error) {
    // So does one before the journal's file was there.
    if (error instanceof CeremonyError && error.code === 'journal-absent') return null;
    if (error instanceof CeremonyError)
      return { ...unknown, problem: { code: error.code, details: error.details } };
    throw error;
  }
};
