import { demand } from '../demand.ts';
import type { EventOf } from '../event.ts';
import type { Step } from '../script.ts';
import type { EmbassyKey, State } from '../state.ts';
import { becomes, keyOfStep, namesKeyOf, onHsm, withKey } from './common.ts';

export type KeyEvent = EventOf<'ceremony-key-ready' | 'embassy-key-generated' | 'canary-sealed'>;

/** The HSM's ceremony key, and the embassy key that is made there. */
export const performKey = (state: State, event: KeyEvent, step: Step): State => {
  switch (event.type) {
    case 'ceremony-key-ready':
      onHsm(state, event.token);
      demand(event.evidence.sensitive && !event.evidence.extractable, 'event-not-allowed');
      // One that was found may have been put there by somebody who kept a copy, and could certify keys of their own.
      demand(event.evidence.local && event.evidence.neverExtractable, 'event-not-allowed', {
        field: 'evidence',
      });
      return { ...state, ceremonyKey: { certificate: event.certificate, token: event.token } };

    case 'embassy-key-generated': {
      onHsm(state, event.token);
      namesKeyOf(step, event);
      const { script } = state;
      const makesKey = script.kind === 'generate' || script.kind === 'rotate';
      const algorithm = makesKey ? script.parameters.algorithm : null;
      demand(event.algorithm === algorithm, 'event-not-allowed', { label: event.label });
      demand(event.evidence.local && event.evidence.sensitive, 'event-not-allowed');
      demand((event.certificate === null) === (algorithm === 'aes256'), 'event-not-allowed');
      // An old key under a new name is not a new key.
      const known = state.previousBundle?.register.keys.flatMap((each) => each.versions) ?? [];
      demand(!known.some((each) => each.checkValue === event.checkValue), 'event-not-allowed', {
        field: 'checkValue',
      });
      const { label, version, token, checkValue, certificate, evidence } = event;
      const key: EmbassyKey = {
        label,
        version,
        origin: 'generated',
        algorithm,
        token,
        checkValue,
        certificate,
        canary: null,
        evidence,
        madeAt: event.at,
        originalDestroyed: false,
        activatedAt: null,
      };
      return becomes({ ...state, keys: [...state.keys, key] }, key, 'pre-activation', event.at);
    }

    case 'canary-sealed':
      return withKey(state, { ...keyOfStep(state, event, step), canary: event.canary });
  }
};
