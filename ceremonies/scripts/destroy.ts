import type { DestroyParameters } from '../model/parameters.ts';
import type { ParticipantId } from '../model/participant.ts';
import { mayEnd, versionOf, type Register } from '../model/register.ts';
import { scriptFormat, type Script } from '../model/script.ts';
import { act, each, seatsOf, type Line } from './lines.ts';
import { closingAct, openingAct, rollCallAct } from './parts.ts';

/** The `destroy` ceremony: a version of a key, the shares of a set, or a card comes to its end, and is shown to be gone. */
export const destroyScript = (parameters: DestroyParameters, register: Register): Script => {
  const { leaders, custodians, auditors } = seatsOf(parameters.participants);
  const { target } = parameters;
  const others = [...custodians, ...auditors];

  return {
    format: scriptFormat,
    kind: 'destroy',
    parameters,
    acts: [
      ...openingAct(leaders, target.kind === 'key' ? ['confirm-bundle', 'identify-hsm'] : ['confirm-bundle']),
      // Custodians who hand in a share are met when they come.
      ...rollCallAct(leaders, target.kind === 'set' ? auditors : others),
      ...act('destruction', [...destruction(target, leaders, register), ['complete-act', leaders]]),
      ...closingAct(leaders, others),
    ],
  };
};

const destruction = (
  target: DestroyParameters['target'],
  leaders: readonly ParticipantId[],
  register: Register,
): readonly Line[] => {
  switch (target.kind) {
    case 'key': {
      const key = { label: target.label, version: target.version };
      const version = versionOf(register, key);
      // After it, nothing can be sealed under this label any more: both say so once again, with their cards.
      const isLastActive = version?.state === 'active' && mayEnd(version, target);
      return [
        ['make-ceremony-key', leaders],
        ...(target.givenUp === undefined ? [] : each('give-up-data', leaders, key)),
        ...(isLastActive ? each('confirm-destruction', leaders, key) : []),
        ['destroy-key', leaders, key],
      ];
    }
    case 'set':
      return [['hand-in-shares', leaders]];
    case 'card':
      return [['destroy-card', leaders]];
  }
};
