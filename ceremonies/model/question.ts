import * as z from 'zod';
import { bag } from './bag.ts';
import type { Problem } from './error.ts';
import type { Finding } from './event.ts';
import { participantId, type ParticipantId } from './participant.ts';
import type { Quorum } from './subject.ts';
import { text, type TokenFacts } from './values.ts';

/**
 * What the conductor asks of the people in the room, and what they answer. One question is open at a time. A wrong
 * answer brings the same question back with its `problem`; it never ends the ceremony.
 */
export type Question = {
  /** Grows by one with every question, so that a late answer to an earlier one is recognised. */
  readonly id: number;
  readonly step: string;
  /** Why the last answer did not do, or null at the first asking. */
  readonly problem: Problem | null;
} & QuestionBody;

export type QuestionBody =
  /** Each of `by` looks at the facts and says so. */
  | { readonly kind: 'confirm'; readonly by: readonly ParticipantId[]; readonly facts: readonly Fact[] }
  | { readonly kind: 'choose-hsm'; readonly tokens: readonly HsmCandidate[] }
  /** The HSM was logged out (removed, or the program was started again). */
  | { readonly kind: 'hsm-pin'; readonly token: TokenFacts; readonly tries: PinTries }
  /** The two who lead read a wall clock that the machine does not set. */
  | { readonly kind: 'clock'; readonly by: readonly ParticipantId[]; readonly hostClock: string }
  | { readonly kind: 'bags'; readonly direction: 'in' | 'out'; readonly custodians: readonly ParticipantId[] }
  | {
      readonly kind: 'enrol-card';
      readonly participant: ParticipantId;
      readonly cards: readonly CardCandidate[];
    }
  | { readonly kind: 'dice'; readonly rollsMin: number }
  /** The owner puts the card into the reader and types its PIN. */
  | {
      readonly kind: 'card-pin';
      readonly participant: ParticipantId;
      readonly purpose:
        'sign-act' | 'store-share' | 'sign-bundle' | 'give-up-data' | 'confirm-destruction' | 'vouch';
      readonly card: TokenFacts;
      readonly present: boolean;
      readonly tries: PinTries;
    }
  | {
      readonly kind: 'declare';
      readonly participant: ParticipantId;
      readonly card: TokenFacts;
      readonly present: boolean;
      readonly tries: PinTries;
    }
  /** Custodians come in any order, each with a card, and a share on it, in the bundle, or on paper. */
  | {
      readonly kind: 'present-share';
      /** `hand-in`: the shares are dead, and are destroyed. */
      readonly purpose: 'collect' | 'show' | 'hand-in';
      readonly sets: readonly PresentedSet[];
      readonly people: readonly Presenter[];
      readonly cards: readonly PresentableCard[];
    }
  /** A sheet came out of the printer: its owner types what stands at its foot, and the number of the bag it goes into. */
  | {
      readonly kind: 'bag-sheet';
      readonly participant: ParticipantId;
      readonly index: number;
      readonly printer: string;
    }
  | { readonly kind: 'export'; readonly fileName: string }
  /** What lies under older versions: where it is, and where what is moved shall go. `again`: it stopped half-way. */
  | { readonly kind: 'bring-data'; readonly label: string; readonly version: number; readonly again: boolean }
  /** A card is destroyed with all that is on it: erased, with its PIN, or physically, where it cannot be erased any more. */
  | {
      readonly kind: 'destroy-card';
      readonly holder: string;
      readonly card: TokenFacts;
      readonly present: boolean;
      readonly tries: PinTries;
    }
  /** A production room whose network is not down: an exception of two people, or look again. */
  | { readonly kind: 'air-gap-open'; readonly findings: readonly Finding[] }
  /** A token action failed and was settled; the cause is in `problem`. */
  | { readonly kind: 'try-again' };

/** What PKCS#11 reveals of the tries that are left; few modules give a number. */
export type PinTries = 'all' | 'fewer' | 'one' | 'none';

/** A fact to be looked at and confirmed, by its name in the catalogue (`facts.<name>`). */
export type Fact = { readonly name: FactName; readonly value: string };

export const factNames = [
  'version',
  'app-hash',
  'verifier-hash',
  'electron',
  'runtime',
  'node',
  'platform',
  'air-gap',
  'key-label',
  'algorithm',
  'check-value',
  'hsm',
  'threshold',
  'custodians',
  'quorums',
  'share-set',
  'original',
  'embassy',
  'made-at',
  'made-in',
  'quorum',
  'holder',
  'bundle',
  'unread',
  'more-unread',
  'exceeded',
  'remembered',
  'remembered-compromise',
  'remembered-loss',
  'proven',
  'key-state',
  'data-keys',
  'backups',
  'inventory',
  'lines',
  'size',
  'recovery-path',
  'lost-hsm',
  'still-on',
] as const;
export type FactName = (typeof factNames)[number];

