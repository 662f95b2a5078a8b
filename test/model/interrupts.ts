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

/** Both who lead say that the HSM exists no more. */
export const loss = (
  step: string,
  by: readonly string[] = ['administrator', 'witness'],
): EventBody<'exception-raised'> => ({
  type: 'exception-raised',
  step,
  about: { kind: 'hsm-lost' },
  expected: 'The HSM signs.',
  happened: 'It burnt.',
  decided: 'It is closed without the HSM.',
  by: [...by],
});

/** They say it when the ceremony comes to a step of this kind. */
export const losing = (kind: StepKind, by?: readonly string[]): Interrupt =>
  once(atStep(kind), (step) => [loss(step, by)]);

/** Both who lead say that the card of one of them is lost. */
export const lostCard = (
  step: string,
  participant: string,
  by: readonly string[] = ['administrator', 'witness'],
): EventBody<'exception-raised'> => ({
  type: 'exception-raised',
  step,
  about: { kind: 'card-lost', participant },
  expected: 'The card signs.',
  happened: 'Its PIN is locked.',
  decided: 'Another card takes its place.',
  by: [...by],
});

/** They say it when somebody's card is wanted at a step of this kind. */
export const losingCard = (kind: StepKind, participant: string): Interrupt =>
  once(atStep(kind, participant), (step) => [lostCard(step, participant)]);
