import type { GenerateParameters } from '../model/parameters.ts';
import { withRole } from '../model/parameters.ts';
import type { ParticipantId } from '../model/participant.ts';
import {
  scriptFormat,
  type Act,
  type ActId,
  type Script,
  type Step,
  type StepKind,
} from '../model/script.ts';

type Line = readonly [kind: StepKind, by: readonly ParticipantId[]];

/**
 * The `generate` ceremony: an embassy key is made on the HSM, wrapped under a fresh recovery key, and the recovery
 * key is split among the custodians. A function of the parameters alone, so that an auditor can make the script
 * again and see that this is the one that was followed.
 */
export const generateScript = (parameters: GenerateParameters): Script => {
  const ids = (role: 'administrator' | 'witness' | 'custodian' | 'auditor'): readonly ParticipantId[] =>
    withRole(parameters.participants, role).map((person) => person.id);
  const leaders = [...ids('administrator'), ...ids('witness')];
  const custodians = ids('custodian');
  const others = [...custodians, ...ids('auditor')];
  const each = (kind: StepKind, people: readonly ParticipantId[]): readonly Line[] =>
    people.map((id) => [kind, [id]]);

  return {
    format: scriptFormat,
    kind: 'generate',
    parameters,
    acts: [
      act('opening', [
        ['confirm-software', leaders],
        ['check-air-gap', leaders],
        ['identify-hsm', leaders],
        ['compare-clock', leaders],
        ['record-bags-in', leaders],
        ...each('enrol-card', leaders),
        ['complete-act', leaders],
      ]),
      act('roll-call', [...each('enrol-card', others), ['complete-act', leaders]]),
      act('key', [
        ['make-ceremony-key', leaders],
        ['generate-embassy-key', leaders],
        ['complete-act', leaders],
      ]),
      // The recovery key exists whole within this act only. The extractable original of the embassy key goes last:
      // until every quorum is proved, it is what a voided share set is made again from.
      act('shares', [
        ['make-recovery-key', leaders],
        ['wrap-key', leaders],
        ['make-working-copy', leaders],
        ['split-recovery-key', leaders],
        ...each('store-share', custodians),
        ['prove-quorums', leaders],
        ['wipe-recovery-key', leaders],
        ['destroy-original', leaders],
        ['complete-act', leaders],
      ]),
      act('closing', [
        ...each('declare', [...leaders, ...others]),
        // The cards sign once more after this act: the bags are numbered now and sealed at the very end.
        ['record-bags-out', leaders],
        ['complete-act', leaders],
        ['close-transcript', leaders],
      ]),
    ],
  };
};

const act = (id: ActId, lines: readonly Line[]): Act => ({
  id,
  steps: lines.map(([kind, by], index): Step => ({ id: `${id}.${index + 1}`, kind, by: [...by] })),
});
