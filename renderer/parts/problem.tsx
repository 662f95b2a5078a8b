import type { Problem } from '../../ceremonies/model/error.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { useView } from '../store.ts';
import { Icon } from './icon.tsx';
import { Note } from './note.tsx';
import { traceOf, useTexts } from './texts.ts';

/** What went wrong and what to do: announced at once when it appears. */
export const ProblemNote = ({ problem, id }: { readonly problem: Problem; readonly id?: string }) => {
  const texts = useTexts();
  const { snapshot } = useView();
  return (
    <Note tone="bad" role="alert" id={id}>
      <div className="note-problem">
        <p className="note-sentence">{sentenceOf(problem, texts)}</p>
        <p className="trace">{traceOf(problem, snapshot?.state.script.parameters.participants)}</p>
      </div>
    </Note>
  );
};

/** Beside a field: a sentence that the field is described by. */
export const FieldProblem = ({ id, problem }: { readonly id: string; readonly problem: Problem | null }) => {
  const texts = useTexts();
  return (
    <p className="field-problem" id={id} aria-live="polite">
      {problem === null ? null : (
        <>
          <Icon name="warning" />
          {problem.code === 'parameters-invalid'
            ? texts.t('screen.set-up.fill-in')
            : sentenceOf(problem, texts)}
        </>
      )}
    </p>
  );
};
