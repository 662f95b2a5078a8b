import { useId, useState } from 'react';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { useKept } from './kept.ts';

/** The sheet is out of the printer: its foot shows that it is whole, and its bag is numbered. */
export const BagSheet = ({ question }: Asked<'bag-sheet'>) => {
  const { t } = useTexts();
  const id = useId();
  const [typed, setTyped] = useKept(question, { control: '', bag: '' });
  const { control, bag } = typed;
  return (
    <AnswerForm
      question={question}
      action={t('screen.sheet.bagged')}
      ready={control.trim() !== '' && bag.trim() !== ''}
      read={() => ({
        kind: 'bag-sheet',
        outcome: { kind: 'bagged', control: control.trim(), bag: bag.trim() },
      })}
      aside={<PrintAgain question={question} />}
    >
      <p className="hint">
        {t('screen.sheet.printed', { index: question.index, printer: question.printer })}
      </p>
      <div className="field">
        <label htmlFor={`${id}-control`}>{t('screen.sheet.control')}</label>
        <input
          id={`${id}-control`}
          type="text"
          className="control-words"
          data-answer=""
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={200}
          value={control}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setTyped({ ...typed, control: event.target.value })}
        />
        <p className="hint" id={`${id}-hint`}>
          {t('screen.sheet.control-hint')}
        </p>
      </div>
      <div className="field">
        <label htmlFor={`${id}-bag`}>{t('screen.sheet.bag')}</label>
        <input
          id={`${id}-bag`}
          type="text"
          className="bag-number"
          autoComplete="off"
          maxLength={120}
          value={bag}
          onChange={(event) => setTyped({ ...typed, bag: event.target.value })}
        />
      </div>
    </AnswerForm>
  );
};

/** A second sheet with the same share must not come to be: what came out is destroyed before another is printed. */
const PrintAgain = ({ question }: Asked<'bag-sheet'>) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const [sure, setSure] = useState(false);
  return (
    <>
      {sure ? <p className="field-problem">{t('screen.sheet.destroy')}</p> : null}
      <button
        type="button"
        className={sure ? 'secondary' : 'quiet'}
        disabled={asking === 'answer'}
        onClick={() =>
          sure
            ? void store.answer(question.id, { kind: 'bag-sheet', outcome: { kind: 'print-again' } })
            : setSure(true)
        }
      >
        {t(sure ? 'screen.sheet.destroyed' : 'screen.sheet.again')}
      </button>
    </>
  );
};
