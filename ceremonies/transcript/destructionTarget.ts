import type { DestroyTarget } from '../model/parameters.ts';
import { setOf, type Register } from '../model/register.ts';
import type { KeyName } from '../model/script.ts';
import type { State } from '../model/state.ts';
import { sharesOnCard } from '../model/whereabouts.ts';
import type { Texts } from '../texts/texts.ts';

const keyText = ({ label, version }: KeyName): string => `${label} v${version}`;

/** What a ceremony destroys, for a title: a version of a key, a set by its keys and quorum, or somebody's card. */
export const targetText = (target: DestroyTarget, register: Register | null, t: Texts['t']): string => {
  switch (target.kind) {
    case 'key':
      return t('reportLife.target.key', { key: keyText(target) });
    case 'set': {
      const set = register === null ? undefined : setOf(register, target.set);
      return set === undefined
        ? target.set
        : t('reportLife.target.set', {
            keys: set.keys.map(keyText).join(', '),
            threshold: set.threshold,
            count: set.count,
          });
    }
    case 'card': {
      const [first] = register === null ? [] : sharesOnCard(register, target.certificateSha256);
      return first === undefined
        ? target.certificateSha256
        : t('reportLife.target.card', { name: first.name, card: first.card.label });
    }
  }
};

/** Null where a ceremony destroys nothing. */
export const targetTextOf = ({ script, previousBundle }: State, t: Texts['t']): string | null =>
  script.kind === 'destroy'
    ? targetText(script.parameters.target, previousBundle?.register ?? null, t)
    : null;
