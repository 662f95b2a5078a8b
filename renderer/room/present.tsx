import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Question } from '../../ceremonies/model/question.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { leadersOf, type State } from '../../ceremonies/model/state.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import type { ShownStep } from '../../ceremonies/texts/en/steps.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { useHeading } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
import { Person, peopleOf } from '../parts/people.tsx';
import { namesOf, stepValues } from '../parts/stateTexts.ts';
import { traceOf, useTexts } from '../parts/texts.ts';
import { Agreements } from '../questions/confirm.tsx';
import { useForgetting } from '../questions/kept.ts';
import { actorsOf, QuestionPanel } from '../questions/questionPanel.tsx';
import { useStore, useView } from '../store.ts';
import type { Open } from './dialogs.tsx';
import { Abandoned, Exported } from './finished.tsx';
import { shownOf, shownStepOf } from './shown.ts';
import { Count, Working } from './working.tsx';

/** The present step, large: who must act, what to say, what to do, and one thing to press. */
export const Present = ({ snapshot, open }: { readonly snapshot: Snapshot; readonly open: Open }) => {
  const shown = shownOf(snapshot);
  switch (shown.kind) {
    case 'exported':
      return <Exported snapshot={snapshot} />;
    case 'abandoned':
      return <Abandoned state={snapshot.state} />;
    case 'paused':
      return <Paused snapshot={snapshot} />;
    case 'step':
    case 'after':
      return <PresentStep snapshot={snapshot} open={open} />;
  }
};

const wanted = 'input[type="password"]:not(:disabled), [data-answer]:not(:disabled)';

/** Focus follows the ceremony: to the heading of a new question, to the field of one that was asked again. */
const useFocus = (snapshot: Snapshot, heading: RefObject<HTMLHeadingElement | null>): void => {
  const { question } = snapshot;
  const asked = question?.id ?? null;
  const again = question !== null && question.problem !== null;
  const place = `${snapshot.state.cursor} ${snapshot.work?.step ?? ''}`;
  useEffect(() => {
    if (document.querySelector('dialog[open]') !== null) return;
    const field = again ? document.querySelector<HTMLElement>(wanted) : null;
    (field ?? heading.current)?.focus();
  }, [asked, again, place, heading]);
};

const PresentStep = ({ snapshot, open }: { readonly snapshot: Snapshot; readonly open: Open }) => {
  const texts = useTexts();
  const { t } = texts;
  const heading = useRef<HTMLHeadingElement>(null);
  useFocus(snapshot, heading);

  const { state, question, work } = snapshot;
  useForgetting(question);
  const shown = shownOf(snapshot);
  const kind = shownStepOf(shown);
  if (kind === null) return null;

  const step = shown.kind === 'step' ? shown.step : null;
  const stepBy = step?.by ?? [];
  const actors = question === null ? [] : actorsOf(question, stepBy);
  const spokenTo = actors.length === 0 ? stepBy : actors;
  const values = stepValues(state, step, namesOf(state, spokenTo), texts);
  return (
    <article className="present" data-working={question === null || undefined}>
      <header className="present-head">
        <div className="present-title">
          <p className="where">
            {shown.kind === 'step'
              ? t('screen.where', { ...shown.position, name: t(`screen.acts.${shown.act}`) })
              : t('screen.script.after')}
          </p>
          <h1 ref={heading} tabIndex={-1}>
            {t(`steps.${kind}.title`)}
          </h1>
        </div>
        <Actors state={state} ids={actors} />
      </header>
      <Notices snapshot={snapshot} />
      {question === null ? (
        <Working work={work} say={t(`steps.${kind}.say`, values)} open={open} />
      ) : (
        <>
          <div className="guide">
            {isBeginning(question) ? (
              <Guide icon="speak" title={t('screen.say')}>
                {t(`steps.${kind}.say`, values)}
              </Guide>
            ) : null}
            <Guide icon="hand" title={t('screen.do')}>
              {t(instructionOf(question, kind, texts), values)}
            </Guide>
          </div>
          <QuestionPanel
            key={question.id}
            question={question}
            state={state}
            raiseException={(about) => open('exception', about)}
          />
        </>
      )}
    </article>
  );
};

/** What is read aloud is read once: not again after a slip, nor for every custodian who comes. */
const isBeginning = (question: Question): boolean =>
  question.problem === null &&
  (question.kind !== 'present-share' || question.sets.every(({ presented }) => presented.length === 0));

/** Some questions can come at any step that needs a token, and say themselves what to do. */
const instructionOf = (question: Question, step: ShownStep, { has }: Texts): string => {
  const { kind, problem } = question;
  if (kind === 'bring-data' && question.again) return 'screen.instructions.bring-data-again';
  const ofProblem = `screen.instructions.${problem?.code ?? ''}`;
  if (kind === 'try-again' && has(ofProblem)) return ofProblem;
  return kind === 'dice' || kind === 'hsm-pin' || kind === 'try-again' || kind === 'air-gap-open'
    ? `screen.instructions.${kind}`
    : `steps.${step}.do`;
};

const Actors = ({ state, ids }: { readonly state: State; readonly ids: readonly ParticipantId[] }) => {
  const { t } = useTexts();
  if (ids.length === 0) return null;
  return (
    <section className="actors" aria-label={t('screen.who')}>
      <h2>{t('screen.who')}</h2>
      <ul>
        {peopleOf(state, ids).map((person) => (
          <li key={person.id}>
            <Person person={person} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const Guide = ({
  icon,
  title,
  children,
}: {
  readonly icon: 'speak' | 'hand';
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <section className="guide-part" data-kind={icon}>
    <h2>
      <Icon name={icon} />
      {title}
    </h2>
    <p>{children}</p>
  </section>
);

/** What the program noticed by itself. */
const Notices = ({ snapshot }: { readonly snapshot: Snapshot }) => {
  const texts = useTexts();
  return snapshot.notices.map((notice, index) => (
    <Note key={`${notice.code} ${index}`} tone="warn" role="status">
      <p className="note-sentence">{sentenceOf(notice, texts)}</p>
      <p className="trace">{traceOf(notice, snapshot.state.script.parameters.participants)}</p>
    </Note>
  ));
};

/** Nothing goes on until both who lead say so. */
const Paused = ({ snapshot: { state, work } }: { readonly snapshot: Snapshot }) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const heading = useHeading();
  const leaders = leadersOf(state);
  return (
    <article className="present" data-paused="">
      <header className="present-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('screen.paused.title')}
        </h1>
      </header>
      <p className="lead">{t('screen.paused.lead')}</p>
      {work === null ? null : (
        <section className="working-held">
          <p className="working-what">
            <Icon name="pause" />
            {t('embassy.work.held', { what: t(`screen.working.${work.step}`) })}
          </p>
          <progress value={work.done} max={work.total} aria-label={t(`screen.working.${work.step}`)} />
          <Count work={work} since={work} />
        </section>
      )}
      <Agreements
        people={leaders}
        disabled={asking === 'continue'}
        all={() => store.ask('continue', { by: leaders.map(({ id }) => id) })}
        act={t('screen.paused.continue')}
      />
    </article>
  );
};
