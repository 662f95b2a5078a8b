import { awaitedCards } from '../../ceremonies/model/expected.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import {
  areEnough,
  currentSet,
  leadersOf,
  recipientsOf,
  vouchersFor,
  type State,
} from '../../ceremonies/model/state.ts';
import { Note } from '../parts/note.tsx';
import { nameOf } from '../parts/stateTexts.ts';
import { useTexts } from '../parts/texts.ts';
import type { RaiseException } from './surrogateNote.tsx';

type CardQuestion = Extract<Question, { kind: 'card-pin' | 'declare' }>;

/** What a hand does wrong, and does right the next time. */
const slips: ReadonlySet<ErrorCode> = new Set([
  'pin-invalid',
  'pin-required',
  'pin-wrong',
  'token-absent',
  'token-removed',
  'token-wrong',
]);

/** A card is asked for and does not come, or does not do: another can take its place, or its owner can leave. */
export const CardLostNote = ({
  question,
  state,
  raiseException,
}: {
  readonly question: CardQuestion;
  readonly state: State;
  readonly raiseException: RaiseException;
}) => {
  const { t } = useTexts();
  const { participant, present, tries, problem } = question;
  const isLocked = tries === 'none';
  if (!awaitedCards(state).includes(participant))
    return isLocked ? <LockedNote participant={participant} state={state} /> : null;
  if (present && !isLocked && problem === null) return null;
  const name = nameOf(state, participant);
  const vouchers = vouchersFor(state, participant).map(({ id }) => id);
  const canBeReplaced = areEnough(state, vouchers, participant);
  const open = () => raiseException({ kind: 'card-lost', participant });
  // A card that is not in a reader yet is rarely lost, and one PIN that was wrong is rarely forgotten.
  if (!isLocked && (problem === null || slips.has(problem.code)))
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

/** Of somebody who leads nothing: how the ceremony goes on without this card, or without the share on it. */
const LockedNote = ({
  participant,
  state,
}: {
  readonly participant: ParticipantId;
  readonly state: State;
}) => {
  const { t } = useTexts();
  if (leadersOf(state).some(({ id }) => id === participant)) return null;
  const isNeeded = recipientsOf(state).includes(participant) && currentSet(state)?.state !== 'proved';
  const name = nameOf(state, participant);
  return (
    <Note tone="warn">
      <p className="note-sentence">
        {t(isNeeded ? 'screen.card.locked-receiver' : 'screen.card.locked-other', { name })}
      </p>
    </Note>
  );
};
