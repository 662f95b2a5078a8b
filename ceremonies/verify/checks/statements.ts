import { fromBase64 } from '../../formats/bytes.ts';
import { parseCertificate, type Certificate } from '../../formats/certificate.ts';
import { sha256Hex } from '../../formats/digest.ts';
import { demand } from '../../model/demand.ts';
import { must } from '../../model/error.ts';
import { setOf, versionOf } from '../../model/register.ts';
import { cardLossesOf, replacementsOf } from '../../model/replacements.ts';
import { areEnough, hasThird, leadersOf, presentOf } from '../../model/state.ts';
import type { Signed, StatementOf } from '../../model/statement.ts';
import { isSignedBy } from '../begun.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, checkEach, proved, type Finding } from '../finding.ts';

/**
 * That a statement is the one its event needs (purpose, domain, ceremony, person) is `reduce`'s part. Here: that the card
 * which the transcript enrolled for that person signed it, and that the digests in it are of what they should be of.
 */
export const signedByCard = (record: Record, signed: Signed, event: number): Promise<void> =>
  signedWith(record, record.certificateOf(signed.statement.participant, event), signed, event);

const signedWith = async (
  { begun, checked }: Record,
  { spki }: Pick<Certificate, 'spki'>,
  signed: Signed,
  event: number,
): Promise<void> => {
  const { statement } = signed;
  const good = await (begun?.isSignedBy(signed, spki) ?? isSignedBy(signed, spki));
  demand(good, 'signature-invalid', {
    event,
    participant: statement.participant,
    purpose: statement.purpose,
  });
  checked?.();
};

const digestOf = (base64: string): Promise<string> => sha256Hex(fromBase64(base64));

/** Each card signed its owner's name, its own certificate and the key that shares are to be sealed to. */
export const enrolmentsSigned = async (record: Record): Promise<Finding> => {
  const enrolments = [...eventsOfType(record, 'card-enrolled'), ...eventsOfType(record, 'card-replaced')];
  await checkEach(enrolments, async ({ seq, signed, certificate, sealingKey, participant }) => {
    const said = signed.statement as StatementOf<'enrol'>;
    const sealing = sealingKey === null ? null : await digestOf(sealingKey);
    demand(said.certificateSha256 === (await digestOf(certificate)), 'statement-differs', {
      event: seq,
      participant,
    });
    demand(said.sealingKeySha256 === sealing, 'statement-differs', { event: seq, participant });
    await signedWith(record, must(parseCertificate(fromBase64(certificate))), signed, seq);
  });
  return proved({ cards: enrolments.length }, seqs(enrolments));
};

/**
 * Another card took the place of one that somebody had: whoever else leads, and at least one more who leads nothing, signed with their
 * cards that this very card is that person's. That it is, is their word. Where the other of the two who lead alone said it, for nobody
 * else was ever here and something was destroyed already, it is not shown: it could be the other's own card.
 */
export const replacementsVouched = async (record: Record): Promise<Finding> => {
  const { state } = record;
  const vouchings = eventsOfType(record, 'card-vouched');
  const replacements = eventsOfType(record, 'card-replaced');
  await checkEach(vouchings, async ({ seq, signed, participant }) => {
    const said = signed.statement as StatementOf<'vouch'>;
    // While somebody's new card waits for those who are to vouch, one of them may need another as well.
    const card = replacements.findLast((each) => each.seq < seq && each.participant === said.holder);
    demand(
      card !== undefined && said.certificateSha256 === (await digestOf(card.certificate)),
      'statement-differs',
      { event: seq, participant },
    );
    await signedByCard(record, signed, seq);
  });
  for (const { card, until, vouchedBy } of state.replaced)
    demand(areEnough(state, vouchedBy, card.participant), 'witness-missing', {
      event: until,
      participant: card.participant,
    });
  const told = replacementsOf(state);
  const people = told.map(({ name, because, vouchedBy }) => `${name}: ${because} (${vouchedBy.join(', ')})`);
  const mayHold = told.flatMap(({ name, mayHoldShare }) => (mayHoldShare ? [name] : []));
  const finding = attested(
    {
      replacements: state.replaced.length,
      people: people.join('; '),
      ...(mayHold.length === 0 ? {} : { mayHoldShare: mayHold.join(', ') }),
    },
    seqs([...cardLossesOf(state), ...replacements, ...vouchings]).toSorted((a, b) => a - b),
  );
  const isVouchedFor = state.replaced.every(({ vouchedBy }) => hasThird(state, vouchedBy));
  return isVouchedFor ? finding : { ...finding, status: 'not-shown' };
};

