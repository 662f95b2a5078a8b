import { announced, applies, awaitedCards, missingOfHsm, expectedEvents, isStepDone } from './expected.ts';
import { deciding, demand, leaders, official } from './demand.ts';
import { CeremonyError } from './error.ts';
import {
  isAnyTimeEvent,
  isClosingEvent,
  isDoubtful,
  type AnyTimeEvent,
  type CeremonyEvent,
  type ClosingEvent,
  type EventOf,
  type Remembered,
  type ScriptEvent,
  type TokenAction,
} from './event.ts';
import { personKey, type ParticipantId } from './participant.ts';
import { becomes, withinCustody } from './perform/common.ts';
import { perform } from './perform/perform.ts';
import { settleReplacement } from './perform/replacing.ts';
import { findRegisterFault } from './register.ts';
import { isRememberable } from './remembered.ts';
import { stepsOf, type Step } from './script.ts';
import { subjectProblems } from './feasible.ts';
import {
  areEnough,
  currentSet,
  currentStep,
  hasSigned,
  hsmLossOf,
  hsmSigner,
  isHere,
  leadersOf,
  presentedSetsOf,
  recipientsOf,
  rememberedOf,
  replacementsAt,
  sameKey,
  shareIndexOf,
  signersOf,
  vouchersFor,
  withLast,
  type RecoverySet,
  type State,
  type WrittenTo,
} from './state.ts';

/**
 * The state after one more event. Pure, total and strict: any event that the script and the state do not allow is
 * refused. The conductor, the resumption after a crash and the auditor's verifier all replay events through it.
 *
 * What needs a hash or a signature to be computed is the verifier's part (`ceremonies/verify`); everything that
 * follows from order, people, cards and counts is here.
 *
 * @throws CeremonyError event-out-of-order, event-not-allowed, witness-missing, person-twice, card-twice,
 *   token-wrong, share-set-incomplete, share-set-void, ceremony-closed, ceremony-paused, label-present,
 *   check-value-differs, bag-twice, bag-missing, recipient-needed, exception-needed, statement-differs, runtime-unofficial,
 *   software-token
 */
export const reduce = (state: State | null, event: CeremonyEvent): State => {
  if (state === null) {
    demand(event.type === 'ceremony-opened' && event.seq === 0, 'event-out-of-order', { seq: event.seq });
    return open(event);
  }
  demand(event.seq === state.nextSeq, 'event-out-of-order', { seq: event.seq, expected: state.nextSeq });
  // A clock that was set back is accepted by a recorded exception of two people, and by nothing else.
  demand(event.at >= state.lastAt || event.type === 'exception-raised', 'clock-set-back', {
    last: state.lastAt,
    now: event.at,
  });
  return { ...advance(state, event), nextSeq: state.nextSeq + 1, lastAt: event.at };
};

/** Replays events from the beginning. Shape: events in order, the first one `ceremony-opened`. */
export const replay = (events: Iterable<CeremonyEvent>): State => {
  let state: State | null = null;
  for (const event of events) state = reduce(state, event);
  if (state === null) throw new CeremonyError('event-out-of-order', { seq: 0 });
  return state;
};

const open = (event: EventOf<'ceremony-opened'>): State => {
  const { script } = event;
  const people = script.parameters.participants.map((person) => personKey(person.name));
  demand(new Set(people).size === people.length, 'person-twice');
  const known = new Set(script.parameters.participants.map((person) => person.id));
  for (const step of stepsOf(script)) {
    demand(
      step.by.every((id) => known.has(id)),
      'event-not-allowed',
      { step: step.id },
    );
  }
  if (event.previousBundle !== null) continues(event, event.previousBundle);
  about(event);
  const state: State = {
    ceremony: event.ceremony,
    openedAt: event.at,
    script,
    previousBundle: event.previousBundle,
    nextSeq: 1,
    lastAt: event.at,
    lifecycle: 'running',
    cursor: 0,
    progress: 0,
    pending: null,
    foundBefore: null,
    ownCopies: [],
    irrevocable: false,
    software: null,
    airGapFindings: [],
    airGapChecked: false,
    airGapExcused: false,
    hsm: null,
    clock: null,
    bags: { in: [], out: [] },
    cards: {},
    replacing: null,
    writtenTo: [],
    replaced: [],
    departed: [],
    ceremonyKey: null,
    keys: [],
    transitions: [],
    rewrap: { read: null, moved: null, proof: null },
    destroyed: { shares: [], keys: [], cards: [], givenUpBy: [], confirmedBy: [] },
    presentation: { shares: [], proven: [], closedAt: null, rebuilt: [], wiped: [] },
    sets: [],
    acts: {},
    declarations: [],
    exceptions: [],
    resumptions: 0,
    closedAt: null,
    registerSha256: null,
    bundle: { reports: [], signatures: [], exported: null, readBack: null },
  };
  // Said at a ceremony that was given up; on record from now on.
  return rememberedOf(state, 'key-compromised').reduce(
    (after, mark) => becomes(after, mark, 'compromised', event.at, mark.reason),
    state,
  );
};

