import type { Bag } from './bag.ts';
import { broughtSetsOf, splitOf } from './ceremonyPlan.ts';
import { exceededIn, type Exceeded } from './custody.ts';
import { CeremonyError } from './error.ts';
import type {
  EventOf,
  Finding,
  KeyEvidence,
  ModuleFacts,
  PreviousBundle,
  Remembered,
  Software,
  TokenAction,
} from './event.ts';
import type { KeyAlgorithm } from './keyAlgorithm.ts';
import { personKey, type Participant, type ParticipantId } from './participant.ts';
import { withRole } from './parameters.ts';
import type { KeyState } from './keyState.ts';
import { setOf, versionOf, type Register, type ShareSetRecord } from './register.ts';
import { stepsOf, type Act, type ActId, type KeyName, type Script, type Step } from './script.ts';
import type { Signed } from './statement.ts';
import { sameToken, type ShareSource, type TokenFacts } from './values.ts';
import { ownerOf } from './whereabouts.ts';

/** What the events so far amount to. Made by `reduce` only; never stored, always replayed. */
export type State = {
  readonly ceremony: string;
  readonly openedAt: string;
  readonly script: Script;
  readonly previousBundle: PreviousBundle | null;

  readonly nextSeq: number;
  /** Time of the last event: the clock may not run backwards unless people say so. */
  readonly lastAt: string;
  readonly lifecycle: 'running' | 'paused' | 'closed' | 'abandoned';
  /** Index of the present step among all steps of the script, and how many of its own events have happened. */
  readonly cursor: number;
  readonly progress: number;
  /** A token action that was announced and has neither succeeded nor been settled. */
  readonly pending: { readonly action: TokenAction; readonly token: TokenFacts | null } | null;
  /** The most objects that any attempt at this step found before it began; null where none was looked for. */
  readonly foundBefore: number | null;
  /** Keys that had no copy on the HSM when this ceremony first came to make one there: it is this ceremony's own. */
  readonly ownCopies: readonly (KeyName & { readonly own: boolean })[];
  /** Something that the register before knows was destroyed, or may have been: only this ceremony’s bundle can tell of it. Or everybody has signed that. */
  readonly irrevocable: boolean;

  readonly software: Software | null;
  readonly airGapChecked: boolean;
  readonly airGapFindings: readonly Finding[];
  /** Two people have recorded that the ceremony goes on although the room is not cut off as it is now. */
  readonly airGapExcused: boolean;
  readonly hsm: { readonly token: TokenFacts; readonly module: ModuleFacts } | null;
  readonly clock: Pick<EventOf<'clock-compared'>, 'hostClock' | 'readings'> | null;
  readonly bags: { readonly in: readonly Bag[]; readonly out: readonly Bag[] };
  readonly cards: Readonly<Record<ParticipantId, Card>>;
  /** Somebody whose card is lost: nothing else happens until another card of theirs is vouched for. */
  readonly replacing: Replacing | null;
  /** Shares of this ceremony, and the cards that they were being put on: they may lie there, whatever became of that. */
  readonly writtenTo: readonly WrittenTo[];
  /** Cards that others took the place of, in order. They stay known: what they signed before is checked with them. */
  readonly replaced: readonly Replaced[];
  /** Who was here and left before the end. Their cards stay known: what they signed before is checked with them. */
  readonly departed: readonly ParticipantId[];
  readonly ceremonyKey: { readonly certificate: string; readonly token: TokenFacts } | null;
  /** The embassy keys that this ceremony made or restored. */
  readonly keys: readonly EmbassyKey[];
  /** How the states of keys changed in this ceremony, in order. */
  readonly transitions: readonly KeyTransition[];
  readonly rewrap: Rewrap;
  readonly destroyed: Destroyed;
  /** What custodians have brought of the share sets of the bundle before. */
  readonly presentation: Presentation;
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
  /** As the card signed them; that they are the digests of the two above is the verifier's part. */
  readonly certificateSha256: string;
  readonly sealingKeySha256: string | null;
};