/** At the end of every act its two people signed the hash of everything before: nothing could be changed later unseen. */
export const actsCountersigned = async (record: Record): Promise<Finding> => {
  const { state, hashes } = record;
  const signatures = eventsOfType(record, 'act-signed');
  await checkEach(signatures, async ({ seq, signed, act, participant }) => {
    const first = signatures.find((each) => each.act === act);
    const head = hashes[(first?.seq ?? 0) - 1];
    demand(state.acts[act]?.head === head, 'statement-differs', { event: seq, act, participant });
    await signedByCard(record, signed, seq);
  });
  for (const { id } of state.script.acts) {
    const people = new Set(signatures.filter(({ act }) => act === id).map(({ participant }) => participant));
    demand(people.size >= 2, 'witness-missing', { act: id });
  }
  return proved({ acts: state.script.acts.length, signatures: signatures.length }, seqs(signatures));
};

/** Each custodian's card signed for the very share, sealed, that is in the transcript; those of void sets too. */
export const receiptsSigned = async (record: Record): Promise<Finding> => {
  const receipts = eventsOfType(record, 'share-receipted');
  await checkEach(receipts, async ({ seq, signed, set, index, participant }) => {
    const said = signed.statement as StatementOf<'receipt'>;
    const stored = record.state.sets
      .find((each) => each.set === set)
      ?.shares.find((each) => each.index === index);
    demand(stored !== undefined, 'share-set-incomplete', { event: seq, participant });
    demand(said.sealedSha256 === (await digestOf(stored.sealed)), 'statement-differs', {
      event: seq,
      participant,
    });
    await signedByCard(record, signed, seq);
  });
  return proved({ receipts: receipts.length }, seqs(receipts));
};

/** Whoever brought or showed a share signed which one it was, with the card that they are known by here. */
export const presentationsSigned = async (record: Record): Promise<Finding> => {
  const presentations = eventsOfType(record, 'share-presented');
  await checkEach(presentations, ({ seq, signed }) => signedByCard(record, signed, seq));
  const people = new Set(presentations.map(({ participant }) => participant));
  return proved({ presentations: presentations.length, people: people.size }, seqs(presentations));
};

/** Whoever handed in a dead share signed which one it was, and what it was destroyed with. */
export const handInsSigned = async (record: Record): Promise<Finding> => {
  const { state } = record;
  const before = state.previousBundle?.register;
  const handIns = eventsOfType(record, 'share-destroyed');
  await checkEach(handIns, async ({ seq, signed, set, index, medium, participant }) => {
    const said = signed.statement as StatementOf<'hand-in'>;
    const share = (before === undefined ? undefined : setOf(before, set))?.shares[index - 1];
    const isIt = said.set === set && said.index === index && said.medium === medium;
    demand(isIt && said.commitment === share?.commitment, 'statement-differs', { event: seq, participant });
    await signedByCard(record, signed, seq);
  });
  const people = new Set(handIns.map(({ participant }) => participant));
  return proved({ handIns: handIns.length, people: people.size }, seqs(handIns));
};

/** Of a key that was active, both who lead said once more with their cards that it is to go: this very key, by its check value. */
export const destructionConfirmed = async (record: Record): Promise<Finding> => {
  const { state } = record;
  const target = state.script.kind === 'destroy' ? state.script.parameters.target : null;
  demand(target?.kind === 'key', 'event-not-allowed');
  const { label, version } = target;
  const before = state.previousBundle?.register;
  const checkValue = before === undefined ? undefined : versionOf(before, target)?.checkValue;
  const confirmations = eventsOfType(record, 'destruction-confirmed');
  await checkEach(confirmations, async ({ seq, signed, participant }) => {
    const said = signed.statement as StatementOf<'destroy'>;
    const isIt = said.label === label && said.version === version && said.checkValue === checkValue;
    demand(isIt, 'statement-differs', { event: seq, participant });
    await signedByCard(record, signed, seq);
  });
  for (const { id } of leadersOf(state)) {
    demand(
      confirmations.some(({ participant }) => participant === id),
      'witness-missing',
      { participant: id, label, version },
    );
  }
  return proved({ label, version, confirmations: confirmations.length }, seqs(confirmations));
};

/** Everyone who was there said at the end, with their card, whether all this is what they saw. */
export const declarationsSigned = async (record: Record): Promise<Finding> => {
  const declarations = eventsOfType(record, 'declared');
  for (const { id } of presentOf(record.state)) {
    const said = declarations.some(({ participant }) => participant === id);
    demand(said, 'witness-missing', { participant: id });
  }
  await checkEach(declarations, ({ seq, signed }) => signedByCard(record, signed, seq));
  return proved({ declarations: declarations.length }, seqs(declarations));
};

/** Whether everyone agreed. Someone who does not is a fact for the reader, not a fault of the bundle. */
export const everyoneAgrees = (record: Record): Finding => {
  const declarations = eventsOfType(record, 'declared');
  const against = declarations.filter(({ agrees }) => !agrees);
  return attested(
    { agree: declarations.length - against.length, disagree: against.length },
    seqs(against.length > 0 ? against : declarations),
  );
};
