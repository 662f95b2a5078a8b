import { useId, useRef, useState } from 'react';
import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { CardLostNote } from './cardLostNote.tsx';
import { CardPinField, CardStatus } from './cardPin.tsx';
import { useKept } from './kept.ts';
import type { RaiseException } from './surrogateNote.tsx';

/** To disagree is as easy as to agree, but must say why. Nothing is chosen beforehand. */
export const Declare = ({
  question,
  state,
  raiseException,
}: Asked<'declare'> & { readonly state: State; readonly raiseException: RaiseException }) => {
  const { t } = useTexts();
  const id = useId();
  const remark = useRef<HTMLTextAreaElement>(null);
  const [kept, keep] = useKept<{ readonly agrees: boolean | null; readonly remark: string }>(question, {
    agrees: null,
    remark: '',
  });
  const { agrees } = kept;
  const [wanting, setWanting] = useState(false);
  return (
    <AnswerForm
      question={question}
      action={t(agrees === false ? 'screen.declare.sign-disagree' : 'screen.declare.sign-agree')}
      ready={agrees !== null && question.present && question.tries !== 'none'}
      read={(secrets) => {
        const said = remark.current?.value.trim() ?? '';
        if (agrees === null) return null;
        const unsaid = !agrees && said === '';
        setWanting(unsaid);
        if (unsaid) {
          remark.current?.focus();
          return null;
        }
        return { kind: 'declare', agrees, remark: said, pin: secrets.get('pin') ?? '' };
      }}
    >
      <fieldset className="choices" data-layout="pair">
        <legend className="visually-hidden">{t('screen.declare.which')}</legend>
        {[true, false].map((each) => (
          <label key={String(each)} className="choice">
            <input
              type="radio"
              name="agrees"
              data-answer=""
              checked={agrees === each}
              onChange={() => keep({ agrees: each, remark: remark.current?.value ?? kept.remark })}
            />
            <Icon name={each ? 'done' : 'failed'} />
            <span className="choice-what">
              {t(each ? 'screen.declare.agree' : 'screen.declare.disagree')}
            </span>
          </label>
        ))}
      </fieldset>
      {agrees === null ? null : (
        <div className="beside">
          <div className="stack">
            <div className="field">
              <label htmlFor={id}>
                {t(agrees ? 'screen.declare.remark' : 'screen.declare.remark-needed')}
              </label>
              <textarea
                id={id}
                ref={remark}
                rows={2}
                maxLength={4000}
                required={!agrees}
                defaultValue={kept.remark}
                onChange={(event) => keep({ agrees, remark: event.target.value })}
                aria-invalid={wanting}
                aria-describedby={`${id}-why`}
              />
              <p className="field-problem" id={`${id}-why`} aria-live="polite">
                {wanting ? t('screen.declare.remark-missing') : null}
              </p>
            </div>
            <CardStatus card={question.card} present={question.present} />
          </div>
          <CardPinField name="pin" tries={question.tries} />
        </div>
      )}
      <CardLostNote question={question} state={state} raiseException={raiseException} />
    </AnswerForm>
  );
};
