import { useId, useState } from 'react';
import type { State } from '../../ceremonies/model/state.ts';
import { sameToken } from '../../ceremonies/model/values.ts';
import { useRehearsalPins } from '../parts/rehearsalPins.ts';
import { SecretField } from '../parts/secret.tsx';
import { nameOf, useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { TokenLine } from './facts.tsx';
import { LookAgain } from './lookAgain.tsx';

/** A blank card is initialised by its owner; a personal one is adopted with its PIN. */
export const EnrolCard = ({ question, state }: Asked<'enrol-card'> & { readonly state: State }) => {
  const { t } = useTexts();
  const pins = useRehearsalPins();
  const mismatchId = useId();
  const [only] = question.cards.length === 1 ? question.cards : [];
  const [picked, setPicked] = useState(only?.token ?? null);
  const [differ, setDiffer] = useState(false);
  const chosen = question.cards.find(({ token }) => picked !== null && sameToken(token, picked)) ?? null;

  return (
    <AnswerForm
      question={question}
      action={t(chosen?.holds === 'personal' ? 'screen.enrol.adopt' : 'screen.enrol.initialise')}
      ready={chosen !== null}
      read={(secrets, form) => {
        if (chosen === null) return null;
        const userPin = secrets.get('user-pin') ?? '';
        const { label, serial } = chosen.token;
        if (chosen.holds === 'personal')
          return { kind: 'enrol-card', token: { label, serial }, mode: { kind: 'adopt', userPin } };
        const same = userPin === secrets.get('user-pin-again');
        setDiffer(!same);
        if (!same) {
          form.querySelector<HTMLInputElement>('input[name="so-pin"]')?.focus();
          return null;
        }
        const soPin = secrets.get('so-pin') ?? '';
        return { kind: 'enrol-card', token: { label, serial }, mode: { kind: 'initialise', soPin, userPin } };
      }}
    >
      <div className="beside">
        <fieldset className="choices">
          <legend>{t('screen.enrol.which', { name: nameOf(state, question.participant) })}</legend>
          {question.cards.map(({ token, holds }) => (
            <label key={`${token.label} ${token.serial}`} className="choice">
              <input
                type="radio"
                name="token"
                data-answer=""
                checked={chosen !== null && sameToken(chosen.token, token)}
                onChange={() => setPicked(token)}
              />
              <TokenLine token={token} kind="card" />
              <span className="choice-what">{t(`screen.enrol.${holds}`)}</span>
            </label>
          ))}
          {question.cards.length === 0 ? <p className="hint">{t('screen.enrol.none')}</p> : null}
          <LookAgain />
        </fieldset>
        {chosen?.holds === 'blank' ? (
          <div className="secrets">
            <SecretField
              name="so-pin"
              label={t('screen.enrol.so-pin')}
              hint={
                pins === null
                  ? t('screen.enrol.so-pin-hint')
                  : t('screen.rehearsal-pin', { pin: pins.transport })
              }
            />
            <SecretField
              name="user-pin"
              label={t('screen.enrol.new-pin')}
              described={differ ? mismatchId : undefined}
            />
            <SecretField name="user-pin-again" label={t('screen.enrol.new-pin-again')} />
          </div>
        ) : null}
        {chosen?.holds === 'personal' ? (
          <SecretField name="user-pin" label={t('screen.enrol.own-pin')} />
        ) : null}
      </div>
      {differ ? (
        <p className="field-problem" id={mismatchId} role="alert">
          {t('screen.enrol.pins-differ')}
        </p>
      ) : null}
    </AnswerForm>
  );
};
