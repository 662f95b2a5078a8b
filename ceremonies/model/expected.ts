import type { EventType, ScriptEvent, TokenAction } from './event.ts';
import type { ParticipantId } from './participant.ts';
import { stepsOf, type Step, type StepKind } from './script.ts';
import {
  currentStep,
  hasSigned,
  hsmLossOf,
  hsmSigner,
  hsmSigns,
  isHere,
  isToReceive,
  keyOf,
  leadersOf,
  presentedSetsOf,
  quorumsStand,
  signersOf,
  vouchersFor,
  type State,
} from './state.ts';

type Collecting = 'collect-shares' | 'show-shares' | 'hand-in-shares';
type Events = readonly ScriptEvent['type'][];

const exactly =
  (...types: Events) =>
  (): Events =>
    types;
const oncePerSet =
  (type: ScriptEvent['type']) =>
  (state: State): Events =>
    presentedSetsOf(state).map(() => type);

/** The events that a step is made of, in order. */
const eventsOf: Readonly<Record<Exclude<StepKind, Collecting>, (state: State, step: Step) => Events>> = {
  'confirm-software': exactly('software-confirmed'),
  'check-air-gap': exactly('air-gap-checked'),
  'confirm-bundle': exactly('bundle-confirmed'),
  'identify-hsm': exactly('hsm-identified'),
  'compare-clock': exactly('clock-compared'),
  'record-bags-in': exactly('bags-recorded'),
  'enrol-card': exactly('card-enrolled'),
  'make-ceremony-key': exactly('ceremony-key-ready'),
  'generate-embassy-key': exactly('embassy-key-generated'),
  'seal-canary': exactly('canary-sealed'),
  'make-recovery-key': exactly('recovery-key-made'),
  'wrap-key': exactly('key-wrapped'),
  'make-working-copy': exactly('working-copy-made'),
  'split-recovery-key': exactly('share-set-committed'),
  'store-share': exactly('share-stored', 'share-receipted'),
  'print-sheet': exactly('sheet-printed'),
  'prove-quorums': exactly('quorums-proved'),
  'wipe-recovery-key': exactly('recovery-key-wiped'),
  'destroy-original': exactly('original-destroyed'),
  'restore-key': exactly('key-restored'),
  'read-inventory': exactly('inventory-read'),
  rewrap: exactly('data-rewrapped'),
  'prove-rewrap': exactly('rewrap-proved'),
  'give-up-data': exactly('data-given-up'),
  'confirm-destruction': exactly('destruction-confirmed'),
  'destroy-key': exactly('key-destroyed'),
  'destroy-card': exactly('card-destroyed'),
  'record-bags-out': exactly('bags-recorded'),
  declare: exactly('declared'),
  'close-transcript': exactly('transcript-closed'),
  'rebuild-recovery-key': oncePerSet('recovery-key-rebuilt'),
  'wipe-rebuilt-key': oncePerSet('rebuilt-key-wiped'),
  'complete-act': (_state, { by }) => ['act-completed', ...by.map(() => 'act-signed' as const)],
};

/** Custodians come in any order, some for the first time: these steps take events until they are enough. */
const collecting: Readonly<Record<Collecting, Events>> = {
  'collect-shares': ['card-enrolled', 'share-presented'],
  'show-shares': ['card-enrolled', 'share-presented', 'presentation-closed'],
  'hand-in-shares': ['card-enrolled', 'share-destroyed', 'presentation-closed'],
};

const isCollectingKind = (kind: StepKind): kind is Collecting =>
  kind === 'collect-shares' || kind === 'show-shares' || kind === 'hand-in-shares';

export const isCollecting = ({ kind }: Step): boolean => isCollectingKind(kind);

/** Any one of these may come next. */
export const expectedEvents = (state: State, step: Step): Events => {
  if (state.replacing !== null) return [state.replacing.card === null ? 'card-replaced' : 'card-vouched'];
  return isCollectingKind(step.kind)
    ? collecting[step.kind]
    : eventsOf[step.kind](state, step).slice(state.progress, state.progress + 1);
};

