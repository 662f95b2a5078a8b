import { broughtSetsOf } from '../../model/ceremonyPlan.ts';
import { demand } from '../../model/demand.ts';
import type { EventOf } from '../../model/event.ts';
import { setOf } from '../../model/register.ts';
import { holdsShare, isCardOf, participantOf, type State } from '../../model/state.ts';
import { healthOf } from '../../transcript/health.ts';
import { cardAt, eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, proved, type Finding } from '../finding.ts';

/**
 * Every share that was brought is one of the register before: of a live set that this ceremony is about, with the commitment
 * that was published for it, by its holder (or by somebody for whom an exception says why), each share and each person once;
 * and from the card that it was sealed to. A sheet may come with another card, for whose owner nothing but the room speaks.
 */
export const presentationsFit = (record: Record): Finding => {
  const { state, events } = record;
  const before = state.previousBundle?.register;
  demand(before !== undefined && state.script.kind !== 'generate', 'event-not-allowed');
  const wanted = broughtSetsOf(state.script);
  const seen = new Set<string>();
  const excused = new Map<string, number>();
  const otherCards = new Set<string>();
  for (const event of events) {
    // What was given up is asked for again.
    if (event.type === 'presentation-voided') seen.clear();
    if (event.type !== 'share-presented') continue;
    const { seq, set: id, index, participant, signed } = event;
    const set = wanted.includes(id) ? setOf(before, id) : undefined;
    demand(set?.state === 'live', 'share-foreign', { event: seq, set: id });
    const { statement } = signed;
    const commitment = set.shares[index - 1]?.commitment;
    demand(
      statement.purpose === 'present' &&
        statement.set === id &&
        statement.index === index &&
        statement.commitment === commitment,
      'share-altered',
      { event: seq, participant, index },
    );
    const name = set.shares[index - 1]?.holder?.name ?? '';
    if (!holdsShare(set, index, participantOf(state, participant))) {
      const what = `${id} ${index} ${participant}`;
      const times = (excused.get(what) ?? 0) + 1;
      excused.set(what, times);
      demand(times <= excusesFor(state, event), 'share-of-another', {
        event: seq,
        participant,
        index,
        name,
      });
    }
    for (const [what, code] of [
      [`${id} ${index}`, 'share-twice'],
      [`${id} ${participant}`, 'person-twice'],
    ] as const) {
      demand(!seen.has(what), code, { event: seq, participant, index });
      seen.add(what);
    }
    const card = cardAt(state, participant, seq);
    const isSame = card !== undefined && isCardOf(set, index, card);
    demand(isSame || event.source === 'sheet', 'share-sealed-elsewhere', { event: seq, participant, index });
    if (!isSame) otherCards.add(participantOf(state, participant)?.name ?? participant);
  }
  const presentations = eventsOfType(record, 'share-presented');
  return proved(
    {
      presentations: presentations.length,
      ...(excused.size > 0 ? { byOthers: excused.size } : {}),
      ...(otherCards.size > 0 ? { withAnotherCard: [...otherCards].join(', ') } : {}),
    },
    seqs(presentations),
  );
};

/** The exceptions so far that let this person bring this share of another's, each for one time. */
const excusesFor = (
  { exceptions }: State,
  { seq, participant, set, index }: EventOf<'share-presented'>,
): number =>
  exceptions.filter(
    ({ seq: raised, about }) =>
      raised < seq &&
      about.kind === 'surrogate' &&
      about.participant === participant &&
      about.set === set &&
      about.index === index,
  ).length;

/**
 * That each share opened and is the one that was committed to was seen in the room. Who showed theirs and who did not, and how
 * many could be lost: of several sets, the one that is worst off.
 */
export const sharesProven = (record: Record): Finding => {
  const [worst] = [...healthOf(record.state)].sort((a, b) => a.margin - b.margin);
  demand(worst !== undefined, 'share-set-incomplete');
  const { set, shown, missing, margin } = worst;
  const absent = missing.map((index) => set.shares[index - 1]?.holder?.name ?? `${index}`);
  return attested(
    {
      shown: shown.length,
      of: set.count,
      needed: set.threshold,
      // Who did not come to a rebuilding was not needed; who did not come to a check is a share to look for.
      ...(record.state.script.kind === 'check' ? { margin } : {}),
      ...(record.state.script.kind === 'check' && absent.length > 0 ? { missing: absent.join(', ') } : {}),
    },
    seqs(eventsOfType(record, 'share-presented')),
  );
};