/** What a ceremony is held over is there, in the register before, and may be done with. */
const about = ({ script, previousBundle }: EventOf<'ceremony-opened'>): void => {
  const before = previousBundle?.register;
  if (script.kind === 'generate') {
    // Nobody is asked about them there.
    demand(previousBundle === null || !isDoubtful(previousBundle), 'bundle-not-good', { field: 'doubts' });
    const { keyLabel } = script.parameters;
    demand(!(before?.keys.some((key) => key.label === keyLabel) ?? false), 'label-present', {
      label: keyLabel,
    });
    return;
  }
  demand(before !== undefined, 'event-not-allowed', { field: 'previousBundle' });
  const [problem] = subjectProblems(script, before);
  demand(problem === undefined, problem?.code ?? 'internal', problem?.details);
};

/** The register before is of this domain, of another ceremony, and makes sense: what it says goes into the next one unasked. */
const continues = (
  { ceremony, script, at }: EventOf<'ceremony-opened'>,
  previous: NonNullable<State['previousBundle']>,
): void => {
  const { register } = previous;
  demand(register.domain === script.parameters.domain, 'event-not-allowed', { field: 'domain' });
  demand(register.embassy === script.parameters.embassy, 'event-not-allowed', { field: 'embassy' });
  // Nobody could tell the order of a chain any more; a clock is set right before a ceremony, never by an exception in it.
  const { closedAt } = previous.made;
  demand(at >= closedAt, 'clock-behind-bundle', { now: at, closedAt });
  const past = [...register.history, ...register.shareSets].map((each) => each.ceremony);
  const earlier = [register.ceremony, ...past];
  demand(previous.ceremony === register.ceremony && !earlier.includes(ceremony), 'event-not-allowed', {
    field: 'ceremony',
  });
  const isNews = (each: Remembered): boolean =>
    isRememberable(register, each) && !earlier.includes(each.ceremony);
  demand((previous.remembered ?? []).every(isNews), 'event-not-allowed', { field: 'remembered' });
  const fault = findRegisterFault(register);
  demand(fault === undefined, 'event-not-allowed', { field: fault ?? '' });
};

const advance = (before: State, event: CeremonyEvent): State => {
  demand(event.type !== 'ceremony-opened', 'event-out-of-order', { seq: event.seq });
  if (isClosingEvent(event)) return afterClosing(before, event);

  const isOpened = before.lifecycle === 'closed' && (isOfLostSigner(before, event) || isGivingUp(event));
  const state = isOpened ? openedAgain(before) : before;
  demand(state.lifecycle === 'running' || state.lifecycle === 'paused', 'ceremony-closed');
  const step = currentStep(state);
  demand(step !== null && event.step === step.id, 'event-out-of-order', { seq: event.seq, step: event.step });
  return isAnyTimeEvent(event) ? interrupt(state, event, step) : follow(state, event, step);
};

/** Somebody who was to sign the closed transcript cannot any more, and has not: the HSM, or whoever has a broken card. */
const isOfLostSigner = (state: State, event: CeremonyEvent): boolean => {
  if (event.type === 'participant-departed') return !hasSigned(state, event.participant);
  if (event.type !== 'exception-raised') return false;
  const { about } = event;
  if (about.kind === 'card-lost') return !hasSigned(state, about.participant);
  return about.kind === 'hsm-lost' && !hasSigned(state, hsmSigner);
};

