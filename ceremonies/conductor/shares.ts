import { keyIdentifier } from '../formats/algorithms.ts';
import { fromBase64, toBase64 } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import { binomial } from '../model/binomial.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Step } from '../model/script.ts';
import type { Signed } from '../model/statement.ts';
import { currentSet, currentStep, shareIndexOf, type RecoverySet } from '../model/state.ts';
import { openSealedShare, sealShare, type OpeningCard } from '../shares/seal.ts';
import { proveQuorums } from '../shares/prove.ts';
import { checkShare, type ExpectedShares, type Share } from '../shares/share.ts';
import type { SealingPair } from '../tokens/cards.ts';
import { canStoreData, findData, listData, readData, writeData } from '../tokens/dataObjects.ts';
import { destroyObject } from '../tokens/objects.ts';
import { enrolledCard, presence, withCard, type PresentedCard } from './cardSession.ts';
import { plannedSplit, record, stateOf, type Desk, type Performer } from './desk.ts';
import { leavePending, settlement } from './hsm.ts';
import { signStatement, statementOf } from './signing.ts';
import { unlockWith } from './unlock.ts';

const application = 'embassy-key-ceremony';
const objectLabel = (set: string, index: number): string => `share ${set} ${index}`;

const openSet = (desk: Desk): RecoverySet => {
  const set = currentSet(stateOf(desk));
  if (set === null) throw new CeremonyError('internal', { reason: 'no share set' });
  return set;
};

/** The private half of a share's seal, as a card performs it. */
export const openingCard = async (
  { session, pin }: PresentedCard,
  sealing: SealingPair,
): Promise<OpeningCard> => ({
  keyIdentifier: await keyIdentifier(sealing.spki),
  unlock: unlockWith(
    session,
    sealing.key,
    sealing.kind === 'rsa-oaep' ? 'key-transport' : 'key-agreement',
    pin,
  ),
});

type Stored = Omit<EventBody<'share-stored'>, 'type' | 'step' | 'participant'>;

/**
 * One custodian's share: sealed to their card, written to it where it keeps objects, read back from where it is kept,
 * opened by the card again, checked against its commitment, and receipted with the card's signature. One PIN, one visit.
 */
export const storeShare: Performer = async (desk, step) => {
  const [participant] = step.by;
  if (participant === undefined) throw new CeremonyError('internal', { step: step.id });
  const { token } = enrolledCard(desk, participant);
  await desk.people.ask(
    step.id,
    () => ({ kind: 'card-pin', participant, purpose: 'store-share', ...presence(desk, token) }),
    ({ pin }) => withCard(desk, participant, pin, (presented) => visit(desk, step, participant, presented)),
  );
};

const visit = async (
  desk: Desk,
  step: Step,
  participant: ParticipantId,
  presented: PresentedCard,
): Promise<Result<null>> => {
  // A crash or a pulled card between storing and receipting leaves only the receipt to do.
  if (stateOf(desk).progress === 0) {
    const stored = await store(desk, step, participant, presented);
    if (!stored.ok) return stored;
    await record(desk, { type: 'share-stored', step: step.id, participant, ...stored.value });
  }
  const receipt = await signReceipt(desk, participant, presented);
  if (!receipt.ok) return receipt;
  const { set } = openSet(desk);
  const index = shareIndexOf(stateOf(desk), participant);
  await record(desk, {
    type: 'share-receipted',
    step: step.id,
    participant,
    set,
    index,
    signed: receipt.value,
  });
  return good(null);
};

const store = async (
  desk: Desk,
  step: Step,
  participant: ParticipantId,
  presented: PresentedCard,
): Promise<Result<Stored>> => {
  const { token, sealingKey } = enrolledCard(desk, participant);
  const { session, card } = presented;
  const { set, commitments } = openSet(desk);
  const index = shareIndexOf(stateOf(desk), participant);
  // What was read back from a card that was lost before it signed goes to the next one.
  const share = desk.vault.shares.get(index) ?? desk.vault.readBack.get(index);
  if (share === undefined || sealingKey === null)
    throw new CeremonyError('internal', { reason: 'no share', index });
  const spki = fromBase64(sealingKey);
  if (card.sealing === null || toBase64(card.sealing.spki) !== sealingKey)
    return bad('token-wrong', { label: token.label });
  const storing = canStoreData(session);
  if (!storing.ok) return storing;
  const keepsObjects = storing.value;

  if (stateOf(desk).pending !== null) {
    const cleaned = keepsObjects ? destroyShares(desk, presented) : good(0);
    if (!cleaned.ok) return cleaned;
    await record(desk, {
      type: 'token-action-settled',
      step: step.id,
      action: 'store-share',
      ...settlement(cleaned.value),
    });
  }
  await record(desk, { type: 'token-action-begun', step: step.id, action: 'store-share', token });

  const sealed = await sealShare(share, {
    spki,
    keyIdentifier: await keyIdentifier(spki),
    oaepHash: 'sha1',
  });
  if (keepsObjects) {
    // Shares of a voided set are dead; nothing else of ours may lie beside the new one.
    const cleaned = destroyShares(desk, presented);
    if (!cleaned.ok) return cleaned;
    const written = writeData(session, { application, label: objectLabel(set, index) }, sealed);
    if (!written.ok) return written;
  }
  const kept = keepsObjects ? readShareObject(presented, set, index) : good(sealed);
  if (!kept.ok) return kept;
  const opened = await openSealedShare(kept.value, await openingCard(presented, card.sealing));
  if (!opened.ok) return opened;
  const { threshold } = plannedSplit(desk);
  const checked = checkRead(desk, opened.value, { setId: set, threshold, commitments, index });
  if (!checked.ok) return checked;

  desk.vault.readBack.set(index, checked.value);
  share.body.wipe();
  desk.vault.shares.delete(index);
  return good({
    set,
    index,
    token,
    sealed: toBase64(kept.value),
    readBackFrom: keepsObjects ? 'card-object' : 'bundle-copy',
  });
};

