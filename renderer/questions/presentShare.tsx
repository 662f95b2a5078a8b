import { useState } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { PresentableCard, PresentedSet, Presenter } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { CodeScan } from '../parts/codeScan.tsx';
import { Icon } from '../parts/icon.tsx';
import { peopleOf } from '../parts/people.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { SecretField } from '../parts/secret.tsx';
import { listed, nameOf, useTexts } from '../parts/texts.ts';
import { WordEntryForm } from '../parts/wordEntryForm.tsx';
import { useStore, useView } from '../store.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { BlankCardSecrets, readBlankCard } from './blankCard.tsx';
import { Tries } from './cardPin.tsx';
import { Confirmations } from './confirm.tsx';
import { TokenLine } from './facts.tsx';
import { useKept } from './kept.ts';
import { LookAgain } from './lookAgain.tsx';
import { SurrogateNote, type RaiseException } from './surrogateNote.tsx';
import {
  afterRefusal,
  cardsFor,
  chosenCard,
  mustBePaper,
  nobodyYet,
  refuseSheet,
  surrogateFor,
  visitorOf,
  type PaperShare,
  type PresentQuestion,
  type Visit,
} from './visit.ts';

type Props = Asked<'present-share'> & {
  readonly state: State;
  readonly raiseException: RaiseException;
};

/** Custodians come one after the other, in any order: who is here, who may still come, and what to do now. */
export const PresentShare = (props: Props) => {
  const { question } = props;
  const [kept, keep] = useKept<Visit>(question, nobodyYet);
  const [visit, setVisit] = useState(() => afterRefusal(kept, question.problem));
  const change = (part: Partial<Visit>): void => {
    const next = { ...visit, ...part };
    setVisit(next);
    keep(next);
  };
  const recognised = visit.participant ?? visitorOf(question)?.participant ?? null;
  const now = { ...visit, participant: recognised };
  const reading = recognised !== null && isReading(question, now);
  return (
    <>
      <Progress
        sets={question.sets}
        purpose={question.purpose}
        brief={reading || visit.paper !== null || question.problem !== null}
      />
      {reading ? (
        <ReadPaper {...props} participant={recognised} change={change} />
      ) : (
        <VisitForm {...props} visit={now} change={change} />
      )}
    </>
  );
};

const isReading = (question: PresentQuestion, visit: Visit): boolean => {
  const person = question.people.find(({ participant }) => participant === visit.participant);
  return (
    visit.paper === null && visit.from === 'paper' && person !== undefined && person.state !== 'presented'
  );
};

/** As many places as shares are needed; each that is filled is seen from the back of the room. */
const Progress = ({
  sets,
  purpose,
  brief,
}: {
  readonly sets: readonly PresentedSet[];
  readonly purpose: 'collect' | 'show';
  /** Makes room for what is more urgent. */
  readonly brief: boolean;
}) => {
  const { t, language } = useTexts();
  const some = sets.some(({ presented }) => presented.length > 0);
  return (
    <section
      className="brought"
      data-brief={brief || undefined}
      role="status"
      aria-label={t('screen.present.progress')}
    >
      {sets.map(({ set, threshold, count, keyLabels, presented }) => {
        const total = purpose === 'collect' ? threshold : count;
        const values = { done: presented.length, total, threshold };
        return (
          <div key={set} className="brought-set">
            <p className="brought-count">
              <strong>{t(`screen.present.${purpose}.count`, values)}</strong>
              {sets.length > 1 ? <span> {listed(keyLabels, language)}</span> : null}
            </p>
            <p className="brought-places" aria-hidden="true">
              {Array.from({ length: Math.min(total, 24) }, (_, place) => (
                <span key={place} data-filled={place < presented.length ? '' : undefined}>
                  {place < presented.length ? <Icon name="done" /> : null}
                </span>
              ))}
            </p>
          </div>
        );
      })}
      {brief ? null : <p className="hint">{t(`screen.present.${purpose}.${some ? 'leaving' : 'order'}`)}</p>}
    </section>
  );
};

/** Who comes, with which card, and its PIN. */
const VisitForm = ({
  question,
  state,
  raiseException,
  visit,
  change,
}: Props & { readonly visit: Visit; readonly change: (part: Partial<Visit>) => void }) => {
  const { t } = useTexts();
  const [differ, setDiffer] = useState(false);
  const person = question.people.find(({ participant }) => participant === visit.participant);
  const card = chosenCard(question, visit);
  const onPaper = mustBePaper(person, card);
  const whole = card !== null && (!onPaper || visit.paper !== null);
  const refused = surrogateFor(state, question.problem);
  const excuse = refused !== null && refused.participant === person?.participant ? refused : null;
  return (
    <AnswerForm
      question={question}
      action={t(`screen.present.${question.purpose}.do`)}
      ready={person !== undefined && person.state !== 'presented' && whole && excuse === null}
      read={(secrets, form) => {
        if (card === null || person === undefined) return null;
        const { label, serial } = card.token;
        const mode =
          card.holds === 'blank'
            ? readBlankCard(secrets, form)
            : { kind: 'adopt' as const, userPin: secrets.get('user-pin') ?? '' };
        setDiffer(mode === null);
        if (mode === null) return null;
        // Kept until the answer was taken: a slip in the PIN must not cost the words of a sheet.
        change({ participant: person.participant, serial });
        return {
          kind: 'present-share',
          offer: {
            kind: 'share',
            participant: person.participant,
            token: { label, serial },
            mode,
            from: visit.paper ?? { kind: 'card' },
          },
        };
      }}
      aside={question.purpose === 'show' ? <NobodyElse question={question} state={state} /> : null}
    >
      <div className="visit">
        <Comers
          question={question}
          state={state}
          chosen={visit.participant}
          choose={(participant) => change({ ...nobodyYet, participant })}
        />
        {person === undefined ? (
          <section className="visitor">
            <h3 className="visitor-now">{t('screen.present.put-in')}</h3>
            <p className="hint">{t('screen.present.put-in-more')}</p>
            <LookAgain />
          </section>
        ) : (
          <section className="visitor" aria-live="polite">
            <h3 className="visitor-now">{nameOf(state, person.participant)}</h3>
            {excuse !== null ? (
              <SurrogateNote about={excuse} raiseException={raiseException} />
            ) : (
              <CardOf
                question={question}
                person={person}
                card={card}
                visit={visit}
                change={change}
                differ={differ}
              />
            )}
          </section>
        )}
      </div>
    </AnswerForm>
  );
};