export type WrittenTo = {
  readonly set: string;
  readonly index: number;
  readonly certificateSha256: string;
};

export type Replacing = {
  readonly participant: ParticipantId;
  readonly lostAt: string;
  /** The new card, once there is one. */
  readonly card: Card | null;
  readonly vouchedBy: readonly ParticipantId[];
  /** Whose turn it is after this: the card of somebody who was to vouch for theirs was found to be lost as well. */
  readonly waiting: Replacing | null;
};

export type Replaced = {
  readonly card: Card;
  readonly lostAt: string;
  /** Whether a share may lie on it. */
  readonly mayHoldShare: boolean;
  /** The event from which on the new card was theirs, and whoever vouched for that. */
  readonly until: number;
  readonly vouchedBy: readonly ParticipantId[];
};

export type EmbassyKey = KeyName & {
  readonly origin: 'generated' | 'restored';
  readonly algorithm: KeyAlgorithm;
  readonly token: TokenFacts;
  readonly checkValue: string;
  readonly certificate: string | null;
  readonly canary: string | null;
  readonly evidence: KeyEvidence;
  /** When it came into being on this HSM. */
  readonly madeAt: string;
  readonly originalDestroyed: boolean;
  /** When the last copy that could leave the HSM was gone, every quorum proved: from then on a new key serves. */
  readonly activatedAt: string | null;
};

/** NIST SP 800-57 part 1 section 7. */
export type KeyTransition = KeyName & {
  readonly state: KeyState;
  readonly at: string;
  readonly reason: string | null;
};

/** What lay under older versions, and what became of it. */
export type Rewrap = {
  readonly read: EventOf<'inventory-read'> | null;
  readonly moved: EventOf<'data-rewrapped'> | null;
  readonly proof: EventOf<'rewrap-proved'> | null;
};

export type Destroyed = {
  readonly shares: readonly EventOf<'share-destroyed'>[];
  readonly keys: readonly EventOf<'key-destroyed'>[];
  readonly cards: readonly EventOf<'card-destroyed'>[];
  /** Who said with their card that what lies under the key is given up. */
  readonly givenUpBy: readonly ParticipantId[];
  /** Who said once more, with their card, that the last active version is to go. */
  readonly confirmedBy: readonly ParticipantId[];
};

export type Presentation = {
  /** What counts towards the quorums; none after a power cut, for what was brought lived in memory. */
  readonly shares: readonly PresentedShare[];
  /** Everything that was shown and found right, power cut or not. */
  readonly proven: readonly PresentedShare[];
  /** When it was said that nobody else would come. */
  readonly closedAt: string | null;
  /** Sets whose recovery key was rebuilt, and those of them whose recovery key is gone again. */
  readonly rebuilt: readonly string[];
  readonly wiped: readonly string[];
};

export type PresentedShare = {
  readonly participant: ParticipantId;
  readonly set: string;
  readonly index: number;
  readonly source: ShareSource;
  /** Whether its holder brought it, or somebody else by an exception. */
  readonly by: 'holder' | 'surrogate';
  /** Whether with the card that it was sealed to; a sheet may come with another. */
  readonly withItsCard: boolean;
  readonly at: string;
};

export type RecoverySet = {
  readonly set: string;
  readonly state: 'open' | 'proved' | 'void';
  readonly recoveryKeyCommitment: string;
  readonly mixed: EventOf<'recovery-key-made'>['mixed'];
  readonly wrapped: readonly (KeyName & { readonly wrapped: string })[];
  readonly workingCopies: readonly (KeyName & { readonly evidence: KeyEvidence })[];
  readonly commitments: readonly string[];
  readonly shares: readonly StoredShare[];
  /** On paper, each in its bag; of a set that is void, these are to be destroyed. */
  readonly sheets: readonly {
    readonly participant: ParticipantId;
    readonly index: number;
    readonly bag: string;
    readonly printer: string;
  }[];
  readonly proof: { readonly recombinations: number; readonly quorums: string } | null;
  readonly wiped: boolean;
  readonly provedAt: string | null;
  readonly voidedAt: string | null;
};

