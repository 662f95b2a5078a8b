import { splitAmongAll, type GenerateParameters } from '../model/parameters.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { seatsOf } from './lines.ts';
import { closingAct, keyAct, openingAct, rollCallAct, sharesAct } from './parts.ts';

/**
 * The `generate` ceremony: an embassy key is made on the HSM, wrapped under a fresh recovery key, and the recovery
 * key is split among the custodians. A function of the parameters alone, so that an auditor can make the script
 * again and see that this is the one that was followed.
 */
export const generateScript = (parameters: GenerateParameters): Script => {
  const { leaders, custodians, auditors } = seatsOf(parameters.participants);
  const others = [...custodians, ...auditors];
  const key = { label: parameters.keyLabel, version: 1 };

  return {
    format: scriptFormat,
    kind: 'generate',
    parameters,
    acts: [
      ...openingAct(leaders, ['identify-hsm']),
      ...rollCallAct(leaders, others),
      ...keyAct(leaders, key),
      ...sharesAct(leaders, splitAmongAll(parameters), [key]),
      ...closingAct(leaders, others),
    ],
  };
};
