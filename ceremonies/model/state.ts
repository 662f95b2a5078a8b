import type { Bag, EventOf, Finding, KeyEvidence, ModuleFacts, Software, TokenAction } from './event.ts';
import type { KeyAlgorithm } from './keyAlgorithm.ts';
import type { Participant, ParticipantId } from './participant.ts';
import type { Register } from './register.ts';
import { stepsOf, type Act, type ActId, type Script, type Step } from './script.ts';
import type { Signed } from './statement.ts';
import type { TokenFacts } from './values.ts';

/** What the events so far amount to. Made by `reduce` only; never stored, always replayed. */
export type State = {
  readonly ceremony: string;
  readonly openedAt: string;
  readonly script: Script;
  readonly previousBundle: {
    readonly sha256: string;
    readonly ceremony: string;
    readonly register: Register;
  } | null;

  readonly nextSeq: number;
  /** Time of the last event: the clock may not run backwards unless people say so. */
  readonly lastAt: string;
  readonly lifecycle: 'running' | 'paused' | 'closed' | 'abandoned';
  /** Index of the present step among all steps of the script, and how many of its own events have happened. */
  readonly cursor: number;
  readonly progress: number;
  /** A token action that was announced and has neither succeeded nor been settled. */
  readonly pending: { readonly action: TokenAction; readonly token: TokenFacts | null } | null;

  readonly software: Software | null;
  readonly airGapChecked: boolean;
  readonly airGapFindings: readonly Finding[];
  /** Two people have recorded that the ceremony goes on although the room is not cut off as it is now. */
  readonly airGapExcused: boolean;
  readonly hsm: { readonly token: TokenFacts; readonly module: ModuleFacts } | null;
  readonly clock: Pick<EventOf<'clock-compared'>, 'hostClock' | 'readings'> | null;
  readonly bags: { readonly in: readonly Bag[]; readonly out: readonly Bag[] };
  readonly cards: Readonly<Record<ParticipantId, Card>>;
  readonly ceremonyKey: { readonly certificate: string; readonly token: TokenFacts } | null;
  readonly key: EmbassyKey | null;
  /** Every recovery key's share set, oldest first. Only the last can be live. */
  readonly sets: readonly RecoverySet[];

  /** Chain head of the act being signed, by the event hash of its `act-completed`. */
  readonly acts: Readonly<
    Partial<Record<ActId, { readonly head: string; readonly signatures: readonly Signed[] }>>
  >;
  readonly declarations: readonly {
    readonly participant: ParticipantId;
    readonly agrees: boolean;
    readonly remark: string;
  }[];
  readonly exceptions: readonly EventOf<'exception-raised'>[];
  readonly resumptions: number;
  readonly closedAt: string | null;
  readonly registerSha256: string | null;
  readonly bundle: {
    readonly reports: readonly { readonly name: string; readonly sha256: string }[];
    readonly signatures: readonly EventOf<'bundle-signed'>[];
    readonly exported: EventOf<'bundle-exported'> | null;
    readonly readBack: 'good' | 'bad' | null;
  };
};

export type Card = {
  readonly participant: ParticipantId;
  readonly origin: 'initialised' | 'adopted';
  readonly token: TokenFacts;
  readonly certificate: string;
  readonly sealingKey: string | null;
};

export type EmbassyKey = {
  readonly label: string;
  readonly version: number;
  readonly algorithm: KeyAlgorithm;
  readonly token: TokenFacts;
  readonly checkValue: string;
  readonly certificate: string | null;
  readonly evidence: KeyEvidence;
  readonly generatedAt: string;
  readonly originalDestroyed: boolean;
  /** When the last copy that could leave the HSM was gone, every quorum proved: from then on the key serves. */
  readonly activatedAt: string | null;
};

export type RecoverySet = {
  readonly set: string;
  readonly state: 'open' | 'proved' | 'void';
  readonly recoveryKeyCommitment: string;
  readonly mixed: EventOf<'recovery-key-made'>['mixed'];
  readonly wrapped: string | null;
  readonly workingCopy: KeyEvidence | null;
  readonly commitments: readonly string[];
  readonly shares: readonly StoredShare[];
  readonly proof: { readonly recombinations: number; readonly quorums: string } | null;
  readonly wiped: boolean;
};

export type StoredShare = {
  readonly index: number;
  readonly participant: ParticipantId;
  readonly token: TokenFacts;
  readonly sealed: string;
  readonly readBackFrom: 'card-object' | 'bundle-copy';
  readonly receipt: Signed | null;
};

export const currentStep = (state: State): Step | null => stepsOf(state.script)[state.cursor] ?? null;

export const currentAct = (state: State): Act | null => {
  const step = currentStep(state);
  return state.script.acts.find((act) => act.steps.some((each) => each.id === step?.id)) ?? null;
};

export const currentSet = (state: State): RecoverySet | null => {
  const last = state.sets.at(-1);
  return last === undefined || last.state === 'void' ? null : last;
};

export const participantOf = (state: State, id: ParticipantId): Participant | undefined =>
  state.script.parameters.participants.find((person) => person.id === id);

export const custodiansOf = (state: State): readonly Participant[] =>
  state.script.parameters.participants.filter((person) => person.role === 'custodian');

/** Index of the share that a custodian is to hold: their place among the custodians, from 1. */
export const shareIndexOf = (state: State, id: ParticipantId): number =>
  custodiansOf(state).findIndex((person) => person.id === id) + 1;

export const withLast = <T>(list: readonly T[], last: T): readonly T[] => [...list.slice(0, -1), last];

export const hsmSigner = 'hsm';

/** Everyone whose signature a closed transcript needs, in order: the HSM's ceremony key, then all those present. */
export const signersOf = (state: State): readonly string[] => [
  hsmSigner,
  ...state.script.parameters.participants.map((person) => person.id),
];