/** Whether a step has had all its events; `progress` of them, and the state is as they left it. */
export const isStepDone = (state: State, step: Step, progress: number): boolean => {
  if (step.kind === 'collect-shares') return quorumsStand(state);
  if (isCollectingKind(step.kind)) return state.presentation.closedAt !== null;
  return progress >= eventsOf[step.kind](state, step).length;
};

/** Steps for people who did not come or who left, and for keys that were restored before a power cut, are passed over. */
export const applies = (state: State, step: Step): boolean => {
  if (step.kind === 'declare') return step.by.every((id) => isHere(state, id));
  if (step.kind === 'restore-key') return step.key === undefined || keyOf(state, step.key) === undefined;
  return true;
};

/** Steps that are done at the HSM. */
const hsmSteps: ReadonlySet<StepKind> = new Set([
  'make-ceremony-key',
  'generate-embassy-key',
  'seal-canary',
  'make-recovery-key',
  'wrap-key',
  'make-working-copy',
  'destroy-original',
  'restore-key',
  'rewrap',
  'prove-rewrap',
  'destroy-key',
]);

/**
 * What a ceremony can come to its end without, if its HSM exists no more: its signature, where it has done all else, or the
 * destruction of what was made there, where giving up was begun. Before, whoever loses it gives the ceremony up.
 */
export const missingOfHsm = (state: State): 'signature' | 'destruction' | null => {
  if (hsmLossOf(state) !== null) return null;
  if (state.pending?.action === 'abandon-keys') return 'destruction';
  const hasMore = stepsOf(state.script).some(
    (step, index) => index >= state.cursor && hsmSteps.has(step.kind) && applies(state, step),
  );
  return hsmSigns(state) && !hasSigned(state, hsmSigner) && !hasMore ? 'signature' : null;
};

/** Steps that ask for the card of the one person whose step it is. */
const signedSteps: ReadonlySet<StepKind> = new Set(['declare', 'give-up-data', 'confirm-destruction']);

/**
 * Whose cards are asked for now that the ceremony cannot do without: of the two who lead, where they have not signed, and of whoever
 * is to receive a share. If such a card is lost, another takes its place. Before it is asked for, nobody waits for it, and somebody
 * else's turn is not taken from them. Everybody else can leave.
 */
export const awaitedCards = (state: State): readonly ParticipantId[] => {
  const { replacing, pending } = state;
  const leaders = leadersOf(state).map(({ id }) => id);
  if (state.lifecycle === 'closed')
    return leaders.filter((id) => signersOf(state).includes(id) && !hasSigned(state, id));
  const step = currentStep(state);
  if (step === null) return [];
  // What was being put on a card that is lost nobody can look for there.
  if (replacing === null && step.kind === 'store-share')
    return pending === null || pending.action === 'store-share' ? step.by : [];
  if (pending !== null) return [];
  if (replacing !== null)
    return replacing.card === null
      ? []
      : vouchersFor(state, replacing.participant)
          .map(({ id }) => id)
          .filter((id) => !replacing.vouchedBy.includes(id))
          .filter((id) => leaders.includes(id) || isToReceive(state, id));
  // What is closed is signed next.
  if (step.kind === 'close-transcript') return leaders;
  if (step.kind === 'complete-act')
    return state.progress === 0 ? [] : step.by.slice(state.progress - 1).filter((id) => leaders.includes(id));
  return signedSteps.has(step.kind) ? step.by.filter((id) => leaders.includes(id)) : [];
};

/** Write-ahead: these events may only follow the announcement of their token action. */
const actions: Readonly<Partial<Record<EventType, TokenAction>>> = {
  'card-enrolled': 'initialise-card',
  'card-replaced': 'initialise-card',
  'ceremony-key-ready': 'make-ceremony-key',
  'embassy-key-generated': 'generate-embassy-key',
  'working-copy-made': 'make-working-copy',
  'share-stored': 'store-share',
  'original-destroyed': 'destroy-original',
  'key-restored': 'restore-key',
  'share-destroyed': 'destroy-share',
  'key-destroyed': 'destroy-key',
  'card-destroyed': 'destroy-card',
};

export const announced = (type: EventType): TokenAction | null => actions[type] ?? null;
