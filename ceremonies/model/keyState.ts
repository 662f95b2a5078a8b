/** NIST SP 800-57 part 1 rev. 5, section 7. */
export const keyStates = ['pre-activation', 'active', 'deactivated', 'compromised', 'destroyed'] as const;
export type KeyState = (typeof keyStates)[number];

/** Where a key can go from each state (7.1 to 7.6); nothing goes back, and nothing comes back from destruction. */
const transitions: Readonly<Record<KeyState, readonly KeyState[]>> = {
  'pre-activation': ['active', 'compromised', 'destroyed'],
  active: ['deactivated', 'compromised'],
  deactivated: ['compromised', 'destroyed'],
  compromised: ['destroyed'],
  destroyed: [],
};

export const canBecome = (from: KeyState, to: KeyState): boolean => transitions[from].includes(to);

/** Whether a key may have gone through these states, from its making. */
export const isLawful = (states: readonly KeyState[]): boolean =>
  states[0] === 'pre-activation' &&
  states.every((state, index) => {
    const before = states[index - 1];
    return before === undefined || canBecome(before, state);
  });
