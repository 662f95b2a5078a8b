import { fromBase64 } from '../formats/bytes.ts';
import { parseCertificate, type Certificate } from '../formats/certificate.ts';
import type { Content } from '../formats/source.ts';
import { CeremonyError, must } from '../model/error.ts';
import type { CeremonyEvent, EventOf, EventType } from '../model/event.ts';
import type { ParticipantId } from '../model/participant.ts';
import { hsmSigner, hsmSigns, signersOf, type Card, type State } from '../model/state.ts';
import type { ReadTranscript } from '../transcript/readTranscript.ts';
import type { Stamp } from '../transcript/stamps.ts';
import type { Begun } from './begun.ts';
import type { ExpectedPerson } from './people.ts';
import type { Stages } from './progress.ts';

/** What there is to check, in the order in which it can be had: each needs the one before to be readable. */
export type Container = {
  /** Every entry but the media type and time-stamps, in the container's order. */
  readonly files: ReadonlyMap<string, Content>;
  /** Time-stamps, which are no part of what the ceremony made, and the authorities whom the auditor trusts for them. */
  readonly time?: { readonly stamps: readonly Stamp[]; readonly anchors: readonly Certificate[] };
  /** Whom the auditor knows; absent if they did not say. */
  readonly trust?: Trust;
  /** For somebody who waits. */
  readonly stages?: Stages;
  /** Signatures that are being checked already. */
  readonly begun?: Begun;
  /** For somebody who tells what happened. */
  readonly heard?: (what: Replayed) => void;
};

/** What the events of a bundle are and came to; of what people wrote of exceptions the first of it (`verifyLimits`). */
export type Replayed = ReadTranscript & { readonly state: State };

/** People by their cards' certificates, and authorities whose word for a person the auditor takes. */
export type Trust = {
  readonly people: readonly ExpectedPerson[];
  readonly anchors: readonly Certificate[];
};

export type Events = Container & ReadTranscript;

export type Record = Events & {
  readonly state: State;
  /** What the transcript enrolled for a signer: the last card, or the one at the time of an event. Throws for whoever is none. */
  readonly certificateOf: (signer: string, event?: number) => Certificate;
  /** To be called for each signature, and each certificate, that was checked. */
  readonly checked?: () => void;
};

export const eventsOfType = <Type extends EventType>(
  { events }: Events,
  type: Type,
): readonly EventOf<Type>[] =>
  events.filter((event): event is EventOf<Type> & CeremonyEvent => event.type === type);

export const seqs = (events: readonly CeremonyEvent[]): readonly number[] => events.map(({ seq }) => seq);

/**
 * The certificate that the transcript enrolled for a signer: never the one that a signature brings along. Read once for all
 * checks.
 * @throws CeremonyError signer-unknown, certificate-malformed, encoding-malformed
 */
export const certificateReader = (state: State): Record['certificateOf'] => {
  const known = new Map<string, Certificate>();
  return (signer, event = Infinity) => {
    const enrolled = enrolledAt(state, signer, event);
    if (enrolled === undefined) throw new CeremonyError('signer-unknown', { signer });
    const read = known.get(enrolled) ?? must(parseCertificate(fromBase64(enrolled)));
    known.set(enrolled, read);
    return read;
  };
};

const enrolledAt = (state: State, signer: string, event: number): string | undefined =>
  signer === hsmSigner ? state.ceremonyKey?.certificate : cardAt(state, signer, event)?.certificate;

/** The card that was somebody's at the time of an event. */
export const cardAt = (
  { replaced, cards }: State,
  participant: ParticipantId,
  event: number,
): Card | undefined => {
  const before = replaced.find(({ card, until }) => card.participant === participant && event <= until);
  return before?.card ?? cards[participant];
};

type EnrolledSigner = {
  readonly signer: string;
  readonly certificate: Certificate;
  /** Of a card that its owner brought along: over its issuer we have no say. */
  readonly isAdopted: boolean;
};

/**
 * Each signer with its enrolled certificate: those of the bundle in their order, then who left, or was lost, before, and cards that
 * others took the place of.
 */
export const enrolledSigners = ({ state, certificateOf }: Record): readonly EnrolledSigner[] => [
  ...[
    ...signersOf(state),
    ...state.departed,
    ...(state.ceremonyKey === null || hsmSigns(state) ? [] : [hsmSigner]),
  ].map((signer) => ({
    signer,
    certificate: certificateOf(signer),
    isAdopted: state.cards[signer]?.origin === 'adopted',
  })),
  ...state.replaced.map(({ card, until }) => ({
    signer: card.participant,
    certificate: certificateOf(card.participant, until),
    isAdopted: card.origin === 'adopted',
  })),
];
