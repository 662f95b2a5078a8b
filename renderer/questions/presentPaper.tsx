import { useState } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { CodeScan } from '../parts/codeScan.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { nameOf } from '../parts/stateTexts.ts';
import { useTexts } from '../parts/texts.ts';
import { WordEntryForm } from '../parts/wordEntryForm.tsx';
import { useStore } from '../store.ts';
import { SurrogateNote, type RaiseException } from './surrogateNote.tsx';
import {
  nobodyYet,
  refuseSheet,
  surrogateFor,
  type PaperShare,
  type PresentQuestion,
  type Visit,
} from './visit.ts';

/** The sheet is read first and the PIN is typed last, so that nothing is typed in vain. Never inside the answer's form. */
export const ReadPaper = ({
  question,
  state,
  raiseException,
  participant,
  change,
}: {
  readonly question: PresentQuestion;
  readonly state: State;
  readonly raiseException: RaiseException;
  readonly participant: ParticipantId;
  readonly change: (part: Partial<Visit>) => void;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const [way, setWay] = useState<'words' | 'code'>('words');
  const [refused, setRefused] = useState<Problem | null>(null);
  const refuse = refuseSheet(state, question, participant);
  const excuse = surrogateFor(state, refused);
  const read = (paper: PaperShare): void => change({ participant, paper });
  return (
    <div className="answer paper">
      {question.problem === null ? null : <ProblemNote problem={question.problem} />}
      <div className="paper-head">
        <h3 className="visitor-now">{t('screen.present.sheet-of', { name: nameOf(state, participant) })}</h3>
        <div role="group" aria-label={t('screen.present.way')} className="switch">
          {(['words', 'code'] as const).map((each) => (
            <button key={each} type="button" aria-pressed={each === way} onClick={() => setWay(each)}>
              {t(`screen.present.ways.${each}`)}
            </button>
          ))}
        </div>
        <button type="button" className="quiet" onClick={() => change(nobodyYet)}>
          {t('screen.present.no-paper')}
        </button>
      </div>
      {excuse === null ? null : <SurrogateNote about={excuse} raiseException={raiseException} />}
      {way === 'words' ? (
        <WordEntryForm
          refuse={(head) => {
            const problem = refuse(head);
            setRefused(problem);
            return problem;
          }}
          onShare={({ rows }) => read({ kind: 'words', rows: rows.map((row) => [...row]) })}
        />
      ) : (
        <CodeScan
          onShare={read}
          allowCamera={async (allowed) => {
            await store.ask('allow-camera', { allowed });
          }}
        />
      )}
    </div>
  );
};
