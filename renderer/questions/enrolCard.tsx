import { useState } from 'react';
import type { CardCandidate } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { sameToken, type TokenFacts } from '../../ceremonies/model/values.ts';
import { SecretField } from '../parts/secret.tsx';
import { nameOf } from '../parts/stateTexts.ts';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { BlankCardSecrets, readBlankCard } from './blankCard.tsx';
import { TokenLine } from '../parts/tokenLine.tsx';
import { LookAgain } from './lookAgain.tsx';

/** Whose card it is, as the bundle before knows it. */
const holderOf = ({ previousBundle }: State, token: TokenFacts): string | null => {
  const shares = previousBundle?.register.shareSets.flatMap((set) => set.shares) ?? [];
  return shares.find(({ holder }) => holder !== null && sameToken(holder.card, token))?.holder?.name ?? null;
};

/** A blank card is initialised by its owner; a personal one is adopted with its PIN. */
export const EnrolCard = ({ question, state }: Asked<'enrol-card'> & { readonly state: State }) => {
  const { t } = useTexts();
  const name = nameOf(state, question.participant);
  const own = question.cards.find(({ token }) => holderOf(state, token) === name);
  const cards = own === undefined ? question.cards : [own, ...question.cards.filter((card) => card !== own)];
  const [only] = question.cards.length === 1 ? question.cards : [];
  const [picked, setPicked] = useState((own ?? only)?.token ?? null);
  const [differ, setDiffer] = useState(false);
  const chosen = question.cards.find(({ token }) => picked !== null && sameToken(token, picked)) ?? null;

  /** A card that holds a share is told from others: its owner must not take a new one by mistake. */
  const whatIs = (token: TokenFacts, holds: CardCandidate['holds']): string => {
    const holder = holderOf(state, token);
    return holder === null ? t(`screen.enrol.${holds}`) : t('screen.enrol.of-holder', { name: holder });
  };

  return (
    <AnswerForm
      question={question}
      action={t(chosen?.holds === 'personal' ? 'screen.enrol.adopt' : 'screen.enrol.initialise')}
      ready={chosen !== null}
      read={(secrets, form) => {
        if (chosen === null) return null;
        const { label, serial } = chosen.token;
        const mode =
          chosen.holds === 'personal'
            ? { kind: 'adopt' as const, userPin: secrets.get('user-pin') ?? '' }
            : readBlankCard(secrets, form);
        setDiffer(mode === null);
        return mode === null ? null : { kind: 'enrol-card', token: { label, serial }, mode };
      }}
    >
      <div className="beside">
        <fieldset className="choices">
          <legend>{t('screen.enrol.which', { name })}</legend>
          {cards.map(({ token, holds }) => (
            <label key={`${token.label} ${token.serial}`} className="choice">
              <input
                type="radio"
                name="token"
                data-answer=""
                checked={chosen !== null && sameToken(chosen.token, token)}
                onChange={() => setPicked(token)}
              />
              <TokenLine token={token} kind="card" />
              <span className="choice-what">{whatIs(token, holds)}</span>
            </label>
          ))}
          {question.cards.length === 0 ? <p className="hint">{t('screen.enrol.none')}</p> : null}
          <LookAgain />
        </fieldset>
        {chosen?.holds === 'blank' ? <BlankCardSecrets differ={differ} /> : null}
        {chosen?.holds === 'personal' ? (
          <SecretField name="user-pin" label={t('screen.enrol.own-pin')} />
        ) : null}
      </div>
    </AnswerForm>
  );
};
