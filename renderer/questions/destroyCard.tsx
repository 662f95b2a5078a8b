import type { State } from '../../ceremonies/model/state.ts';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { CardPinField, CardStatus } from './cardPin.tsx';
import { LeadersSay } from './leadersSay.tsx';

/** A card is erased with its PIN; where that cannot be done, it is destroyed before everybody's eyes and both who lead say so. */
export const DestroyCard = ({ question, state }: Asked<'destroy-card'> & { readonly state: State }) => {
  const { t } = useTexts();
  return (
    <AnswerForm
      question={question}
      action={t('embassy.destroy-card.erase')}
      tone="bad"
      ready={question.present && question.tries !== 'none'}
      read={(secrets) => ({
        kind: 'destroy-card',
        outcome: { kind: 'erase', pin: secrets.get('pin') ?? '' },
      })}
      aside={
        <LeadersSay
          question={question}
          state={state}
          what={t('embassy.destroy-card.physically')}
          meaning={t('embassy.destroy-card.physically-how')}
          answer={(by) => ({ kind: 'destroy-card', outcome: { kind: 'physically', by } })}
        />
      }
    >
      <h3 className="visitor-now">{t('embassy.destroy-card.whose', { name: question.holder })}</h3>
      <CardStatus card={question.card} present={question.present} />
      <CardPinField name="pin" tries={question.tries} />
    </AnswerForm>
  );
};
