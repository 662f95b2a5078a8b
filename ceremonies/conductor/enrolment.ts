import { randomInt } from 'node:crypto';
import { fromBase64, toBase64 } from '../formats/bytes.ts';
import {
  buildCertificate,
  isRehearsalCertificate,
  parseCertificate,
  unfitnessOfSigner,
} from '../formats/certificate.ts';
import { sha256Hex } from '../formats/digest.ts';
import type { Domain } from '../model/domain.ts';
import { bad, CeremonyError, good, must, type Result } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import type { Participant, ParticipantId } from '../model/participant.ts';
import type { AnswerTo, CardCandidate } from '../model/question.ts';
import type { Step } from '../model/script.ts';
import {
  isDoomedCard,
  knownCardsOf,
  otherOwnerOf,
  participantOf,
  recipientsOf,
  type Card,
} from '../model/state.ts';
import { sameToken } from '../model/values.ts';
import { capabilities, type CardKeys } from '../tokens/capabilities.ts';
import { readPairs } from '../tokens/cards.ts';
import { readCertificates, writeCertificate } from '../tokens/certificates.ts';
import { generateFirstOf } from '../tokens/generate.ts';
import { changePin, initialiseToken } from '../tokens/initialise.ts';
import { opensWith } from '../tokens/keyTypes.ts';
import { readPublicKey } from '../tokens/publicKey.ts';
import { openSession, withSession, type Session } from '../tokens/session.ts';
import { signsWith } from '../tokens/sign.ts';
import { tokenFactsOf, type TokenAddress, type TokenInfo } from '../tokens/token.ts';
import { record, stateOf, type Desk, type Performer } from './desk.ts';
import { moduleFacts } from './facts.ts';
import { attempt, attemptNow, findToken, leavePending, settlement, tokensOrNone } from './hsm.ts';
import { organizationOf, signStatement, statementOf, tokenSigner, validFor } from './signing.ts';

export type Enrolment = Omit<EventBody<'card-enrolled'>, 'type' | 'step' | 'participant'>;

/** A person's card becomes theirs: a fresh one is initialised by its owner, one with its own certificate is adopted. */
export const enrolCard: Performer = async (desk, step) => {
  const [participant] = step.by;
  if (participant === undefined) throw new CeremonyError('internal', { step: step.id });
  const enrolment = await enrolAsked(desk, step, participant);
  await record(desk, { type: 'card-enrolled', step: step.id, participant, ...enrolment });
};

/** Asks a person for a card until one is theirs. */
export const enrolAsked = (desk: Desk, step: Step, participant: ParticipantId): Promise<Enrolment> => {
  const person = participantOf(stateOf(desk), participant);
  if (person === undefined) throw new CeremonyError('internal', { step: step.id });
  return desk.people.ask(
    step.id,
    () => ({ kind: 'enrol-card', participant, cards: cardCandidates(desk) }),
    (answer) => attempt(() => enrol(desk, step, person, answer)),
  );
};

/** Tokens that are neither the HSM nor anybody's card yet. */
export const cardCandidates = (desk: Desk): readonly CardCandidate[] =>
  tokensOrNone(desk.modules.cards)
    .filter((token) => token.initialised && !isTaken(desk, token))
    .map((token): CardCandidate => ({
      token: tokenFactsOf(token),
      holds: isBlank(desk, token) ? 'blank' : 'personal',
    }))
    .sort((a, b) => a.holds.localeCompare(b.holds) || a.token.label.localeCompare(b.token.label));

const isTaken = (desk: Desk, address: TokenAddress): boolean => {
  const { hsm } = stateOf(desk);
  const cards = knownCardsOf(stateOf(desk)).map((card) => card.token);
  return [...(hsm === null ? [] : [hsm.token]), ...cards].some((token) => sameToken(token, address));
};

/** Certificates are public objects: they show without a PIN. */
const holdsCertificate = (desk: Desk, token: TokenInfo): Result<boolean> =>
  attemptNow(() => {
    const session = openSession(desk.modules.cards, token, { kind: 'none' });
    // A card that was never made ready for anybody has nothing on it.
    if (!session.ok) return session.problem.code === 'token-not-initialised' ? good(false) : session;
    try {
      const certificates = readCertificates(session.value);
      return certificates.ok ? good(certificates.value.length > 0) : certificates;
    } finally {
      session.value.close();
    }
  });

/** A card that does not say what it holds may be somebody's. */
const isBlank = (desk: Desk, token: TokenInfo): boolean => {
  const holds = holdsCertificate(desk, token);
  return holds.ok && !holds.value;
};

