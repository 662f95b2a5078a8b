import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import type { ActId, Step } from '../../ceremonies/model/script.ts';
import { currentAct, currentStep, type State } from '../../ceremonies/model/state.ts';
import type { ShownStep } from '../../ceremonies/texts/en/steps.ts';

/** What the middle of the room shows: a step of the script, one of the two that follow it, or that it is over. */
export type Shown =
  | {
      readonly kind: 'step';
      readonly step: Step;
      /** What is done now: the step itself, or what came between. */
      readonly shows: ShownStep;
      readonly act: ActId;
      readonly position: Position;
    }
  | { readonly kind: 'after'; readonly step: 'sign' | 'export' }
  | { readonly kind: 'paused' | 'exported' | 'abandoned' };

export type Position = {
  readonly act: number;
  readonly acts: number;
  readonly step: number;
  readonly steps: number;
};

export const shownOf = ({ state, question, work, exported }: Snapshot): Shown => {
  if (state.lifecycle === 'abandoned') return { kind: 'abandoned' };
  if (state.lifecycle === 'paused') return { kind: 'paused' };
  if (exported !== null) return { kind: 'exported' };
  const [step, act] = [currentStep(state), currentAct(state)];
  if (state.lifecycle === 'closed' || step === null || act === null) {
    const exporting = question?.kind === 'export' || work?.step === 'export';
    return { kind: 'after', step: exporting ? 'export' : 'sign' };
  }
  return {
    kind: 'step',
    step,
    shows: betweenOf(state) ?? step.kind,
    act: act.id,
    position: {
      act: state.script.acts.indexOf(act) + 1,
      acts: state.script.acts.length,
      step: act.steps.indexOf(step) + 1,
      steps: act.steps.length,
    },
  };
};

const betweenOf = ({ replacing }: State): ShownStep | null =>
  replacing === null ? null : replacing.card === null ? 'replace-card' : 'vouch-card';

export const shownStepOf = (shown: Shown): ShownStep | null =>
  shown.kind === 'step' ? shown.shows : shown.kind === 'after' ? shown.step : null;