export type StoredShare = {
  readonly index: number;
  readonly participant: ParticipantId;
  readonly token: TokenFacts;
  readonly sealed: string;
  readonly readBackFrom: 'card-object' | 'bundle-copy';
  readonly receipt: Signed | null;
  /** When it was read back and found right. */
  readonly at: string;
};

/** The register that this ceremony continues from. @throws CeremonyError event-not-allowed where there is none */
export const registerBefore = ({ previousBundle }: State): Register => {
  if (previousBundle === null) throw new CeremonyError('event-not-allowed', { field: 'previousBundle' });
  return previousBundle.register;
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

const leads = ({ role }: Participant): boolean => role === 'administrator' || role === 'witness';

/** The two who lead: they decide for the room, and never leave it. */
export const leadersOf = (state: State): readonly Participant[] =>
  state.script.parameters.participants.filter(leads);

export const custodiansOf = (state: State): readonly Participant[] =>
  withRole(state.script.parameters.participants, 'custodian');

/** Whether somebody was enrolled and has not left since. */
export const isHere = (state: State, id: ParticipantId): boolean =>
  state.cards[id] !== undefined && !state.departed.includes(id);

/** Who is here: everyone whose card was enrolled, but for those who left. */
export const presentOf = (state: State): readonly Participant[] =>
  state.script.parameters.participants.filter(({ id }) => isHere(state, id));

/** Everyone who is here may decide, and the two who lead, who get their cards after the first steps. */
export const mayDecide = (state: State, person: Participant): boolean =>
  isHere(state, person.id) || leads(person);

export const decidersOf = (state: State): readonly Participant[] =>
  state.script.parameters.participants.filter((person) => mayDecide(state, person));

/** Custodians who are here or may still come: whoever left does not come again. */
export const awaitedCustodiansOf = (state: State): readonly Participant[] =>
  custodiansOf(state).filter(({ id }) => !state.departed.includes(id));

/** Custodians who are here: whoever leaves the room with a card in a bag. */
export const presentCustodiansOf = (state: State): readonly Participant[] =>
  withRole(presentOf(state), 'custodian');

/** Numbers of bags that are in the room: those brought along, and those that a sheet of the live set went into. */
export const takenBagsOf = (state: State): readonly string[] => [
  ...(currentSet(state)?.sheets ?? []).map(({ bag }) => bag),
  ...state.bags.in.map(({ number }) => number),
];

/** Who gets a share of the recovery key that this ceremony makes, in the order of the indices. */
export const recipientsOf = (state: State): readonly ParticipantId[] =>
  splitOf(state.script)?.recipients ?? [];

/** Whether somebody is to get a share, and has signed for none yet that is good. */
export const isToReceive = (state: State, id: ParticipantId): boolean =>
  recipientsOf(state).includes(id) &&
  !(currentSet(state)?.shares ?? []).some(
    ({ participant, receipt }) => participant === id && receipt !== null,
  );

/** Index of the share that a recipient is to hold: their place among the recipients, from 1. */
export const shareIndexOf = (state: State, id: ParticipantId): number => recipientsOf(state).indexOf(id) + 1;

export const sameKey = (a: KeyName, b: KeyName): boolean => a.label === b.label && a.version === b.version;

export const keyOf = (state: State, name: KeyName): EmbassyKey | undefined =>
  state.keys.find((key) => sameKey(key, name));

/** NIST SP 800-57: of a key of this ceremony, or of the register before; null for one that neither knows. */
export const keyStateOf = ({ transitions, previousBundle }: State, name: KeyName): KeyState | null => {
  const changed = transitions.findLast((each) => sameKey(each, name))?.state;
  const before = previousBundle === null ? undefined : versionOf(previousBundle.register, name)?.state;
  return changed ?? before ?? null;
};

/** What was recorded at ceremonies that made no bundle, of one kind. */
export const rememberedOf = <Kind extends Remembered['kind']>(
  { previousBundle }: Pick<State, 'previousBundle'>,
  kind: Kind,
): readonly Extract<Remembered, { kind: Kind }>[] =>
  (previousBundle?.remembered ?? []).filter(
    (each): each is Extract<Remembered, { kind: Kind }> => each.kind === kind,
  );

/** The share sets of the bundle before that this ceremony is about. */
export const presentedSetsOf = ({ script, previousBundle }: State): readonly ShareSetRecord[] =>
  previousBundle === null
    ? []
    : broughtSetsOf(script).flatMap((id) => setOf(previousBundle.register, id) ?? []);

/** Sets whose shares are taken in to be destroyed: those that this ceremony ends, and with them any that ended before. */
export const handedInSetsOf = (state: State): readonly ShareSetRecord[] => {
  const brought = presentedSetsOf(state);
  if (state.script.kind !== 'reshare') return brought;
  const ended = (state.previousBundle?.register.shareSets ?? []).filter((set) => set.state === 'void');
  return [...brought, ...ended.filter((set) => !brought.includes(set))];
};

/** Who had k shares of a set that this ceremony is about: two people say why it is held all the same. */
export const exceededHere = ({ script, previousBundle }: State): readonly Exceeded[] =>
  previousBundle === null
    ? []
    : exceededIn(previousBundle.register, previousBundle.remembered).filter(({ set }) =>
        broughtSetsOf(script).includes(set),
      );

/** How many shares of a set count, of those that its recovery key needs. */
export const presentedCount = ({ presentation }: State, set: string): number =>
  presentation.shares.filter((share) => share.set === set).length;

export const quorumsStand = (state: State): boolean =>
  presentedSetsOf(state).every(({ set, threshold }) => presentedCount(state, set) >= threshold);

/** A share belongs to the person whom the register names as its holder. */
export const holdsShare = (set: ShareSetRecord, index: number, person: Participant | undefined): boolean => {
  const holder = set.shares[index - 1]?.holder ?? null;
  return holder !== null && person !== undefined && personKey(holder.name) === personKey(person.name);
};

/** Whether two people said at this step why it goes on all the same. Such a step comes once, so its exception serves once. */
export const isExcused = ({ exceptions }: State, step: string, kind: 'air-gap' | 'doubts'): boolean =>
  exceptions.some((each) => each.step === step && each.about.kind === kind);

/** Whether an exception lets this person bring this share of another's: one for each time that it is brought. */
export const isSurrogate = (
  { exceptions, presentation }: State,
  { participant, set, index }: Pick<PresentedShare, 'participant' | 'set' | 'index'>,
): boolean => {
  const isIt = (each: Pick<PresentedShare, 'participant' | 'set' | 'index'>): boolean =>
    each.participant === participant && each.set === set && each.index === index;
  const raised = exceptions.filter(({ about }) => about.kind === 'surrogate' && isIt(about));
  return raised.length > presentation.proven.filter((each) => each.by === 'surrogate' && isIt(each)).length;
};

/** Whether a card is the one that a share was sealed to: it opens what was sealed, and it signs as the one that took it. */
export const isCardOf = (set: ShareSetRecord, index: number, card: Card): boolean => {
  const holder = set.shares[index - 1]?.holder ?? null;
  return (
    holder !== null &&
    card.origin === 'adopted' &&
    card.sealingKeySha256 === holder.sealingKeySha256 &&
    card.certificateSha256 === holder.certificateSha256
  );
};

/** Everybody whose card is lost now: the last one to lose it is the first to get another. */
export const replacementsAt = ({ replacing }: State): readonly Replacing[] => {
  const all: Replacing[] = [];
  for (let each = replacing; each !== null; each = each.waiting) all.push(each);
  return all;
};

/** Every card that this ceremony has seen as somebody's: none of them becomes somebody's again. */
export const knownCardsOf = (state: State): readonly Card[] => [
  ...Object.values(state.cards),
  ...state.replaced.map(({ card }) => card),
  ...replacementsAt(state).flatMap(({ card }) => card ?? []),
];

/** Who can vouch that a new card is somebody's: everybody else who is here, with their cards. */
export const vouchersFor = (state: State, participant: ParticipantId): readonly Participant[] => {
  const cardless = [participant, ...replacementsAt(state).map((each) => each.participant)];
  return presentOf(state).filter(({ id }) => !cardless.includes(id));
};

const leadsNothing =
  (state: State) =>
  (participant: ParticipantId): boolean =>
    leadersOf(state).every(({ id }) => id !== participant);

/** One leader alone must not replace the other: with the other leader, somebody who leads nothing has vouched. */
export const hasThird = (state: State, vouchers: readonly ParticipantId[]): boolean =>
  vouchers.some(leadsNothing(state));

/**
 * Nobody else was ever here, and what is destroyed cannot be taken back: such a ceremony could neither end nor be given up without the
 * word of the other leader alone.
 */
const isLeftToTwo = (state: State): boolean =>
  state.irrevocable && !hasThird(state, Object.keys(state.cards));

/** Both the other leader, and somebody who leads nothing where anybody could be. */
export const areEnough = (
  state: State,
  vouchers: readonly ParticipantId[],
  participant: ParticipantId,
): boolean =>
  leadersOf(state).every(({ id }) => id === participant || vouchers.includes(id)) &&
  (hasThird(state, vouchers) || isLeftToTwo(state));

/** Whose card the register knows it as, if another's: one person under two names would be counted twice. */
export const otherOwnerOf = (
  { previousBundle }: State,
  { name, certificateSha256 }: { readonly name: string; readonly certificateSha256: string },
): string | null => {
  if (previousBundle === null) return null;
  const owner = ownerOf(previousBundle.register, certificateSha256) ?? name;
  return personKey(owner) === personKey(name) ? null : owner;
};

/** Where a version is destroyed on an HSM that was lost and found, no other HSM will do. */
export const isHsmMeant = (script: Script, token: Pick<TokenFacts, 'label' | 'serial'>): boolean => {
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  const found = target?.kind === 'key' ? target.foundHsm : undefined;
  return found === undefined || sameToken(found, token);
};

/** Whether a card is the one that this ceremony destroys: whoever signs the transcript needs another to the end. */
export const isDoomedCard = ({ script }: State, certificateSha256: string): boolean =>
  script.kind === 'destroy' &&
  script.parameters.target.kind === 'card' &&
  script.parameters.target.certificateSha256 === certificateSha256;

export const withLast = <T>(list: readonly T[], last: T): readonly T[] => [...list.slice(0, -1), last];

export const hsmSigner = 'hsm';

export const hasSigned = ({ bundle }: State, signer: string): boolean =>
  bundle.signatures.some((each) => each.signer === signer);

/** The exception by which both who lead said that the HSM exists no more, and closed without it. */
export const hsmLossOf = ({ exceptions }: State): EventOf<'exception-raised'> | null =>
  exceptions.find(({ about }) => about.kind === 'hsm-lost') ?? null;

/** Whether the HSM signs the closed transcript: it has a ceremony key, and is not lost. */
export const hsmSigns = (state: State): boolean => state.ceremonyKey !== null && hsmLossOf(state) === null;

/** Everyone whose signature a closed transcript needs, in order: the HSM's ceremony key, if there is one, then all those present. */
export const signersOf = (state: State): readonly string[] => [
  ...(hsmSigns(state) ? [hsmSigner] : []),
  ...presentOf(state).map((person) => person.id),
];