/** Makes a card a person's own. Problems: those of `enrolCard`'s question. */
export const enrol = async (
  desk: Desk,
  step: Step,
  person: Participant,
  { token: address, mode }: AnswerTo<'enrol-card'>,
): Promise<Result<Enrolment>> => {
  const token = findToken(desk.modules.cards.tokens(), address);
  if (token === undefined) return bad('token-absent', address);
  const owner = knownCardsOf(stateOf(desk)).find((card) => sameToken(card.token, token));
  if (owner !== undefined) return bad('card-twice', { participant: owner.participant });
  if (isTaken(desk, token)) return bad('token-wrong', address);
  if (stateOf(desk).script.parameters.domain === 'production' && token.software) {
    return bad('software-token', { label: token.label });
  }
  return mode.kind === 'initialise'
    ? initialise(desk, step, person, token, mode)
    : adopt(desk, step, person, token, mode.userPin);
};

const initialise = async (
  desk: Desk,
  step: Step,
  person: Participant,
  token: TokenInfo,
  { soPin, userPin }: { readonly soPin: string; readonly userPin: string },
): Promise<Result<Enrolment>> => {
  const ownAttempt = stateOf(desk).pending !== null && token.label === cardLabel(person);
  const holds = ownAttempt ? good(false) : holdsCertificate(desk, token);
  if (!holds.ok) return holds;
  if (holds.value) return bad('card-in-use', { label: token.label });
  // Before anything on it is wiped.
  const able = capabilities(desk.modules.cards, token);
  if (!able.ok) return able;
  const { enrolment, makes } = able.value.asCard;
  if (!enrolment.usable) return bad('mechanism-missing', { mechanism: enrolment.missing.join(', ') });
  // Whatever an interrupted attempt left goes with the initialisation.
  if (stateOf(desk).pending !== null) {
    await record(desk, {
      type: 'token-action-settled',
      step: step.id,
      action: 'initialise-card',
      ...settlement(0),
    });
  }
  await record(desk, {
    type: 'token-action-begun',
    step: step.id,
    action: 'initialise-card',
    token: tokenFactsOf(token),
  });

  const label = cardLabel(person);
  const target = { kind: 'existing', address: token } as const;
  const ready = initialiseToken(desk.modules.cards, target, { label, soPin, userPin });
  if (!ready.ok) return ready;
  const described = await withSession(
    desk.modules.cards,
    ready.value,
    { kind: 'user', pin: userPin },
    async (session) => {
      const made = await makeCardKeys(desk, session, person, makes);
      return made.ok ? describeCard(desk, session, person, 'initialised', ready.value, userPin) : made;
    },
  );
  if (!described.ok) return described;
  const discarded = await discardSoPin(desk, ready.value, soPin);
  return discarded.ok ? described : discarded;
};

const discardedPinDigits = 16;

/**
 * Gives the card a security officer's PIN that nobody knows, and forgets it. Whoever knew the one it was delivered with could
 * set a new PIN for its owner, and open the share. The price: a card whose PIN is locked is lost, which is what spare shares
 * are for. Last of all, for a card whose enrolment failed before can still be initialised again.
 */
const discardSoPin = (desk: Desk, token: TokenInfo, soPin: string): Promise<Result<null>> => {
  const { max } = token.pinLengthBytes;
  const digits = max === 0 ? discardedPinDigits : Math.min(max, discardedPinDigits);
  const newPin = Array.from({ length: digits }, () => randomInt(10)).join('');
  return withSession(desk.modules.cards, token, { kind: 'so', pin: soPin }, (session) => {
    const changed = changePin(session, { oldPin: soPin, newPin });
    return changed.ok ? good(null) : changed;
  });
};

const adopt = async (
  desk: Desk,
  step: Step,
  person: Participant,
  token: TokenInfo,
  userPin: string,
): Promise<Result<Enrolment>> => {
  const enrolment = await withSession(desk.modules.cards, token, { kind: 'user', pin: userPin }, (session) =>
    describeCard(desk, session, person, 'adopted', token, userPin),
  );
  if (enrolment.ok) await leavePending(desk, step.id);
  return enrolment;
};

/** CKA_LABEL of a token holds 32 bytes: the person's name as far as it goes, and always the role. */
const cardLabel = (person: Participant): string => {
  const ascii = person.name
    .normalize('NFD')
    .replace(/[^\p{ASCII}]/gu, '')
    .trim();
  return `${person.id} ${ascii}`.slice(0, 32).trim();
};

const validityYears = 10;
const signingName = { label: 'signing', id: Uint8Array.of(1) };
const sealingName = { label: 'sealing', id: Uint8Array.of(2) };

