import { bad, good, type Result } from '../model/error.ts';
import { versionOf, versionsOf } from '../model/register.ts';
import type { KeyName } from '../model/script.ts';
import { sameKey, type State } from '../model/state.ts';
import { subjectOfState } from '../model/subject.ts';
import { sameToken, type TokenFacts } from '../model/values.ts';
import { assertLabelFree } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';
import {
  findEmbassyKey,
  hsmLabelsOf,
  originalLabel,
  statedCheckValueOf,
  trialLabel,
  workingLabel,
} from './hsmKeys.ts';

/**
 * The labels under which a ceremony makes keys on the HSM: free when it begins, and its own from then on. Where shares are
 * made anew a key that is there stays as it is, and only what is to be wrapped lies beside it for a while; a working copy is the
 * ceremony's own where there was none before.
 */
export const ownLabels = (
  state: State,
  keys: readonly KeyName[] = subjectOfState(state).keys,
): readonly string[] => {
  switch (state.script.kind) {
    case 'generate':
    case 'rotate':
    case 'reconstitute':
      return hsmLabelsOf(keys);
    case 'reshare':
      return keys.flatMap(({ label, version }) => [
        originalLabel(label, version),
        trialLabel(label, version),
        ...(state.ownCopies.some((copy) => copy.own && sameKey(copy, { label, version }))
          ? [workingLabel(label, version)]
          : []),
      ]);
    case 'check':
    case 'destroy':
      return [];
  }
};

/** Versions without which the ceremony has nothing to do at this HSM. */
const neededKeys = ({ script, previousBundle }: State): readonly KeyName[] => {
  const register = previousBundle?.register;
  if (register === undefined) return [];
  if (script.kind === 'destroy') {
    const { target } = script.parameters;
    return target.kind === 'key' ? [{ label: target.label, version: target.version }] : [];
  }
  if (script.kind !== 'rotate') return [];
  const { keyLabel: label } = script.parameters;
  const last = versionsOf(register, label).findLast(({ state }) => state !== 'destroyed');
  return last === undefined ? [] : [{ label, version: last.version }];
};

/**
 * Whether the HSM holds what the ceremony needs, and nothing that is in its way.
 * Problems: label-present, key-absent (it is rebuilt here first), check-value-differs, and the token's own.
 */
export const checkContent = async (
  session: Session,
  state: State,
  token: Pick<TokenFacts, 'label' | 'serial'>,
): Promise<Result<null>> => {
  for (const label of ownLabels(state)) {
    const free = assertLabelFree(session, label);
    if (!free.ok) return free;
  }
  const needed = neededKeys(state);
  for (const key of needed) {
    const found = await compare(session, state, key);
    if (!found.ok) return found;
    if (!found.value && !isHalfGone(state, key, token))
      return bad('key-absent', { label: key.label, version: key.version });
  }
  if (state.script.kind !== 'reshare') return good(null);
  for (const key of subjectOfState(state).keys) {
    const found = await compare(session, state, key);
    if (!found.ok) return found;
  }
  return good(null);
};

/**
 * Whether the register has a version on this very HSM, to be destroyed there: an attempt that was begun and given up may have left
 * nothing that could be used, and yet the version must come to its end.
 */
const isHalfGone = (
  { script, previousBundle }: State,
  key: KeyName,
  token: Pick<TokenFacts, 'label' | 'serial'>,
): boolean => {
  const version = previousBundle === null ? undefined : versionOf(previousBundle.register, key);
  return script.kind === 'destroy' && (version?.hsms ?? []).some((each) => sameToken(each.token, token));
};

/** Whether a version is there; if so, it is the one that the register means. */
const compare = async (session: Session, state: State, key: KeyName): Promise<Result<boolean>> => {
  const register = state.previousBundle?.register;
  const version = register === undefined ? undefined : versionOf(register, key);
  if (version === undefined) return good(false);
  const label = workingLabel(key.label, key.version);
  const object = findEmbassyKey(session, version.algorithm, label);
  if (!object.ok) return object.problem.code === 'object-absent' ? good(false) : object;
  const checkValue = await statedCheckValueOf(session, object.value, label);
  if (!checkValue.ok) return checkValue;
  return checkValue.value === version.checkValue ? good(true) : bad('check-value-differs', { label });
};