/** As long as not everybody has signed it, no whole bundle lies anywhere. */
const isGivingUp = (event: CeremonyEvent): boolean =>
  event.type === 'ceremony-abandoned' ||
  (event.type === 'token-action-begun' && event.action === 'abandon-keys');

/** A closed transcript cannot say who will not sign it: it is closed once more, and nobody has signed it yet. */
const openedAgain = (state: State): State => ({
  ...state,
  lifecycle: 'running',
  cursor: stepsOf(state.script).findIndex(({ kind }) => kind === 'close-transcript'),
  closedAt: null,
  registerSha256: null,
  bundle: { reports: [], signatures: [], exported: null, readBack: null },
});

/** An event that the script asks for, in its turn. */
const follow = (state: State, event: ScriptEvent, step: Step): State => {
  demand(state.lifecycle === 'running', 'ceremony-paused');
  // A cable that is plugged in half-way stops a real ceremony until two people decide.
  const isOpen = state.script.parameters.domain === 'production' && state.airGapFindings.length > 0;
  demand(!isOpen || state.airGapExcused, 'exception-needed', { step: step.id });
  demand(expectedEvents(state, step).includes(event.type), 'event-out-of-order', {
    seq: event.seq,
    type: event.type,
  });
  const isAdopted = 'origin' in event && event.origin === 'adopted';
  const begun = isAdopted ? null : announced(event.type);
  demand((state.pending?.action ?? null) === begun, 'event-not-allowed', { type: event.type });

  const after = { ...perform(state, event, step), pending: null };
  // Between the lines of the script.
  if (state.replacing !== null) return after;
  const progress = state.progress + 1;
  return isStepDone(after, step, progress) ? nextStep(after) : { ...after, progress };
};

const nextStep = (state: State): State => {
  const steps = stepsOf(state.script);
  const next = steps.findIndex((step, index) => index > state.cursor && applies(state, step));
  return { ...state, cursor: next < 0 ? steps.length : next, progress: 0, foundBefore: null };
};

/** An event between the lines of the script. */
const interrupt = (state: State, event: AnyTimeEvent, step: Step): State => {
  switch (event.type) {
    case 'exception-raised': {
      raisedBy(state, event);
      const { about } = event;
      const after = {
        ...state,
        exceptions: [...state.exceptions, event],
        airGapExcused: state.airGapExcused || (about.kind === 'air-gap' && state.airGapFindings.length > 0),
      };
      return about.kind === 'card-lost' ? loseCard(after, about.participant, event.at, step) : after;
    }
    case 'air-gap-changed':
      demand(state.airGapChecked, 'event-not-allowed');
      return { ...state, airGapFindings: event.findings, airGapExcused: false };
    case 'resumed':
      official(state.script, event.software);
      return { ...state, resumptions: state.resumptions + 1 };
    case 'ceremony-abandoned':
      deciding(state, event.by);
      demand(!state.irrevocable, 'abandon-too-late');
      // The keys are gone only if that was announced, and what was announced has no other end while the HSM exists.
      demand(
        event.keys === 'destroyed'
          ? state.pending?.action === 'abandon-keys'
          : state.pending === null || isLostWithKeys(state, event),
        'event-not-allowed',
        { keys: event.keys },
      );
      demand(event.keys !== 'none' || state.keys.length === 0, 'event-not-allowed', { keys: event.keys });
      return { ...state, lifecycle: 'abandoned', closedAt: event.at };
    case 'continued':
      demand(state.lifecycle === 'paused', 'event-not-allowed');
      leaders(state, event.by);
      return { ...state, lifecycle: 'running' };
    case 'paused':
      demand(state.lifecycle === 'running', 'ceremony-paused');
      demand(state.pending === null, 'event-not-allowed');
      leaders(state, event.by);
      return { ...state, lifecycle: 'paused' };
    case 'token-action-begun': {
      demand(state.lifecycle === 'running', 'ceremony-paused');
      const isNext =
        event.action === 'abandon-keys' ||
        expectedEvents(state, step).some((type) => announced(type) === event.action);
      demand(state.pending === null && isNext, 'event-not-allowed', { action: event.action });
      return begun(state, event, step);
    }
    case 'token-action-settled':
      demand(state.pending?.action === event.action && event.action !== 'abandon-keys', 'event-not-allowed', {
        action: event.action,
      });
      return { ...state, pending: null };
    case 'key-compromised': {
      leaders(state, event.by);
      return becomes(state, event, 'compromised', event.at, event.reason);
    }
    case 'share-set-voided':
      return voidSet(state, event);
    case 'presentation-voided':
      return voidPresentation(state);
    case 'participant-departed':
      return depart(state, event, step);
  }
};