const Comers = ({
  question,
  state,
  chosen,
  choose,
}: {
  readonly question: PresentQuestion;
  readonly state: State;
  readonly chosen: ParticipantId | null;
  readonly choose: (participant: ParticipantId) => void;
}) => {
  const { t } = useTexts();
  const standing = ({ participant, state: at }: Presenter): string => {
    if (at === 'presented') return t(`screen.present.${question.purpose}.presented`);
    if (question.cards.some(({ owner }) => owner === participant)) return t('screen.present.card-here');
    return t(at === 'awaited' ? 'screen.present.awaited' : 'screen.present.holds-none');
  };
  return (
    <fieldset className="choices comers">
      <legend>{t('screen.present.who')}</legend>
      {question.people.map((person) => (
        <label key={person.participant} className="choice" data-state={person.state}>
          <input
            type="radio"
            name="participant"
            // Once it is known who comes, the PIN is what is asked for.
            data-answer={chosen === null ? '' : undefined}
            disabled={person.state === 'presented'}
            checked={chosen === person.participant}
            onChange={() => choose(person.participant)}
          />
          <span className="choice-name">{nameOf(state, person.participant)}</span>
          <span className="choice-what">
            {person.state === 'presented' ? <Icon name="done" /> : null}
            {standing(person)}
          </span>
        </label>
      ))}
    </fieldset>
  );
};

/** The card with which a person signs, and where the share comes from. */
const CardOf = ({
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
  const forced = mustBePaper(person, card);
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
        <SecretField name="user-pin" label={t('screen.card.pin')} hint={<Tries tries={card.tries} />} />
      )}
      {forced && visit.paper === null ? <p className="hint">{t('screen.present.paper-only')}</p> : null}
      <button
        type="button"
        className={forced && visit.paper === null ? 'secondary' : 'quiet'}
        onClick={() => change({ participant: person.participant, from: 'paper', paper: null })}
      >
        <Icon name="file" />
        {t(visit.paper === null ? 'screen.present.on-paper' : 'screen.present.read-again')}
      </button>
    </>
  );
};

/** The sheet is read first and the PIN is typed last, so that nothing is typed in vain. Never inside the answer's form. */
const ReadPaper = ({
  question,
  state,
  raiseException,
  participant,
  change,
}: Props & {
  readonly participant: ParticipantId;
  readonly change: (part: Partial<Visit>) => void;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const [way, setWay] = useState<'words' | 'code'>('words');
  const [refused, setRefused] = useState<Problem | null>(null);
  const refuse = refuseSheet(state, question, participant);
  const excuse = surrogateFor(state, refused);
  const read = (paper: PaperShare): void => change({ participant, paper });
  return (
    <div className="answer paper">
      {question.problem === null ? null : <ProblemNote problem={question.problem} />}
      <div className="paper-head">
        <h3 className="visitor-now">{t('screen.present.sheet-of', { name: nameOf(state, participant) })}</h3>
        <div role="group" aria-label={t('screen.present.way')} className="switch">
          {(['words', 'code'] as const).map((each) => (
            <button key={each} type="button" aria-pressed={each === way} onClick={() => setWay(each)}>
              {t(`screen.present.ways.${each}`)}
            </button>
          ))}
        </div>
        <button type="button" className="quiet" onClick={() => change(nobodyYet)}>
          {t('screen.present.no-paper')}
        </button>
      </div>
      {excuse === null ? null : <SurrogateNote about={excuse} raiseException={raiseException} />}
      {way === 'words' ? (
        <WordEntryForm
          refuse={(head) => {
            const problem = refuse(head);
            setRefused(problem);
            return problem;
          }}
          onShare={({ rows }) => read({ kind: 'words', rows: rows.map((row) => [...row]) })}
        />
      ) : (
        <CodeScan
          onShare={read}
          allowCamera={async (allowed) => {
            await store.ask('allow-camera', { allowed });
          }}
        />
      )}
    </div>
  );
};

/** The two who lead say so, each of them; nobody is locked out by a slip. */
const NobodyElse = ({ question, state }: { readonly question: PresentQuestion; readonly state: State }) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const [open, setOpen] = useState(false);
  const leaders = state.script.parameters.participants
    .filter(({ role }) => role === 'administrator' || role === 'witness')
    .map(({ id }) => id);
  if (!open)
    return (
      <button type="button" className="secondary" onClick={() => setOpen(true)}>
        {t('screen.present.nobody-else')}
      </button>
    );
  return (
    <section className="nobody-else" aria-label={t('screen.present.nobody-else')}>
      <p>{t('screen.present.nobody-else-more')}</p>
      <Confirmations
        people={peopleOf(state, leaders)}
        disabled={asking === 'answer'}
        all={() =>
          store.answer(question.id, { kind: 'present-share', offer: { kind: 'nobody-else', by: leaders } })
        }
      />
      <button type="button" className="quiet" onClick={() => setOpen(false)}>
        {t('screen.cancel')}
      </button>
    </section>
  );
};
