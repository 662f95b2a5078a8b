import { useState } from 'react';
import { SecretField } from '../parts/secret.tsx';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';

/** Only how many rolls there are is known here, and whether any is no roll at all. */
export const Dice = ({ question }: Asked<'dice'>) => {
  const { t } = useTexts();
  const [count, setCount] = useState({ rolls: 0, others: 0 });
  return (
    <AnswerForm
      question={question}
      action={t('screen.dice.mix')}
      ready={count.rolls >= question.rollsMin && count.others === 0}
      read={(secrets) => ({ kind: 'dice', rolls: (secrets.get('rolls') ?? '').replace(/\s/g, '') })}
    >
      <SecretField
        name="rolls"
        label={t('screen.dice.label', { count: question.rollsMin })}
        hint={t('screen.dice.hint')}
        onInput={(input) => {
          const typed = input.value.replace(/\s/g, '');
          const rolls = typed.replace(/[^1-6]/g, '').length;
          setCount({ rolls, others: typed.length - rolls });
        }}
      />
      <div className="dice-count">
        <progress
          value={Math.min(count.rolls, question.rollsMin)}
          max={question.rollsMin}
          aria-label={t('screen.dice.counted', { done: count.rolls, total: question.rollsMin })}
        />
        <p>{t('screen.dice.counted', { done: count.rolls, total: question.rollsMin })}</p>
      </div>
      {count.others > 0 ? (
        <p className="field-problem" role="alert">
          {t('screen.dice.others')}
        </p>
      ) : null}
    </AnswerForm>
  );
};
