import type { PresentableCard, Presenter } from '../../ceremonies/model/question.ts';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { BlankCardSecrets } from './blankCard.tsx';
import { CardPinField } from './cardPin.tsx';
import { TokenLine } from '../parts/tokenLine.tsx';
import { LookAgain } from './lookAgain.tsx';
import { cardsFor, mustBePaper, type PresentQuestion, type Visit } from './visit.ts';

/** The card with which a person signs, and where the share comes from. */
export const CardOf = ({
  question,
  person,
  card,
  visit,
  change,
  differ,
}: {
  readonly question: PresentQuestion;
  readonly person: Presenter;
  readonly card: PresentableCard | null;
  readonly visit: Visit;
  readonly change: (part: Partial<Visit>) => void;
  readonly differ: boolean;
}) => {
  const { t } = useTexts();
  const cards = cardsFor(question, person.participant);
  const isKnown = cards.some(({ owner }) => owner === person.participant);
  const isHandIn = question.purpose === 'hand-in';
  const forced = !isHandIn && mustBePaper(person, card);
  return (
    <>
      {cards.length === 0 ? (
        <>
          <p className="visitor-do">{t('screen.present.card-wanted')}</p>
          <LookAgain />
        </>
      ) : card !== null && (isKnown || visit.paper !== null) ? (
        <TokenLine token={card.token} kind="card" />
      ) : (
        <fieldset className="choices">
          <legend>{t('screen.present.which-card')}</legend>
          {cards.map(({ token, holds }) => (
            <label key={`${token.label} ${token.serial}`} className="choice">
              <input
                type="radio"
                name="token"
                checked={card?.token === token}
                onChange={() => change({ serial: token.serial })}
              />
              <TokenLine token={token} kind="card" />
              <span className="choice-what">{t(`screen.present.holds.${holds}`)}</span>
            </label>
          ))}
          <LookAgain />
        </fieldset>
      )}
      {visit.paper === null ? null : (
        <p className="read-paper">
          <Icon name="done" />
          {t('screen.present.paper-read')}
        </p>
      )}
      {card === null || (forced && visit.paper === null) ? null : card.holds === 'blank' ? (
        <BlankCardSecrets differ={differ} />
      ) : (
        <CardPinField name="user-pin" tries={card.tries} />
      )}
      {forced && visit.paper === null ? <p className="hint">{t('screen.present.paper-only')}</p> : null}
      {isHandIn ? null : (
        <button
          type="button"
          className={forced && visit.paper === null ? 'secondary' : 'quiet'}
          onClick={() => change({ participant: person.participant, from: 'paper', paper: null })}
        >
          <Icon name="file" />
          {t(visit.paper === null ? 'screen.present.on-paper' : 'screen.present.read-again')}
        </button>
      )}
    </>
  );
};
