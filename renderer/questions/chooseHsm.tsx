import { useState } from 'react';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { sameToken } from '../../ceremonies/model/values.ts';
import { Icon } from '../parts/icon.tsx';
import { useRehearsalPins } from '../parts/rehearsalPins.ts';
import { SecretField } from '../parts/secret.tsx';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { TokenLine } from '../parts/tokenLine.tsx';
import { LookAgain } from './lookAgain.tsx';

export const ChooseHsm = ({ question, state }: Asked<'choose-hsm'> & { readonly state: State }) => {
  const { t } = useTexts();
  const pins = useRehearsalPins();
  const able = question.tokens.filter((candidate) => candidate.missing.length === 0);
  const [only] = able.length === 1 ? able : [];
  const [chosen, setChosen] = useState(only?.token ?? null);

  return (
    <AnswerForm
      question={question}
      action={t('screen.hsm.use')}
      ready={chosen !== null}
      read={(secrets) =>
        chosen === null
          ? null
          : {
              kind: 'choose-hsm',
              token: { label: chosen.label, serial: chosen.serial },
              pin: secrets.get('pin') ?? '',
              by: [...(currentStep(state)?.by ?? [])],
            }
      }
    >
      <div className="beside">
        <fieldset className="choices">
          <legend>{t('screen.hsm.which')}</legend>
          {question.tokens.map(({ token, missing }) => (
            <label key={`${token.label} ${token.serial}`} className="choice">
              <input
                type="radio"
                name="token"
                data-answer=""
                disabled={missing.length > 0}
                checked={chosen !== null && sameToken(chosen, token)}
                onChange={() => setChosen(token)}
              />
              <TokenLine token={token} kind="hsm" />
              {missing.length === 0 ? null : (
                <span className="choice-reason">
                  <Icon name="warning" />
                  {t('screen.hsm.missing', { mechanisms: missing.join(', ') })}
                </span>
              )}
            </label>
          ))}
          {question.tokens.length === 0 ? <p className="hint">{t('screen.hsm.none')}</p> : null}
          <LookAgain />
        </fieldset>
        {chosen === null ? null : (
          <SecretField
            name="pin"
            label={t('screen.hsm.pin', { label: chosen.label })}
            hint={pins === null ? undefined : t('screen.rehearsal-pin', { pin: pins.hsm })}
          />
        )}
      </div>
    </AnswerForm>
  );
};
