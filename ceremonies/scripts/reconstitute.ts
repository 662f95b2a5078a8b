import type { ReconstituteParameters } from '../model/parameters.ts';
import { keysOfSets, type Register } from '../model/register.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { seatsOf } from './lines.ts';
import { closingAct, openingAct, recoveryAct, rollCallAct, sharesAct } from './parts.ts';

/**
 * The `reconstitute` ceremony: custodians bring their shares in any order, the recovery key is rebuilt, and every embassy
 * key that it wraps is unwrapped into an empty HSM. A function of the parameters and of the register of the bundle before.
 */
export const reconstituteScript = (parameters: ReconstituteParameters, register: Register): Script => {
  const { leaders, custodians, auditors } = seatsOf(parameters.participants);
  const { fresh, sets } = parameters;
  const keys = keysOfSets(register, sets);
  // Whoever gets a new share is needed to the end, so they are called first; who only brings one is met when they come.
  const called = [...(fresh?.recipients ?? []), ...auditors];

  return {
    format: scriptFormat,
    kind: 'reconstitute',
    parameters,
    acts: [
      ...openingAct(leaders, ['confirm-bundle', 'identify-hsm']),
      ...rollCallAct(leaders, called),
      ...recoveryAct(leaders, keys),
      ...(fresh === null ? [] : sharesAct(leaders, fresh, keys)),
      ...closingAct(leaders, [...custodians, ...auditors]),
    ],
  };
};
