import type { CheckParameters } from '../model/parameters.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { act, each, seatsOf, type Line } from './lines.ts';
import { closingAct } from './parts.ts';

/**
 * The `check` ceremony: each custodian who comes shows a share, which is compared with its published commitment. Nothing is
 * rebuilt and no HSM is needed.
 */
export const checkScript = (parameters: CheckParameters): Script => {
  const { leaders, custodians, auditors } = seatsOf(parameters.participants);
  const rollCall: readonly Line[] =
    auditors.length === 0 ? [] : [...each('enrol-card', auditors), ['complete-act', leaders]];

  return {
    format: scriptFormat,
    kind: 'check',
    parameters,
    acts: [
      ...act('opening', [
        ['confirm-software', leaders],
        ['check-air-gap', leaders],
        ['confirm-bundle', leaders],
        ['compare-clock', leaders],
        ['record-bags-in', leaders],
        ...each('enrol-card', leaders),
        ['complete-act', leaders],
      ]),
      ...act('roll-call', rollCall),
      ...act('health', [
        ['show-shares', leaders],
        ['complete-act', leaders],
      ]),
      ...closingAct(leaders, [...custodians, ...auditors]),
    ],
  };
};
