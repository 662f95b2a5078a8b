import type { ReconstituteParameters } from '../model/parameters.ts';
import { keysOfSets, type Register } from '../model/register.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { act, each, eachKey, seatsOf, type Line } from './lines.ts';
import { closingAct, sharesAct } from './parts.ts';

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
  const rollCall: readonly Line[] =
    called.length === 0 ? [] : [...each('enrol-card', called), ['complete-act', leaders]];

  return {
    format: scriptFormat,
    kind: 'reconstitute',
    parameters,
    acts: [
      ...act('opening', [
        ['confirm-software', leaders],
        ['check-air-gap', leaders],
        ['confirm-bundle', leaders],
        ['identify-hsm', leaders],
        ['compare-clock', leaders],
        ['record-bags-in', leaders],
        ...each('enrol-card', leaders),
        ['complete-act', leaders],
      ]),
      ...act('roll-call', rollCall),
      ...act('recovery', [
        ['make-ceremony-key', leaders],
        ['collect-shares', leaders],
        ['rebuild-recovery-key', leaders],
        ...eachKey('restore-key', leaders, keys),
        ['wipe-rebuilt-key', leaders],
        ['complete-act', leaders],
      ]),
      ...(fresh === null ? [] : sharesAct(leaders, fresh, keys)),
      ...closingAct(leaders, [...custodians, ...auditors]),
    ],
  };
};
