import type { Participant, ParticipantId, Role } from '../model/participant.ts';
import { withRole } from '../model/parameters.ts';
import type { Act, ActId, KeyName, Step, StepKind } from '../model/script.ts';

/** A step before it is numbered. */
export type Line = readonly [kind: StepKind, by: readonly ParticipantId[], key?: KeyName];

/** The people of a room, as scripts speak of them. */
export const seatsOf = (
  participants: readonly Participant[],
): {
  readonly leaders: readonly ParticipantId[];
  readonly custodians: readonly ParticipantId[];
  readonly auditors: readonly ParticipantId[];
} => {
  const ids = (role: Role): readonly ParticipantId[] => withRole(participants, role).map(({ id }) => id);
  return {
    leaders: [...ids('administrator'), ...ids('witness')],
    custodians: ids('custodian'),
    auditors: ids('auditor'),
  };
};

/** The same step for one person after another. */
export const each = (kind: StepKind, people: readonly ParticipantId[], key?: KeyName): readonly Line[] =>
  people.map((id) => (key === undefined ? [kind, [id]] : [kind, [id], key]));

/** The same step for one key after another. */
export const eachKey = (
  kind: StepKind,
  by: readonly ParticipantId[],
  keys: readonly KeyName[],
): readonly Line[] => keys.map((key) => [kind, by, key]);

/** An act of numbered steps; none where there is nothing to do. */
export const act = (id: ActId, lines: readonly Line[]): readonly Act[] =>
  lines.length === 0
    ? []
    : [
        {
          id,
          steps: lines.map(([kind, by, key], index): Step => ({
            id: `${id}.${index + 1}`,
            kind,
            by: [...by],
            ...(key === undefined ? {} : { key }),
          })),
        },
      ];
