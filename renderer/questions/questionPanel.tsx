import type { Question } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { AirGapOpen, TryAgain } from './again.tsx';
import { Bags } from './bags.tsx';
import { BagSheet } from './bagSheet.tsx';
import { BringData } from './bringData.tsx';
import { CardPin, HsmPin } from './cardPin.tsx';
import { ChooseHsm } from './chooseHsm.tsx';
import { Clock } from './clock.tsx';
import { Confirm } from './confirm.tsx';
import { Declare } from './declare.tsx';
import { DestroyCard } from './destroyCard.tsx';
import { Dice } from './dice.tsx';
import { EnrolCard } from './enrolCard.tsx';
import { Export } from './export.tsx';
import { PresentShare } from './presentShare.tsx';
import type { RaiseException } from './surrogateNote.tsx';

/** One component a kind of question. */
export const QuestionPanel = ({
  question,
  state,
  raiseException,
}: {
  readonly question: Question;
  readonly state: State;
  readonly raiseException: RaiseException;
}) => {
  switch (question.kind) {
    case 'confirm':
      return <Confirm question={question} state={state} />;
    case 'choose-hsm':
      return <ChooseHsm question={question} state={state} />;
    case 'hsm-pin':
      return <HsmPin question={question} state={state} raiseException={raiseException} />;
    case 'clock':
      return <Clock question={question} state={state} />;
    case 'bags':
      return <Bags question={question} state={state} />;
    case 'enrol-card':
      return <EnrolCard question={question} state={state} />;
    case 'dice':
      return <Dice question={question} />;
    case 'card-pin':
      return <CardPin question={question} state={state} raiseException={raiseException} />;
    case 'declare':
      return <Declare question={question} state={state} raiseException={raiseException} />;
    case 'export':
      return <Export question={question} />;
    case 'air-gap-open':
      return <AirGapOpen question={question} raiseException={() => raiseException({ kind: 'air-gap' })} />;
    case 'try-again':
      return <TryAgain question={question} state={state} raiseException={raiseException} />;
    case 'present-share':
      return <PresentShare question={question} state={state} raiseException={raiseException} />;
    case 'bag-sheet':
      return <BagSheet question={question} />;
    case 'bring-data':
      return <BringData question={question} />;
    case 'destroy-card':
      return <DestroyCard question={question} state={state} />;
  }
};

/** Who must act on a question: the person asked, or everybody of the step. */
export const actorsOf = (question: Question, stepBy: readonly string[]): readonly string[] => {
  switch (question.kind) {
    case 'confirm':
    case 'clock':
      return question.by;
    case 'enrol-card':
    case 'card-pin':
    case 'declare':
    case 'bag-sheet':
      return [question.participant];
    // Whoever comes next: nobody is called.
    case 'present-share':
      return [];
    case 'choose-hsm':
    case 'hsm-pin':
    case 'bags':
    case 'dice':
    case 'export':
    case 'air-gap-open':
    case 'bring-data':
    case 'destroy-card':
    case 'try-again':
      return stepBy;
  }
};