export type HsmCandidate = {
  readonly token: TokenFacts;
  /** Names of the mechanisms that this ceremony needs and the token lacks. */
  readonly missing: readonly string[];
};

export type CardCandidate = {
  readonly token: TokenFacts;
  /** `blank`: to be initialised by its owner; `personal`: carries keys and a certificate of its own. */
  readonly holds: 'blank' | 'personal';
};

export type PresentedSet = Quorum & {
  readonly set: string;
  readonly keyLabels: readonly string[];
  /** Indices of the shares that count so far. */
  readonly presented: readonly number[];
};

export type Presenter = {
  readonly participant: ParticipantId;
  /** Whether the person's card is known to this ceremony: then its PIN is enough. */
  readonly enrolled: boolean;
  readonly state: 'awaited' | 'presented' | 'holds-none';
};

/** A card in a reader. `owner`: whose it is, by this ceremony or by the bundle before. */
export type PresentableCard = CardCandidate & {
  readonly owner: ParticipantId | null;
  readonly tries: PinTries;
};

const tokenAddress = z.strictObject({ label: z.string().max(64), serial: z.string().max(64) });
/** PKCS#11 leaves the characters to the token; a person types them, so a line of them. */
const pin = z.string().min(1).max(255);

/** Fresh cards: the PIN of the security officer that the card came with, and the PIN that its owner chose. */
const cardMode = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('initialise'), soPin: pin, userPin: pin }),
  z.strictObject({ kind: z.literal('adopt'), userPin: pin }),
]);

const body = <Kind extends QuestionBody['kind'], Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape });

const path = z.string().min(1).max(4000);

/** Answers come over a channel from the window, so they are parsed. PINs and dice are secret: never kept, never logged. */
export const answer = z.discriminatedUnion('kind', [
  body('confirm', { by: z.array(participantId).min(1) }),
  body('choose-hsm', { token: tokenAddress, pin, by: z.array(participantId).min(1) }),
  body('hsm-pin', { pin }),
  body('clock', {
    readings: z
      .array(z.strictObject({ by: participantId, wallClock: z.iso.datetime({ offset: true }) }))
      .length(2),
  }),
  body('bags', { bags: z.array(bag).max(600) }),
  body('enrol-card', {
    token: tokenAddress,
    mode: cardMode,
  }),
  body('present-share', {
    offer: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('share'),
        participant: participantId,
        token: tokenAddress,
        mode: cardMode,
        from: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('card') }),
          z.strictObject({
            kind: z.literal('words'),
            rows: z.array(z.array(z.string().max(12)).max(20)).max(20),
          }),
          z.strictObject({ kind: z.literal('qr'), text: z.string().max(2000) }),
        ]),
      }),
      /** `sheet`: the sheet was destroyed here, before everybody's eyes. */
      z.strictObject({
        kind: z.literal('hand-in'),
        participant: participantId,
        token: tokenAddress,
        mode: cardMode,
        sheet: z.boolean(),
      }),
      z.strictObject({ kind: z.literal('nobody-else'), by: z.array(participantId).min(1) }),
    ]),
  }),
  body('bag-sheet', {
    outcome: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('bagged'),
        bag: z.string().min(1).max(120),
        control: z.string().min(1).max(200),
      }),
      /** Paper was jammed or empty; what came out is destroyed by the people. */
      z.strictObject({ kind: z.literal('print-again') }),
    ]),
  }),
  body('dice', { rolls: z.string().max(2000) }),
  body('card-pin', { pin }),
  body('declare', { agrees: z.boolean(), remark: text, pin }),
  body('bring-data', { inventory: path.nullable(), backups: path.nullable(), out: path }),
  body('destroy-card', {
    outcome: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('erase'), pin }),
      z.strictObject({ kind: z.literal('physically'), by: z.array(participantId).min(2) }),
    ]),
  }),
  body('export', { directory: path }),
  body('air-gap-open', { decision: z.enum(['look-again']) }),
  body('try-again', {}),
]);
export type Answer = Readonly<z.infer<typeof answer>>;
export type AnswerTo<Kind extends QuestionBody['kind']> = Extract<Answer, { kind: Kind }>;
