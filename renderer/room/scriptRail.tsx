import { useEffect, useRef } from 'react';
import type { Act, Step } from '../../ceremonies/model/script.ts';
import { stepsOf } from '../../ceremonies/model/script.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { Icon } from '../parts/icon.tsx';
import { nameOf } from '../parts/stateTexts.ts';
import { useTexts } from '../parts/texts.ts';
import { shownOf } from './shown.ts';

type Stage = 'done' | 'now' | 'to-come';

/** Acts and steps: what is done, what is now, what is to come. Only the present act is unfolded. */
export const ScriptRail = ({ snapshot }: { readonly snapshot: Snapshot }) => {
  const { t } = useTexts();
  const { state } = snapshot;
  const shown = shownOf(snapshot);
  const steps = stepsOf(state.script);
  const stageOf = (step: Step): Stage => {
    const index = steps.indexOf(step);
    return index < state.cursor ? 'done' : index === state.cursor ? 'now' : 'to-come';
  };
  const over = state.lifecycle === 'closed' || state.lifecycle === 'abandoned';
  const afterStage: Stage = shown.kind === 'exported' ? 'done' : shown.kind === 'after' ? 'now' : 'to-come';

  return (
    <nav className="rail script" aria-label={t('screen.script.label')}>
      <ol className="acts">
        {state.script.acts.map((act, index) => (
          <ActLine
            key={act.id}
            act={act}
            number={index + 1}
            stageOf={stageOf}
            snapshot={snapshot}
            signed={state.acts[act.id]?.signatures.length === 2}
          />
        ))}
        <li className="act" data-stage={afterStage}>
          <p className="act-title" aria-current={over && afterStage === 'now' ? 'step' : undefined}>
            <StageSign stage={afterStage} number={state.script.acts.length + 1} />
            <span>{t('screen.script.after')}</span>
            <StageWord stage={afterStage} />
          </p>
        </li>
      </ol>
    </nav>
  );
};

const ActLine = ({
  act,
  number,
  stageOf,
  snapshot,
  signed,
}: {
  readonly act: Act;
  readonly number: number;
  readonly stageOf: (step: Step) => Stage;
  readonly snapshot: Snapshot;
  readonly signed: boolean;
}) => {
  const { t } = useTexts();
  const stages = act.steps.map(stageOf);
  const done = stages.filter((stage) => stage === 'done').length;
  const stage: Stage = done === act.steps.length ? 'done' : stages.includes('now') ? 'now' : 'to-come';
  return (
    <li className="act" data-stage={stage}>
      <p className="act-title">
        <StageSign stage={stage} number={number} />
        <span>{t(`screen.acts.${act.id}`)}</span>
        {stage === 'now' ? (
          <span className="act-count">{t('screen.script.count', { done, total: act.steps.length })}</span>
        ) : null}
        {signed && stage === 'done' ? <span className="act-count">{t('screen.script.signed')}</span> : null}
        <StageWord stage={stage} />
      </p>
      {stage === 'now' ? (
        <ol className="steps">
          {act.steps.map((step) => (
            <StepLine key={step.id} step={step} stage={stageOf(step)} snapshot={snapshot} />
          ))}
        </ol>
      ) : null}
    </li>
  );
};

const StepLine = ({
  step,
  stage,
  snapshot,
}: {
  readonly step: Step;
  readonly stage: Stage;
  readonly snapshot: Snapshot;
}) => {
  const { t } = useTexts();
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (stage === 'now') line.current?.scrollIntoView({ block: 'center' });
  }, [stage]);
  const [person] = step.by;
  return (
    <li ref={line} className="step" data-stage={stage} aria-current={stage === 'now' ? 'step' : undefined}>
      <StageSign stage={stage} />
      <span>
        {t(`steps.${step.kind}.title`)}
        {step.by.length === 1 && person !== undefined ? (
          <span className="step-person">{nameOf(snapshot.state, person)}</span>
        ) : null}
      </span>
      <StageWord stage={stage} />
    </li>
  );
};

const StageSign = ({ stage, number }: { readonly stage: Stage; readonly number?: number }) => (
  <span className="stage" aria-hidden="true">
    {stage === 'done' ? <Icon name="done" /> : stage === 'now' ? <Icon name="now" /> : number}
  </span>
);

/** The stage for those who listen. */
const StageWord = ({ stage }: { readonly stage: Stage }) => {
  const { t } = useTexts();
  return <span className="visually-hidden">{t(`screen.stages.${stage}`)}</span>;
};
