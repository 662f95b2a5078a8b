import { fromHex } from '../formats/bytes.ts';
import { bytesToWords } from '../formats/words.ts';
import type { CeremonyEvent } from '../model/event.ts';
import { actOf } from '../model/script.ts';
import type { Snapshot, TimelineEntry } from '../model/snapshot.ts';
import { currentStep } from '../model/state.ts';
import type { JournalEntry } from '../transcript/journal.ts';
import { stateOf, type Desk } from './desk.ts';

const inWords = (hash: string): Snapshot['head'] => ({ hash, words: bytesToWords(fromHex(hash)) });

const whoOf = (event: CeremonyEvent): TimelineEntry['who'] => {
  if ('participant' in event) return [event.participant];
  return 'by' in event ? event.by : [];
};

const timelineEntry = ({ event, hash }: JournalEntry): TimelineEntry => ({
  seq: event.seq,
  at: event.at,
  type: event.type,
  step: 'step' in event ? event.step : null,
  who: whoOf(event),
  hash,
});

/** What the leaders' cards sign at the end of an act: the head when the first of them signed. */
const headToSign = (desk: Desk): Snapshot['head'] | null => {
  const state = stateOf(desk);
  const step = currentStep(state);
  if (step?.kind !== 'complete-act' || state.progress === 0) return null;
  const act = actOf(state.script, step.id)?.id;
  const signed = act === undefined ? undefined : state.acts[act]?.head;
  return inWords(signed ?? desk.sitting.head());
};

/** The room as a screen shows it. */
export const snapshotOf = (
  desk: Desk,
  rest: Pick<Snapshot, 'work' | 'surroundings' | 'exported' | 'notices'>,
): Snapshot => ({
  state: stateOf(desk),
  question: desk.people.question(),
  head: inWords(desk.sitting.head()),
  headToSign: headToSign(desk),
  dataPlaces: desk.data.found,
  timeline: desk.sitting.entries().map(timelineEntry),
  ...rest,
});
