import type { EventBody } from '../../ceremonies/model/event.ts';
import type { StepKind } from '../../ceremonies/model/script.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import type { RunOptions } from './straightRun.ts';

/** What comes into a ceremony from outside of its script, by accident, by decision or by a forger. */
export type Interrupt = NonNullable<RunOptions['interrupt']>;

export type When = (state: State) => boolean;

/** At a step of this kind; of this person, if one is named. */
export const atStep =
  (kind: StepKind, person?: string): When =>
  (state) => {
    const step = currentStep(state);
    return step?.kind === kind && (person === undefined || step.by[0] === person);
  };

/** Something that happens once, at the first such moment. */
export const once = (when: When, make: (step: string, state: State) => readonly EventBody[]): Interrupt => {
  let done = false;
  return (state) => {
    const step = currentStep(state);
    if (done || step === null || !when(state)) return [];
    done = true;
    return make(step.id, state);
  };
};
