import { keyIdentifier, readPublicKey } from '../../formats/algorithms.ts';
import { equal, fromBase64 } from '../../formats/bytes.ts';
import { readEnveloped, type Recipient } from '../../formats/envelopedData.ts';
import { must } from '../../model/error.ts';
import { binomial } from '../../model/binomial.ts';
import { demand } from '../../model/demand.ts';
import { personKey } from '../../model/participant.ts';
import type { ShareSetRecord } from '../../model/register.ts';
import { splitOf } from '../../model/ceremonyPlan.ts';
import { currentSet } from '../../model/state.ts';
import { registerOf } from '../../transcript/registerOf.ts';
import { cardAt, eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, checkEach, proved, type Finding } from '../finding.ts';

/** No two shares, of this or any earlier set, have one commitment: equal commitments would be one share handed out twice. */
export const commitmentsDistinct = (record: Record): Finding => {
  const seen = new Set<string>();
  for (const { set, shares } of registerOf(record.state).shareSets) {
    for (const { commitment, index } of shares) {
      demand(!seen.has(commitment), 'share-twice', { set, index });
      seen.add(commitment);
    }
  }
  return proved({ commitments: seen.size }, seqs(eventsOfType(record, 'share-set-committed')));
};

/** Each share is sealed to one key only: that of the card that was the custodian's then. */
export const sharesSealed = async (record: Record): Promise<Finding> => {
  const stored = eventsOfType(record, 'share-stored');
  await checkEach(stored, async ({ seq, participant, sealed }) => {
    const sealingKey = cardAt(record.state, participant, seq)?.sealingKey;
    demand(typeof sealingKey === 'string', 'signer-unknown', { event: seq, participant });
    const { recipients } = must(readEnveloped(fromBase64(sealed)));
    const [recipient] = recipients;
    demand(recipients.length === 1 && recipient !== undefined, 'envelope-malformed', {
      event: seq,
      participant,
    });
    demand(await isFor(recipient, fromBase64(sealingKey)), 'share-foreign', { event: seq, participant });
  });
  return proved({ shares: stored.length }, seqs(stored));
};

/** Whether an envelope's recipient is this public key: by its identifier, its kind and its size. */
export const isFor = async (recipient: Recipient, spki: Uint8Array): Promise<boolean> => {
  const key = readPublicKey(spki);
  if (!key.ok || recipient.kind === 'other' || recipient.identifier.kind !== 'key') return false;
  if (!equal(recipient.identifier.keyIdentifier, await keyIdentifier(spki))) return false;
  return recipient.kind === 'key-agreement'
    ? key.value.kind === 'ec' && key.value.curve === recipient.curve
    : key.value.kind === 'rsa' && recipient.encryptedKey.length === key.value.modulusBits / 8;
};

/** By name and by card, in every share set that ever was, live or void: nobody had two shares of one recovery key. */
export const nobodyHoldsQuorum = ({ state }: Record): Finding => {
  const { shareSets } = registerOf(state);
  for (const set of shareSets) {
    demand(set.threshold >= 2, 'threshold-too-small', { set: set.set });
    for (const held of [sharesByPerson(set), sharesByCard(set)]) {
      demand(Math.max(0, ...held.values()) <= 1, 'person-twice', { set: set.set });
    }
  }
  return proved({ sets: shareSets.length });
};

const tally = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

const sharesByPerson = ({ shares }: ShareSetRecord) =>
  tally(shares.flatMap(({ holder }) => (holder === null ? [] : [personKey(holder.name)])));

const sharesByCard = ({ shares }: ShareSetRecord) =>
  tally(
    shares.flatMap(({ holder }) =>
      holder === null ? [] : [JSON.stringify([holder.card.label, holder.card.serial])],
    ),
  );

/**
 * That every quorum rebuilds the recovery key was proved in the room, by a program that saw the shares. The bundle cannot
 * show it without them: what is checked is that the numbers are right, and the rest is the word of those who signed.
 */
export const quorumsProved = (record: Record): Finding => {
  const split = splitOf(record.state.script);
  demand(split !== null, 'share-set-incomplete');
  const { threshold, recipients } = split;
  const count = recipients.length;
  const set = currentSet(record.state);
  const proof = set?.proof;
  demand(set?.state === 'proved' && proof !== undefined && proof !== null, 'share-set-incomplete');
  demand(proof.recombinations === count - threshold + 1, 'quorum-differs', { set: set.set });
  demand(proof.quorums === binomial(count, threshold).toString(), 'quorum-differs', { set: set.set });
  return attested(
    { threshold, custodians: count, quorums: proof.quorums, recombinations: proof.recombinations },
    seqs(eventsOfType(record, 'quorums-proved')),
  );
};

/** Each custodian who got a share has it on paper too, and each sheet went into a bag of its own. */
export const sheetsBagged = (record: Record): Finding => {
  const set = currentSet(record.state);
  demand(set !== null, 'share-set-incomplete');
  for (const { index } of set.shares) {
    demand(
      set.sheets.some((sheet) => sheet.index === index),
      'share-set-incomplete',
      { set: set.set, index },
    );
  }
  const bags = new Set(set.sheets.map(({ bag }) => bag));
  demand(bags.size === set.sheets.length, 'bag-twice', { set: set.set });
  return attested({ sheets: set.sheets.length }, seqs(eventsOfType(record, 'sheet-printed')));
};
