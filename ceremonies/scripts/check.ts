import type { CheckParameters } from '../model/parameters.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { act, seatsOf } from './lines.ts';
import { closingAct, openingAct, rollCallAct } from './parts.ts';

/**
 * The `check` ceremony: each custodian who comes shows a share, which is compared with its published commitment. Nothing is
 * rebuilt and no HSM is needed.
 */
export const checkScript = (parameters: CheckParameters): Script => {
  const { leaders, custodians, auditors } = seatsOf(parameters.participants);

  return {
    format: scriptFormat,
    kind: 'check',
    parameters,
    acts: [
      ...openingAct(leaders, ['confirm-bundle']),
      ...rollCallAct(leaders, auditors),
      ...act('health', [
        ['show-shares', leaders],
        ['complete-act', leaders],
      ]),
      ...closingAct(leaders, [...custodians, ...auditors]),
    ],
  };
};
