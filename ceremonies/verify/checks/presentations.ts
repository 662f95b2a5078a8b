import { demand } from '../../model/demand.ts';
import { setOf } from '../../model/register.ts';
import { holdsShare, participantOf, type State } from '../../model/state.ts';
import { healthOf } from '../../transcript/health.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, proved, type Finding } from '../finding.ts';

/**
 * Every share that was brought is one of the register before: of a live set that this ceremony is about, with the commitment
 * that was published for it, by its holder (or by somebody for whom an exception says why), each share and each person once.
 */
export const presentationsFit = (record: Record): Finding => {
  const { state, events } = record;
  const before = state.previousBundle?.register;
  demand(before !== undefined && state.script.kind !== 'generate', 'event-not-allowed');
  const wanted = state.script.parameters.sets;
  const seen = new Set<string>();
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
    demand(
      holdsShare(set, index, participantOf(state, participant)) || isExcused(state, event),
      'share-of-another',
      { event: seq, participant, index, name: set.shares[index - 1]?.holder?.name ?? '' },
    );
    for (const [what, code] of [
      [`${id} ${index}`, 'share-twice'],
      [`${id} ${participant}`, 'person-twice'],
    ] as const) {
      demand(!seen.has(what), code, { event: seq, participant, index });
      seen.add(what);
    }
  }
  const presentations = eventsOfType(record, 'share-presented');
  return proved({ presentations: presentations.length }, seqs(presentations));
};

const isExcused = (
  { exceptions }: State,
  { seq, step, participant }: { readonly seq: number; readonly step: string; readonly participant: string },
): boolean =>
  exceptions.some((each) => each.seq < seq && each.step === step && each.by.includes(participant));

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
