import type { Domain } from './domain.ts';
import type { CeremonyKind } from './ceremonyPlan.ts';
import type { Problem } from './error.ts';
import type { EventType, Finding } from './event.ts';
import type { ParticipantId } from './participant.ts';
import type { Question } from './question.ts';
import type { State } from './state.ts';
import type { StepKind } from './script.ts';
import type { TokenFacts } from './values.ts';

/** Everything that a screen shows of a running ceremony. Holds no secret. Sent whole on every change. */
export type Snapshot = {
  readonly state: State;
  /** What people must do now; null while the machine works. */
  readonly question: Question | null;
  /** What the machine is doing, for anything longer than a moment. */
  readonly work: Work | null;
  readonly head: { readonly hash: string; readonly words: readonly string[] };
  /** At the end of an act: the head that is read aloud, compared and signed; it stays the same for the second signer. */
  readonly headToSign: { readonly hash: string; readonly words: readonly string[] } | null;
  readonly timeline: readonly TimelineEntry[];
  readonly surroundings: Surroundings;
  /** Where the data lies that was moved, on this machine; null before it was found, or where nobody remembers. */
  readonly dataPlaces: {
    readonly inventory: string | null;
    readonly backups: string | null;
    readonly out: string;
  } | null;
  /** Where the bundle was written, once it was read back and verified. */
  readonly exported: { readonly path: string; readonly sha256: string } | null;
  /** What the program noticed by itself and people should know: a dropped journal line, a card that was pulled. */
  readonly notices: readonly Problem[];
};

/** `unit`: what is counted where that is worth a rate. `elapsedMs`: time at work since it began, without pauses. */
export type Work = {
  readonly step: StepKind | 'sign' | 'export';
  readonly done: number;
  readonly total: number;
  readonly unit: 'steps' | 'data-keys' | 'bytes';
  readonly elapsedMs: number;
  /** Whether it stops when people say so, and goes on where it stopped. */
  readonly pausable: boolean;
};

export type TimelineEntry = {
  readonly seq: number;
  readonly at: string;
  readonly type: EventType;
  readonly step: string | null;
  readonly who: readonly ParticipantId[];
  /** SHA-256 of the event, hex. */
  readonly hash: string;
};

export type Surroundings = {
  readonly airGap: readonly Finding[];
  /** As they were when the last question was put. */
  readonly tokens: readonly TokenFacts[];
};

/** A ceremony that was left before its end, as its journal shows it. */
export type UnfinishedSitting = {
  readonly sitting: string;
  readonly openedAt: string;
  readonly embassy: string;
  readonly kind: CeremonyKind | null;
  readonly keyLabel: string;
  readonly domain: Domain;
  readonly events: number;
  /** Why it cannot be resumed (a changed journal), or null. */
  readonly problem: Problem | null;
};