/** Destroys a share of an old set on a card, and looks again. Gives whether there was one. Problems: the token's own. */
export const destroyShareObject = (
  { session }: PresentedCard,
  set: string,
  index: number,
): Result<boolean> => {
  const name = { application, label: objectLabel(set, index) };
  const found = findData(session, name);
  if (!found.ok) return found.problem.code === 'object-absent' ? good(false) : found;
  const gone = destroyObject(session, found.value);
  if (!gone.ok) return gone;
  const again = findData(session, name);
  return again.ok ? bad('token-write-failed', { label: name.label }) : good(true);
};

/** Destroys what this ceremony put on the card before: shares of its voided sets, and a half-made one. */
const destroyShares = (desk: Desk, { session }: PresentedCard): Result<number> => {
  const found = listData(session, application);
  if (!found.ok) return found;
  const ours = found.value.filter(({ label }) =>
    stateOf(desk).sets.some((set) => label.startsWith(`share ${set.set} `)),
  );
  for (const { object } of ours) {
    const gone = destroyObject(session, object);
    if (!gone.ok) return gone;
  }
  return good(ours.length);
};

/** A share as it lies on a card, still sealed. Problem: object-absent. */
export const readShareObject = (
  { session }: PresentedCard,
  set: string,
  index: number,
): Result<Uint8Array> => {
  const found = findData(session, { application, label: objectLabel(set, index) });
  return found.ok ? readData(session, found.value) : found;
};

/** A share is what was committed to under this index; any other is wiped. Problems: those of `checkShare`. */
export const checkRead = (
  desk: Desk,
  share: Share,
  { index, ...of }: Omit<ExpectedShares, 'domain'> & { readonly index: number },
): Result<Share> => {
  const { domain } = stateOf(desk).script.parameters;
  const checked = checkShare(share, { domain, ...of });
  const right = checked.ok && share.index !== index ? bad('share-foreign', { index: share.index }) : checked;
  if (!right.ok) share.body.wipe();
  return right;
};

const signReceipt = async (
  desk: Desk,
  participant: ParticipantId,
  presented: PresentedCard,
): Promise<Result<Signed>> => {
  const { set, commitments, shares } = openSet(desk);
  const index = shareIndexOf(stateOf(desk), participant);
  const stored = shares.find((each) => each.index === index);
  const commitment = commitments[index - 1];
  if (stored === undefined || commitment === undefined)
    throw new CeremonyError('internal', { reason: 'no stored share', index });
  const sealedSha256 = await sha256Hex(fromBase64(stored.sealed));
  return signStatement(
    presented,
    statementOf(desk, participant, 'receipt', { set, index, commitment, sealedSha256 }),
  );
};

export const proveEveryQuorum: Performer = async (desk, step) => {
  const { set } = openSet(desk);
  const { threshold, recipients } = plannedSplit(desk);
  const count = recipients.length;
  const { recoveryKey, readBack: shares } = desk.vault;
  if (recoveryKey === null) throw new CeremonyError('internal', { reason: 'no recovery key' });
  desk.working({ step: step.kind, done: 0, total: count - threshold + 1 });
  const bodies = [...shares.values()].sort((a, b) => a.index - b.index).map((share) => share.body);
  const proof = proveQuorums(bodies, threshold, recoveryKey);
  desk.working(null);
  if (!proof.ok) {
    await voidSet(desk, 'quorum-differs');
    return;
  }
  await record(desk, {
    type: 'quorums-proved',
    step: step.id,
    by: [...step.by],
    set,
    recombinations: proof.value.recombinations,
    quorums: binomial(count, threshold).toString(),
  });
};

/**
 * Gives up the live share set: the shares handed out are dead, and the act goes on with a fresh recovery key. What lies
 * on cards that are not here now goes when they are next used.
 */
export const voidSet = async (desk: Desk, reason: EventBody<'share-set-voided'>['reason']): Promise<void> => {
  const step = currentStep(stateOf(desk))?.id ?? '';
  await leavePending(desk, step);
  await record(desk, { type: 'share-set-voided', step, set: openSet(desk).set, reason });
};
