import type { ParticipantId } from '../../ceremonies/model/participant.ts';

const people: readonly ParticipantId[] = [
  'administrator',
  'witness',
  'custodian-1',
  'custodian-2',
  'custodian-3',
];

/** PINs that nothing else can be taken for. */
export const pinsOfLeaks: ReadonlyMap<ParticipantId, string> = new Map(
  people.map((id, place) => [id, `Kotkas-${4417 + place}-${id}`]),
);
