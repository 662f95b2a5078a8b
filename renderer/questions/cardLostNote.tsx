import { awaitedLeaders } from '../../ceremonies/model/expected.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import { areEnough, vouchersFor, type State } from '../../ceremonies/model/state.ts';
import { Note } from '../parts/note.tsx';
import { nameOf, useTexts } from '../parts/texts.ts';
import type { RaiseException } from './surrogateNote.tsx';

/** The card of one of the two who lead is asked for and does not come, or does not do: another can take its place. */
export const CardLostNote = ({
  question,
  state,
  raiseException,
}: {
  readonly question: Extract<Question, { kind: 'card-pin' | 'declare' }>;
  readonly state: State;
  readonly raiseException: RaiseException;
}) => {
  const { t } = useTexts();
  const { participant, present, tries, problem } = question;
  const fails = tries === 'none' || problem !== null;
  if ((present && !fails) || !awaitedLeaders(state).includes(participant)) return null;
  const name = nameOf(state, participant);
  const vouchers = vouchersFor(state, participant).map(({ id }) => id);
  const canBeReplaced = areEnough(state, vouchers, participant);
  const open = () => raiseException({ kind: 'card-lost', participant });
  // A card that is not in a reader yet is rarely lost.
  if (!fails)
    return canBeReplaced ? (
      <button type="button" className="quiet" onClick={open}>
        {t('screen.card.lost-ask')}
      </button>
    ) : null;
  if (!canBeReplaced)
    return (
      <Note tone="warn">
        <p className="note-sentence">{t('screen.card.lost-alone', { name })}</p>
      </Note>
    );
  return (
    <Note tone="warn">
      <p className="note-sentence">{t('screen.card.lost', { name })}</p>
      <button type="button" className="secondary" onClick={open}>
        {t('screen.card.lost-open')}
      </button>
    </Note>
  );
};
