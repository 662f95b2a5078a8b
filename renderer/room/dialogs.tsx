import { useId, useState } from 'react';
import type { ExceptionAbout } from '../../ceremonies/model/exceptionAbout.ts';
import type { Participant, ParticipantId } from '../../ceremonies/model/participant.ts';
import { decidersOf, hasSigned, leadersOf, presentOf, type State } from '../../ceremonies/model/state.ts';
import { keyLabelsOf, subjectOfState } from '../../ceremonies/model/subject.ts';
import { PeoplePicker } from '../parts/people.tsx';
import { SecretField } from '../parts/secret.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore } from '../store.ts';
import { CompromiseDialog } from './compromise.tsx';
import { DecisionDialog, LongField } from './decision.tsx';

export type DialogName = 'exception' | 'pause' | 'departed' | 'compromised' | 'abandon';
/** `about`: what an exception is to let pass. */
export type OpenDialog = { readonly name: DialogName; readonly about: ExceptionAbout };
export type Open = (dialog: DialogName, about?: ExceptionAbout) => void;
type Props = OpenDialog & { readonly state: State; readonly close: () => void };

export const RoomDialog = (props: Props) => {
  switch (props.name) {
    case 'exception':
      return <ExceptionDialog {...props} />;
    case 'pause':
      return <PauseDialog {...props} />;
    case 'departed':
      return <DepartedDialog {...props} />;
    case 'compromised':
      return <CompromiseDialog {...props} />;
    case 'abandon':
      return <AbandonDialog {...props} />;
  }
};

/** Where something is lost, both who lead say so, and nobody else need. */
const lossTextsOf = (
  about: ExceptionAbout,
  leaders: readonly Participant[],
): { readonly title: string; readonly lead: string } | null => {
  if (about.kind === 'hsm-lost') return { title: 'screen.hsm.lost-title', lead: 'screen.hsm.lost-lead' };
  if (about.kind !== 'card-lost') return null;
  const leads = leaders.some(({ id }) => id === about.participant);
  return {
    title: 'screen.card.lost-title',
    lead: leads ? 'screen.card.lost-lead' : 'screen.card.lost-lead-receiver',
  };
};
const exceptionTexts = { title: 'screen.exception.title', lead: 'screen.exception.lead' } as const;

/** Whose decision an exception is, and how many of them must agree: all, where the rules name them; else any two who decide. */
const agreementOn = (
  state: State,
  about: ExceptionAbout,
): { readonly legend: string; readonly people: readonly Participant[]; readonly least: number } => {
  const leaders = leadersOf(state);
  switch (about.kind) {
    case 'hsm-lost':
    case 'card-lost':
      return { legend: 'screen.both-leaders', people: leaders, least: leaders.length };
    case 'surrogate': {
      const people = state.script.parameters.participants.filter(
        (person) => person.id === about.participant || leaders.includes(person),
      );
      return { legend: 'screen.leaders-and-bringer', people, least: people.length };
    }
    case 'air-gap':
    case 'doubts':
    case 'other':
      return { legend: 'screen.two-people', people: decidersOf(state), least: 2 };
  }
};

/** A recorded departure from the script: expected, happened, decided, by whom. Each agrees by a tick of their own. */
const ExceptionDialog = ({ state, close, about }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const [expected, setExpected] = useState('');
  const [happened, setHappened] = useState('');
  const [decided, setDecided] = useState('');
  const [by, setBy] = useState<readonly ParticipantId[]>([]);
  const { legend, people, least } = agreementOn(state, about);
  const { title, lead } = lossTextsOf(about, leadersOf(state)) ?? exceptionTexts;
  const isSaid = [expected, happened, decided].every((each) => each.trim() !== '');
  return (
    <DecisionDialog
      title={t(title)}
      lead={t(lead)}
      action={t('screen.exception.record')}
      ready={isSaid && by.length >= least}
      close={close}
      decide={() => store.ask('raise-exception', { about, expected, happened, decided, by: [...by] })}
    >
      <LongField label={t('screen.exception.expected')} value={expected} change={setExpected} />
      <LongField label={t('screen.exception.happened')} value={happened} change={setHappened} />
      <LongField label={t('screen.exception.decided')} value={decided} change={setDecided} />
      <PeoplePicker legend={t(legend)} people={people} chosen={by} choose={setBy} />
    </DecisionDialog>
  );
};

