import type { State } from '../../ceremonies/model/state.ts';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { Findings } from '../parts/findings.tsx';
import { HsmLostNote } from './hsmLostNote.tsx';
import type { RaiseException } from './surrogateNote.tsx';

/** A production room whose network is not down: made quiet, or recorded as an exception. */
export const AirGapOpen = ({
  question,
  raiseException,
}: Asked<'air-gap-open'> & { readonly raiseException: () => void }) => {
  const { t } = useTexts();
  return (
    <AnswerForm
      question={question}
      action={t('screen.air-gap.look-again')}
      read={() => ({ kind: 'air-gap-open', decision: 'look-again' })}
    >
      <section className="stack">
        <h3>{t('screen.air-gap.found')}</h3>
        <Findings findings={question.findings} />
        <p className="hint">{t('screen.air-gap.or-exception')}</p>
        <button type="button" className="secondary" onClick={raiseException}>
          {t('screen.exception.open')}
        </button>
      </section>
    </AnswerForm>
  );
};

const asksForException: ReadonlySet<string> = new Set([
  'exception-needed',
  'bundle-beside-unread',
  'custody-was-exceeded',
]);

/** What people hear of an HSM that does not do its last part. */
const ofHsm: ReadonlySet<string> = new Set([
  'abandon-begun',
  'module-failed',
  'object-absent',
  'token-absent',
  'token-removed',
  'token-wrong',
]);

/** Something is to be put right first; the cause is in the question's problem. */
export const TryAgain = ({
  question,
  state,
  raiseException,
}: Asked<'try-again'> & { readonly state: State; readonly raiseException: RaiseException }) => {
  const { t } = useTexts();
  // What is the matter with the bundle before, or else a room that was opened half-way.
  const code = question.problem?.code;
  const isOfBundle =
    code === 'bundle-beside-unread' ||
    code === 'custody-was-exceeded' ||
    question.problem?.details['claim'] !== undefined;
  const kind = isOfBundle ? 'doubts' : 'air-gap';
  return (
    <AnswerForm question={question} action={t('screen.try-again')} read={() => ({ kind: 'try-again' })}>
      {question.problem !== null && asksForException.has(question.problem.code) ? (
        <button type="button" className="secondary" onClick={() => raiseException({ kind })}>
          {t('screen.exception.open')}
        </button>
      ) : null}
      {question.problem !== null && ofHsm.has(question.problem.code) ? (
        <HsmLostNote state={state} raiseException={raiseException} />
      ) : null}
    </AnswerForm>
  );
};
