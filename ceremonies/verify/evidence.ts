import { fromBase64 } from '../formats/bytes.ts';
import { parseCertificate, type Certificate } from '../formats/certificate.ts';
import { CeremonyError, type Result } from '../model/error.ts';
import type { CeremonyEvent, EventOf, EventType } from '../model/event.ts';
import { hsmSigner, signersOf, type State } from '../model/state.ts';
import type { Verdict } from './verdict.ts';

/** What there is to check, in the order in which it can be had: each needs the one before to be readable. */
export type Container = {
  /** Every entry but the media type, in the container's order. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The bundle that this one continues from, if the auditor has it. */
  readonly previous: { readonly bytes: Uint8Array; readonly verdict: Verdict } | undefined;
};

export type Events = Container & {
  readonly events: readonly CeremonyEvent[];
  /** SHA-256 of each event. */
  readonly hashes: readonly string[];
};

export type Record = Events & {
  readonly state: State;
  /** What the transcript enrolled for a signer. Throws for whoever is none. */
  readonly certificateOf: (signer: string) => Certificate;
};

export const eventsOfType = <Type extends EventType>(
  { events }: Events,
  type: Type,
): readonly EventOf<Type>[] =>
  events.filter((event): event is EventOf<Type> & CeremonyEvent => event.type === type);

export const seqs = (events: readonly CeremonyEvent[]): readonly number[] => events.map(({ seq }) => seq);

export const required = <T>(result: Result<T>): T => {
  if (!result.ok) throw new CeremonyError(result.problem.code, result.problem.details);
  return result.value;
};

/**
 * The certificate that the transcript enrolled for a signer: never the one that a signature brings along. Read once for all
 * checks.
 * @throws CeremonyError signer-unknown, certificate-malformed, encoding-malformed
 */
export const certificateReader = (state: State): Record['certificateOf'] => {
  const known = new Map<string, Certificate>();
  return (signer) => {
    const read = known.get(signer) ?? readEnrolled(state, signer);
    known.set(signer, read);
    return read;
  };
};

const readEnrolled = (state: State, signer: string): Certificate => {
  const enrolled = signer === hsmSigner ? state.ceremonyKey?.certificate : state.cards[signer]?.certificate;
  if (enrolled === undefined) throw new CeremonyError('signer-unknown', { signer });
  return required(parseCertificate(fromBase64(enrolled)));
};

/** Each signer with its enrolled certificate: those of the bundle in their order, then those who signed before they left. */
export const enrolledSigners = ({
  state,
  certificateOf,
}: Record): readonly { readonly signer: string; readonly certificate: Certificate }[] =>
  [...signersOf(state), ...state.departed].map((signer) => ({ signer, certificate: certificateOf(signer) }));
