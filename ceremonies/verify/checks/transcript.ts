import { canonicalJson } from '../../formats/canonical.ts';
import { demand } from '../../model/demand.ts';
import { CeremonyError, good, bad, type Result, must } from '../../model/error.ts';
import { isClosingEvent, type CeremonyEvent } from '../../model/event.ts';
import { planProblems, type CeremonyPlan } from '../../model/ceremonyPlan.ts';
import { reduce } from '../../model/reduce.ts';
import type { State } from '../../model/state.ts';
import { standardScript } from '../../scripts/standard.ts';
import { checkLinks } from '../../transcript/chain.ts';
import { isWithoutRule } from '../../transcript/readTranscript.ts';
import { seqs, type Events, type Record } from '../evidence.ts';
import { failed, proved, type Finding } from '../finding.ts';

/** Every line is canonical JSON of a known kind of event; a reader that took less would let two readers see two transcripts. */
export const eventsWellFormed = ({ events }: Events): Finding => proved({ events: events.length });

/** Each event names the hash of the one before, so no event can be changed, dropped or moved without changing all that follow. */
export const chainUnbroken = ({ events, hashes }: Events): Finding => {
  const chain = checkLinks(events, hashes);
  if (chain.ok) return proved({ events: events.length, head: chain.value.at(-1) ?? '' });
  const line = Number(chain.problem.details['line']);
  return failed({ code: chain.problem.code, details: { event: line - 1 } });
};

/** The script is the one that its parameters give: a forged script that leaves the witness out would be followed faithfully, too. */
export const scriptStandard = ({ events }: Events): Finding => {
  const opening = events[0];
  demand(opening?.type === 'ceremony-opened', 'event-out-of-order', { event: 0 });
  const { script, previousBundle } = opening;
  const plan: CeremonyPlan = script;
  const [problem] = planProblems(plan);
  if (problem !== undefined) return failed(problem);
  const standard = standardScript(plan, previousBundle?.register ?? null);
  demand(canonicalJson(standard) === canonicalJson(script), 'event-not-allowed', {
    event: 0,
    field: 'script',
  });
  return proved({ kind: script.kind, acts: script.acts.length }, [0]);
};

/** Several checks ask for the same one. */
const replays = new WeakMap<readonly CeremonyEvent[], Result<State>>();

/** The state that the events amount to, by the rules that the program itself obeyed. Problems: those of `reduce`, with the event. */
export const replayed = (events: readonly CeremonyEvent[]): Result<State> => {
  const known = replays.get(events);
  if (known !== undefined) return known;
  const result = replay(events);
  replays.set(events, result);
  return result;
};

const replay = (events: readonly CeremonyEvent[]): Result<State> => {
  let state: State | null = null;
  for (const [seq, event] of events.entries()) {
    try {
      const next = reduce(state, event);
      // A list that is copied for each of thousands would cost more than all else together.
      state = state !== null && isWithoutRule(event) ? { ...next, exceptions: state.exceptions } : next;
    } catch (error) {
      if (error instanceof CeremonyError) return bad(error.code, { ...error.details, event: seq });
      throw error;
    }
  }
  return state === null
    ? bad('event-out-of-order', { event: 0 })
    : good({ ...state, exceptions: events.filter((event) => event.type === 'exception-raised') });
};

/** Every event came in its turn, with the people, the cards and the numbers that the script asks for. */
export const scriptFollowed = ({ events }: Events): Finding => {
  must(replayed(events));
  return proved({ events: events.length });
};

/** The transcript ends with its closing, and not with what can only come after it. */
export const transcriptClosed = ({ events, state }: Record): Finding => {
  const last = events.at(-1);
  demand(last === undefined || !isClosingEvent(last), 'event-not-allowed', { event: last?.seq ?? 0 });
  demand(last?.type === 'transcript-closed' && state.lifecycle === 'closed', 'event-out-of-order', {
    reason: 'not-closed',
  });
  return proved({ closedAt: last.at }, [last.seq]);
};

/**
 * By the machine's own clock, which two people compared with their watches: no event before the one before it, except where
 * two people recorded that the clock was set.
 */
export const timesInOrder = ({ events }: Events): Finding => {
  const backwards = events.filter((event, index) => event.at < (events[index - 1]?.at ?? ''));
  const unexplained = backwards.find((event) => event.type !== 'exception-raised');
  demand(unexplained === undefined, 'event-out-of-order', { event: unexplained?.seq ?? 0, reason: 'time' });
  return proved(
    { from: events[0]?.at ?? '', to: events.at(-1)?.at ?? '', setBack: backwards.length },
    seqs(backwards),
  );
};
