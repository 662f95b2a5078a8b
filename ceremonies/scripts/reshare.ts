import type { ReshareParameters } from '../model/parameters.ts';
import { keysOfSets, type Register } from '../model/register.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { act, seatsOf } from './lines.ts';
import { closingAct, openingAct, recoveryAct, rollCallAct, sharesAct } from './parts.ts';

/**
 * The `reshare` ceremony: a quorum of the old custodians rebuilds the recovery key, and a new one takes its place, split among
 * those who hold the shares from now on. The old shares are dead, and are destroyed as they are handed in.
 */
export const reshareScript = (parameters: ReshareParameters, register: Register): Script => {
  const { leaders, custodians, auditors } = seatsOf(parameters.participants);
  const { fresh, sets } = parameters;
  const keys = keysOfSets(register, sets);

  return {
    format: scriptFormat,
    kind: 'reshare',
    parameters,
    acts: [
      ...openingAct(leaders, ['confirm-bundle', 'identify-hsm']),
      ...rollCallAct(leaders, [...fresh.recipients, ...auditors]),
      ...recoveryAct(leaders, keys),
      ...sharesAct(leaders, fresh, keys),
      ...act('hand-in', [
        ['hand-in-shares', leaders],
        ['complete-act', leaders],
      ]),
      ...closingAct(leaders, [...custodians, ...auditors]),
    ],
  };
};
