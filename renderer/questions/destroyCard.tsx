import { useState } from 'react';
import { leadersOf, type State } from '../../ceremonies/model/state.ts';
import { useTexts } from '../parts/texts.ts';
import { SecretField } from '../parts/secret.tsx';
import { useStore, useView } from '../store.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { CardStatus, Tries } from './cardPin.tsx';
import { Confirmations } from './confirm.tsx';

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
      aside={<Physically question={question} state={state} />}
    >
      <h3 className="visitor-now">{t('embassy.destroy-card.whose', { name: question.holder })}</h3>
      <CardStatus card={question.card} present={question.present} />
      <SecretField name="pin" label={t('screen.card.pin')} hint={<Tries tries={question.tries} />} />
    </AnswerForm>
  );
};

const Physically = ({ question, state }: Asked<'destroy-card'> & { readonly state: State }) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const [open, setOpen] = useState(false);
  const leaders = leadersOf(state);
  if (!open)
    return (
      <button type="button" className="secondary" onClick={() => setOpen(true)}>
        {t('embassy.destroy-card.physically')}
      </button>
    );
  return (
    <section className="nobody-else" aria-label={t('embassy.destroy-card.physically')}>
      <p>{t('embassy.destroy-card.physically-how')}</p>
      <Confirmations
        people={leaders}
        disabled={asking === 'answer'}
        all={() =>
          store.answer(question.id, {
            kind: 'destroy-card',
            outcome: { kind: 'physically', by: leaders.map(({ id }) => id) },
          })
        }
      />
      <button type="button" className="quiet" onClick={() => setOpen(false)}>
        {t('screen.cancel')}
      </button>
    </section>
  );
};