/** Keys of the best kind that the card makes, for each use. */
const makeCardKeys = async (
  desk: Desk,
  session: Session,
  person: Participant,
  makes: CardKeys,
): Promise<Result<null>> => {
  const { domain } = stateOf(desk).script.parameters;
  const fixed = { lifetime: 'token', extractable: false } as const;
  const signing = await generateFirstOf(session, makes.signing, () => ({
    ...signingName,
    ...fixed,
    uses: ['sign'],
  }));
  if (!signing.ok) return signing;
  const sealing = await generateFirstOf(session, makes.sealing, (algorithm) => ({
    ...sealingName,
    ...fixed,
    uses: [opensWith[algorithm]],
  }));
  if (!sealing.ok) return sealing;
  const spki = readPublicKey(session, signing.value.publicKey);
  if (!spki.ok) return spki;

  const certificate = await buildCertificate(
    {
      subject: {
        commonName: person.name,
        organizationalUnits: [person.id],
        organization: organizationOf(desk),
      },
      spki: spki.value,
      ...validFor(desk, validityYears),
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      rehearsal: domain === 'rehearsal',
    },
    tokenSigner(session, signing.value.privateKey, signsWith[signing.value.algorithm]),
  );
  const written = writeCertificate(session, { ...signingName, der: certificate });
  return written.ok ? good(null) : written;
};

/** What the card shows of itself, and its owner's signature over it. */
const describeCard = async (
  desk: Desk,
  session: Session,
  person: Participant,
  origin: Enrolment['origin'],
  token: TokenInfo,
  pin: string,
): Promise<Result<Enrolment>> => {
  const read = readPairs(session);
  if (!read.ok) return read;
  const { signing, sealing } = read.value;
  const holdsShare = recipientsOf(stateOf(desk)).includes(person.id);
  if (signing === null) return bad('object-absent', { kind: 'signing key' });
  if (holdsShare && sealing === null) return bad('object-absent', { kind: 'sealing key' });

  const { domain } = stateOf(desk).script.parameters;
  const fit = checkCertificate(signing.certificate, { origin, domain }, desk.host.now());
  if (!fit.ok) return fit;
  // Whether it is the card that a share was sealed to is for everyone to see who brings one.
  const sealingKey = person.role === 'custodian' && sealing !== null ? toBase64(sealing.spki) : null;
  const certificate = toBase64(signing.certificate);
  const keys = keysOf({ certificate, sealingKey });
  const twin = knownCardsOf(stateOf(desk)).find((card) => keysOf(card).some((key) => keys.includes(key)));
  if (twin !== undefined) return bad('card-twice', { participant: twin.participant });
  const certificateSha256 = await sha256Hex(signing.certificate);
  const owner = otherOwnerOf(stateOf(desk), { name: person.name, certificateSha256 });
  if (owner !== null) return bad('card-of-another', { name: owner, label: token.label });
  if (isDoomedCard(stateOf(desk), certificateSha256)) return bad('card-in-use', { label: token.label });

  const signed = await signStatement(
    { session, signing, pin },
    statementOf(desk, person.id, 'enrol', {
      name: person.name,
      certificateSha256,
      sealingKeySha256: sealingKey === null ? null : await sha256Hex(fromBase64(sealingKey)),
    }),
  );
  if (!signed.ok) return signed;
  return good({
    origin,
    token: tokenFactsOf(token),
    module: moduleFacts(desk.modules.cards.info),
    certificate,
    sealingKey,
    signed: signed.value,
  });
};

/** A card that was issued anew may have a key of the one before: no bundle with both verifies, whatever their certificates are. */
const keysOf = ({ certificate, sealingKey }: Pick<Card, 'certificate' | 'sealingKey'>): readonly string[] => [
  toBase64(must(parseCertificate(fromBase64(certificate))).spki),
  ...(sealingKey === null ? [] : [sealingKey]),
];

/**
 * Judged before anything rests on it: a certificate that cannot sign a transcript is found now, not at the end. What passes here signs
 * bundles that verify, by this program and by OpenSSL. Problems: certificate-malformed; certificate-unfit with `reason`.
 */
export const checkCertificate = (
  der: Uint8Array,
  { origin, domain }: { readonly origin: Enrolment['origin']; readonly domain: Domain },
  now: Date,
): Result<null> => {
  const certificate = parseCertificate(der);
  if (!certificate.ok) return certificate;
  const [reason] = unfitnessOfSigner(certificate.value, { elsewhere: origin === 'adopted' });
  if (reason !== undefined) return bad('certificate-unfit', { reason });
  if (domain === 'production' && isRehearsalCertificate(certificate.value))
    return bad('certificate-unfit', { reason: 'rehearsal' });
  const { notAfter } = certificate.value;
  return notAfter > now
    ? good(null)
    : bad('certificate-unfit', { reason: 'expired', notAfter: notAfter.toISOString() });
};