const PauseDialog = ({ state, close }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const [by, setBy] = useState<readonly ParticipantId[]>([]);
  const leaders = leadersOf(state);
  return (
    <DecisionDialog
      title={t('screen.pause.title')}
      lead={t('screen.pause.lead')}
      action={t('screen.pause.do')}
      ready={by.length === leaders.length}
      close={close}
      decide={() => store.ask('pause', { by: [...by] })}
    >
      <PeoplePicker legend={t('screen.both-leaders')} people={leaders} chosen={by} choose={setBy} />
    </DecisionDialog>
  );
};

/** Whoever has left is asked for nothing more: both who lead say so, and why. */
const DepartedDialog = ({ state, close }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const [who, setWho] = useState<ParticipantId | null>(null);
  const [by, setBy] = useState<readonly ParticipantId[]>([]);
  const [reason, setReason] = useState('');
  const leaders = leadersOf(state);
  const others = presentOf(state).filter(
    ({ id }) => !leaders.some((leader) => leader.id === id) && !hasSigned(state, id),
  );
  return (
    <DecisionDialog
      title={t('screen.departed.title')}
      lead={t('screen.departed.lead')}
      action={t('screen.departed.do')}
      ready={who !== null && reason.trim() !== '' && by.length === leaders.length}
      close={close}
      decide={() => store.ask('depart', { participant: who ?? '', by: [...by], reason })}
    >
      {others.length === 0 ? <p className="hint">{t('screen.departed.nobody')}</p> : null}
      <PeoplePicker
        legend={t('screen.departed.who')}
        people={others}
        chosen={who === null ? [] : [who]}
        choose={(chosen) => setWho(chosen.at(-1) ?? null)}
        single
      />
      <LongField label={t('screen.departed.reason')} value={reason} change={setReason} />
      <PeoplePicker legend={t('screen.both-leaders')} people={leaders} chosen={by} choose={setBy} />
    </DecisionDialog>
  );
};

const pinProblems: ReadonlySet<string> = new Set(['pin-required', 'pin-wrong']);

/** The end of a ceremony that cannot go on: two people, a reason, and the name of what is given up typed out. */
const AbandonDialog = ({ state, close }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const id = useId();
  const [by, setBy] = useState<readonly ParticipantId[]>([]);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [wantsPin, setWantsPin] = useState(false);
  const { embassy } = state.script.parameters;
  // Where several keys are at stake, the embassy stands for them.
  const labels = keyLabelsOf(subjectOfState(state));
  const word = labels.length === 1 ? (labels[0] ?? embassy) : embassy;
  return (
    <DecisionDialog
      title={t('screen.abandon.title')}
      lead={t('screen.abandon.lead')}
      action={t('screen.abandon.do')}
      ready={by.length >= 2 && reason.trim() !== '' && typed.trim() === word}
      tone="bad"
      close={close}
      decide={async (secrets) => {
        const hsmPin = secrets.get('hsm-pin') ?? null;
        const reply = await store.ask('abandon', { by: [...by], reason, hsmPin });
        // The keys that were made are destroyed on the HSM, which may have been logged out.
        if (!reply.ok && pinProblems.has(reply.problem.code)) setWantsPin(true);
        return reply;
      }}
    >
      <LongField label={t('screen.abandon.reason')} value={reason} change={setReason} />
      <PeoplePicker legend={t('screen.two-people')} people={decidersOf(state)} chosen={by} choose={setBy} />
      <div className="field">
        <label htmlFor={id}>{t('screen.abandon.type', { word })}</label>
        <input
          id={id}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {wantsPin ? <SecretField name="hsm-pin" label={t('screen.abandon.hsm-pin')} /> : null}
    </DecisionDialog>
  );
};
