import { useId, useState, type ReactNode } from 'react';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { keyLabelsOf, subjectOfState } from '../../ceremonies/model/subject.ts';
import type { Reply, RequestName } from '../../electron/contract.ts';
import { Dialog } from '../parts/dialog.tsx';
import { PeoplePicker } from '../parts/people.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';

export type DialogName = 'exception' | 'pause' | 'abandon';
/** `by`: whose decision it is already known to be. */
export type OpenDialog = { readonly name: DialogName; readonly by: readonly ParticipantId[] };
export type Open = (dialog: DialogName, by?: readonly ParticipantId[]) => void;
type Props = OpenDialog & { readonly state: State; readonly close: () => void };

export const RoomDialog = (props: Props) => {
  switch (props.name) {
    case 'exception':
      return <ExceptionDialog {...props} />;
    case 'pause':
      return <PauseDialog {...props} />;
    case 'abandon':
      return <AbandonDialog {...props} />;
  }
};

/** A recorded departure from the script: expected, happened, decided, by whom. */
const ExceptionDialog = ({ state, close, by: deciding }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const [expected, setExpected] = useState('');
  const [happened, setHappened] = useState('');
  const [decided, setDecided] = useState('');
  const [by, setBy] = useState(deciding);
  const whole = [expected, happened, decided].every((each) => each.trim() !== '') && by.length >= 2;
  return (
    <DecisionDialog
      title={t('screen.exception.title')}
      lead={t('screen.exception.lead')}
      action={t('screen.exception.record')}
      ready={whole}
      close={close}
      decide={() => store.ask('raise-exception', { expected, happened, decided, by: [...by] })}
    >
      <LongField label={t('screen.exception.expected')} value={expected} change={setExpected} />
      <LongField label={t('screen.exception.happened')} value={happened} change={setHappened} />
      <LongField label={t('screen.exception.decided')} value={decided} change={setDecided} />
      <PeoplePicker
        legend={t('screen.two-people')}
        people={state.script.parameters.participants}
        chosen={by}
        choose={setBy}
      />
    </DecisionDialog>
  );
};

const leadersOf = (state: State) =>
  state.script.parameters.participants.filter(({ role }) => role === 'administrator' || role === 'witness');

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

/** The end of a ceremony that cannot go on: two people, a reason, and the name of what is given up typed out. */
const AbandonDialog = ({ state, close }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const id = useId();
  const [by, setBy] = useState<readonly ParticipantId[]>([]);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const { embassy, participants } = state.script.parameters;
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
      decide={() => store.ask('abandon', { by: [...by], reason })}
    >
      <LongField label={t('screen.abandon.reason')} value={reason} change={setReason} />
      <PeoplePicker legend={t('screen.two-people')} people={participants} chosen={by} choose={setBy} />
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
    </DecisionDialog>
  );
};

const DecisionDialog = ({
  title,
  lead,
  action,
  ready,
  tone,
  close,
  decide,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly ready: boolean;
  readonly tone?: 'bad';
  readonly close: () => void;
  readonly decide: () => Promise<Reply<RequestName>>;
  readonly children: ReactNode;
}) => {
  const { t } = useTexts();
  const { fault, asking } = useView();
  return (
    <Dialog title={title} close={close}>
      <form
        className="decision"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && asking === null)
            void decide().then((reply) => {
              if (reply.ok) close();
            });
        }}
      >
        <p className="lead">{lead}</p>
        {children}
        {fault === null ? null : <ProblemNote problem={fault} />}
        <div className="actions">
          <button type="button" className="secondary" onClick={close}>
            {t('screen.cancel')}
          </button>
          <button type="submit" className="primary" data-tone={tone} disabled={!ready || asking !== null}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
};

const LongField = ({
  label,
  value,
  change,
}: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
}) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={4000}
        required
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
};
