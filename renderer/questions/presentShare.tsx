import { useState } from 'react';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Presenter } from '../../ceremonies/model/question.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { nameOf } from '../parts/stateTexts.ts';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { readBlankCard } from './blankCard.tsx';
import { useKept } from './kept.ts';
import { LookAgain } from './lookAgain.tsx';
import { LeadersSay } from './leadersSay.tsx';
import { CardOf } from './presentCard.tsx';
import { ReadPaper } from './presentPaper.tsx';
import { Progress } from './presentProgress.tsx';
import { SurrogateNote, type RaiseException } from './surrogateNote.tsx';
import { Tick } from '../screens/setUpParts.tsx';
import {
  afterRefusal,
  bagsToHandIn,
  chosenCard,
  mustBePaper,
  nobodyYet,
  surrogateFor,
  visitorOf,
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
  const reading = recognised !== null && question.purpose !== 'hand-in' && isReading(question, now);
  return (
    <>
      <Progress
        sets={question.sets}
        purpose={question.purpose}
        brief={reading || visit.paper !== null || question.problem !== null}
        busy={recognised !== null}
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
  const isHandIn = question.purpose === 'hand-in';
  const onPaper = !isHandIn && mustBePaper(person, card);
  const bags = isHandIn && person !== undefined ? bagsToHandIn(state, person.participant) : [];
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
        const comer = { participant: person.participant, token: { label, serial }, mode };
        return {
          kind: 'present-share',
          offer: isHandIn
            ? { kind: 'hand-in', ...comer, sheet: visit.sheetGone }
            : { kind: 'share', ...comer, from: visit.paper ?? { kind: 'card' } },
        };
      }}
      aside={
        question.purpose === 'collect' ? null : (
          <LeadersSay
            question={question}
            state={state}
            what={t('screen.present.nobody-else')}
            meaning={t('screen.present.nobody-else-more')}
            answer={(by) => ({ kind: 'present-share', offer: { kind: 'nobody-else', by } })}
          />
        )
      }
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
            {bags.length === 0 ? null : (
              <Tick
                name={t('embassy.hand-in.sheet', { bags: bags.join(', ') })}
                meaning={t('embassy.hand-in.sheet-meaning')}
                tone="warn"
                checked={visit.sheetGone}
                change={(sheetGone) => change({ participant: person.participant, sheetGone })}
              />
            )}
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

/** Everybody who may still come, and what is known of each. */
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
  // Where dead shares are handed in, whoever has none is not called.
  const comers = question.people.filter(
    ({ state: at }) => question.purpose !== 'hand-in' || at !== 'holds-none',
  );
  const standing = ({ participant, state: at }: Presenter): string => {
    if (at === 'presented') return t(`screen.present.${question.purpose}.presented`);
    if (question.cards.some(({ owner }) => owner === participant)) return t('screen.present.card-here');
    return t(at === 'awaited' ? 'screen.present.awaited' : 'screen.present.holds-none');
  };
  return (
    <fieldset className="choices comers">
      <legend>{t('screen.present.who')}</legend>
      {comers.map((person) => (
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
