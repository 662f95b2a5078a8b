import { generateSplit, type GenerateParameters } from '../model/parameters.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { act, each, seatsOf } from './lines.ts';
import { closingAct, sharesAct } from './parts.ts';

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
      ...act('opening', [
        ['confirm-software', leaders],
        ['check-air-gap', leaders],
        ['identify-hsm', leaders],
        ['compare-clock', leaders],
        ['record-bags-in', leaders],
        ...each('enrol-card', leaders),
        ['complete-act', leaders],
      ]),
      ...act('roll-call', [...each('enrol-card', others), ['complete-act', leaders]]),
      ...act('key', [
        ['make-ceremony-key', leaders],
        ['generate-embassy-key', leaders, key],
        ['seal-canary', leaders, key],
        ['complete-act', leaders],
      ]),
      ...sharesAct(leaders, generateSplit(parameters), [key]),
      ...closingAct(leaders, others),
    ],
  };
};