/** The HSM was lost before it could destroy what it was to destroy: nobody can say what is left there. */
const isLostWithKeys = (state: State, { keys }: EventOf<'ceremony-abandoned'>): boolean =>
  keys === 'unreachable' && state.pending?.action === 'abandon-keys' && hsmLossOf(state) !== null;

/** What an action that destroys is to destroy is counted first, so that no power cut makes anybody forget it. */
const begun = (
  state: State,
  { action, token, objects }: EventOf<'token-action-begun'>,
  { key, by }: Step,
): State => {
  demand(objects !== undefined || !countedFirst.has(action), 'event-not-allowed', { action });
  demand(action !== 'abandon-keys' || !state.irrevocable, 'abandon-too-late');
  const isFirstCopy =
    action === 'make-working-copy' &&
    key !== undefined &&
    !state.ownCopies.some((each) => sameKey(each, key));
  return {
    ...state,
    pending: { action, token },
    writtenTo: action === 'store-share' ? [...state.writtenTo, ...writing(state, by)] : state.writtenTo,
    irrevocable: state.irrevocable || irrevocable.has(action),
    foundBefore: objects === undefined ? state.foundBefore : Math.max(state.foundBefore ?? 0, objects),
    ownCopies: isFirstCopy ? [...state.ownCopies, { ...key, own: objects === 0 }] : state.ownCopies,
  };
};

const writing = (state: State, people: readonly ParticipantId[]): readonly WrittenTo[] =>
  people.flatMap((id) => {
    const set = currentSet(state)?.set;
    const certificateSha256 = state.cards[id]?.certificateSha256;
    return set === undefined || certificateSha256 === undefined
      ? []
      : [{ set, index: shareIndexOf(state, id), certificateSha256 }];
  });

/**
 * Another card is to take the place of one that is lost. A share that was being put on it, and is not signed for, goes to the next
 * one: the same share, of the same person, so that nobody comes to hold two.
 */
const loseCard = (state: State, participant: ParticipantId, lostAt: string, { kind }: Step): State => {
  const { replacing: waiting } = state;
  const after: State = { ...state, replacing: { participant, lostAt, card: null, vouchedBy: [], waiting } };
  return kind === 'store-share' ? { ...after, pending: null, progress: 0 } : after;
};

/**
 * What is begun cannot be taken back, and can always be brought to its end: a ceremony that was given up then would leave a register
 * that knows nothing of it. (A key is gone when the HSM has shown it; one that the HSM refuses to destroy must not hold people.)
 */
const irrevocable: ReadonlySet<TokenAction> = new Set(['destroy-share', 'destroy-card']);

const countedFirst: ReadonlySet<TokenAction> = new Set(['destroy-key', 'make-working-copy']);

/** For somebody who brings another's share, both who lead and the one who brings it answer. */
const raisedBy = (state: State, { by, about }: EventOf<'exception-raised'>): void => {
  if (about.kind === 'hsm-lost') {
    leaders(state, by);
    demand(missingOfHsm(state) !== null, 'event-not-allowed', { about: about.kind });
    return;
  }
  if (about.kind === 'card-lost') {
    leaders(state, by);
    const { participant } = about;
    demand(awaitedCards(state).includes(participant), 'event-not-allowed', { participant });
    const vouchers = vouchersFor(state, participant).map(({ id }) => id);
    demand(areEnough(state, vouchers, participant), 'vouchers-missing', { participant });
    return;
  }
  if (about.kind !== 'surrogate') {
    deciding(state, by);
    return;
  }
  const { participant } = about;
  leaders(state, by);
  deciding(state, by, participant);
  demand(by.includes(participant), 'witness-missing', { participant });
  withinCustody(state, about);
};

