import { splitAmongAll, type RotateParameters } from '../model/parameters.ts';
import { nextVersionOf, type Register } from '../model/register.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { act, seatsOf } from './lines.ts';
import { closingAct, keyAct, openingAct, rollCallAct, sharesAct } from './parts.ts';

/**
 * The `rotate` ceremony: the next version of an embassy key, under a recovery key of its own. The version before can only
 * decrypt from then on; what lies under it is moved, if people bring it.
 */
export const rotateScript = (parameters: RotateParameters, register: Register): Script => {
  const { leaders, custodians, auditors } = seatsOf(parameters.participants);
  const others = [...custodians, ...auditors];
  const key = { label: parameters.keyLabel, version: nextVersionOf(register, parameters.keyLabel) };

  return {
    format: scriptFormat,
    kind: 'rotate',
    parameters,
    acts: [
      ...openingAct(leaders, ['confirm-bundle', 'identify-hsm']),
      ...rollCallAct(leaders, others),
      ...keyAct(leaders, key),
      ...sharesAct(leaders, splitAmongAll(parameters), [key]),
      ...act(
        'rewrap',
        parameters.rewrap
          ? [
              ['read-inventory', leaders],
              ['rewrap', leaders, key],
              ['prove-rewrap', leaders],
              ['complete-act', leaders],
            ]
          : [],
      ),
      ...closingAct(leaders, others),
    ],
  };
};