/** The next recovery key starts where the first one did; what was handed out of the old one is dead. DESIGN section 3. */
const voidSet = (state: State, event: EventOf<'share-set-voided'>): State => {
  const set = currentSet(state);
  demand(set?.set === event.set && set.state === 'open' && state.pending === null, 'share-set-void', {
    set: event.set,
  });
  const dead = withLast<RecoverySet>(state.sets, { ...set, state: 'void', voidedAt: event.at });
  const cursor = stepsOf(state.script).findIndex((step) => step.kind === 'make-recovery-key');
  return { ...state, sets: dead, cursor, progress: 0, foundBefore: null };
};

/** The custodians are asked again. Keys that were restored already stay: they were checked one by one. */
const voidPresentation = (state: State): State => {
  const { presentation, pending } = state;
  const isOpen = presentation.shares.length > 0 && presentation.wiped.length < presentedSetsOf(state).length;
  demand(isOpen && pending === null, 'event-not-allowed');
  const cursor = stepsOf(state.script).findIndex((step) => step.kind === 'collect-shares');
  demand(cursor >= 0 && cursor <= state.cursor, 'event-not-allowed');
  return {
    ...state,
    presentation: { ...presentation, shares: [], rebuilt: [], wiped: [] },
    cursor,
    progress: 0,
    foundBefore: null,
  };
};

/**
 * Whoever leaves is asked for nothing more. A share that was brought counts all the same, and one that was received and proved
 * went with its holder. Who is still to get one cannot be let go: nobody else can take it, and no quorum is proved without it.
 */
const depart = (
  state: State,
  { participant, by, seq }: EventOf<'participant-departed'>,
  step: Step,
): State => {
  demand(state.lifecycle === 'running', 'ceremony-paused');
  leaders(state, by);
  const leads = leadersOf(state).some(({ id }) => id === participant);
  demand(!leads && isHere(state, participant), 'event-not-allowed', { participant });
  demand(state.pending === null, 'event-not-allowed', { participant });
  const isRecipient = recipientsOf(state).includes(participant);
  demand(!isRecipient || currentSet(state)?.state === 'proved', 'recipient-needed', { participant });
  const left: State = { ...state, departed: [...state.departed, participant] };
  for (const replacing of replacementsAt(left)) {
    const vouchers = vouchersFor({ ...left, replacing }, replacing.participant).map(({ id }) => id);
    const all = [...replacing.vouchedBy, ...vouchers];
    demand(areEnough(left, all, replacing.participant), 'vouchers-missing', { participant });
  }
  const after = settleReplacement(left, seq);
  return applies(after, step) ? after : nextStep(after);
};

/** By everybody who was to sign it. */
const isSigned = (state: State): boolean => signersOf(state).every((id) => hasSigned(state, id));

const afterClosing = (state: State, event: ClosingEvent): State => {
  demand(state.lifecycle === 'closed', 'event-not-allowed');
  const { bundle } = state;
  switch (event.type) {
    case 'report-made':
      // A report that was lost and made again makes every signature over the first one void: all are asked once more.
      return {
        ...state,
        bundle: {
          signatures: [],
          exported: null,
          readBack: null,
          reports: [
            ...bundle.reports.filter((each) => each.name !== event.name),
            { name: event.name, sha256: event.sha256 },
          ],
        },
      };
    case 'bundle-signed': {
      demand(!bundle.signatures.some((each) => each.signer === event.signer), 'person-twice', {
        participant: event.signer,
      });
      demand(signersOf(state).includes(event.signer), 'event-not-allowed', { participant: event.signer });
      const signed = { ...state, bundle: { ...bundle, signatures: [...bundle.signatures, event] } };
      // From the last signature on a whole bundle may lie somewhere, whatever becomes of the report here.
      return { ...signed, irrevocable: state.irrevocable || isSigned(signed) };
    }
    case 'bundle-exported':
      demand(isSigned(state), 'event-not-allowed');
      return { ...state, bundle: { ...bundle, exported: event, readBack: null } };
    case 'bundle-read-back':
      demand(bundle.exported?.sha256 === event.sha256, 'event-not-allowed');
      return { ...state, bundle: { ...bundle, readBack: event.verdict } };
  }
};
