import { useEffect, useId, useRef } from 'react';
import type { Domain } from '../../ceremonies/model/domain.ts';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import type { Role } from '../../ceremonies/model/participant.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore } from '../store.ts';
import { draftFor, draftProblems, planOf, type Draft, type Place, type Seat } from './draft.ts';
import {
  DiceAndSheets,
  IconButton,
  Section,
  SetUpForm,
  TextField,
  Threshold,
  useDraft,
  type Fields,
} from './setUpParts.tsx';

type Props = Fields<Draft>;

/** What people decide before a new key is made. It becomes the frozen script. */
export const SetUp = ({ domain }: { readonly domain: Domain }) => {
  const store = useStore();
  const { t } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const { form, fields, isReady, problemsShown } = useDraft(() => draftFor(domain), draftProblems);
  useEffect(() => heading.current?.focus(), []);
  const { draft } = fields;
  const begin = (): void => {
    if (!isReady()) return;
    void store.ask('start-ceremony', { plan: planOf(draft), previousBundle: draft.previousBundle });
  };
  return (
    <SetUpForm
      form={form}
      action={t(`screen.set-up.begin-${domain}`)}
      problemsShown={problemsShown}
      begin={begin}
      head={
        <header className="page-head">
          <h1 ref={heading} tabIndex={-1}>
            {t('screen.set-up.title')}
          </h1>
          <p className="lead">{t(`screen.set-up.lead-${domain}`)}</p>
        </header>
      }
    >
      <div className="set-up-columns">
        <div>
          <Where {...fields} />
          <Key {...fields} />
          <Previous {...fields} />
        </div>
        <div>
          <People {...fields} />
          <Split {...fields} />
        </div>
      </div>
    </SetUpForm>
  );
};

const Where = ({ draft, change, problemAt, touch }: Props) => {
  const { t } = useTexts();
  return (
    <Section title={t('screen.set-up.where')}>
      {(['embassy', 'place'] as const).map((place) => (
        <TextField
          key={place}
          place={place}
          label={t(`screen.set-up.${place}`)}
          value={draft[place]}
          problem={problemAt(place)}
          change={(value) => change({ [place]: value })}
          touch={() => touch(place)}
        />
      ))}
    </Section>
  );
};

const Key = ({ draft, change, problemAt, touch }: Props) => {
  const { t } = useTexts();
  return (
    <Section title={t('screen.set-up.key')}>
      <TextField
        place="keyLabel"
        label={t('screen.set-up.label')}
        hint={t('screen.set-up.label-hint')}
        lengthMax={40}
        value={draft.keyLabel}
        problem={problemAt('keyLabel')}
        change={(keyLabel) => change({ keyLabel })}
        touch={() => touch('keyLabel')}
      />
      <fieldset className="choices">
        <legend>{t('screen.set-up.algorithm')}</legend>
        {keyAlgorithms.map((each) => (
          <label key={each} className="choice">
            <input
              type="radio"
              name="algorithm"
              checked={draft.algorithm === each}
              onChange={() => change({ algorithm: each })}
            />
            <span className="choice-name">{t(`screen.algorithms.${each}.name`)}</span>
            <span className="choice-what">{t(`screen.algorithms.${each}.meaning`)}</span>
          </label>
        ))}
      </fieldset>
      <DiceAndSheets draft={draft} change={change} />
    </Section>
  );
};

const People = ({ draft, change, problemAt, touch }: Props) => {
  const { t } = useTexts();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const put = (key: number, name: string): void =>
    change({ people: draft.people.map((each) => (each.key === key ? { ...each, name } : each)) });
  const add = (role: Role): void => {
    const key = Math.max(...draft.people.map((each) => each.key)) + 1;
    change({ people: [...draft.people, { key, role, name: '' }] });
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>(`[data-place="person-${key}"]`)?.focus(),
    );
  };
  const remove = (seat: Seat): void =>
    change({ people: draft.people.filter((each) => each.key !== seat.key), acceptsNoSpareShare: false });
  const move = (seat: Seat, by: -1 | 1): void => {
    const peers = draft.people.filter((each) => each.role === seat.role);
    const other = peers[peers.indexOf(seat) + by];
    if (other === undefined) return;
    change({
      people: draft.people.map((each) => (each === seat ? other : each === other ? seat : each)),
    });
  };
  return (
    <Section title={t('screen.set-up.people')}>
      <div className="people" ref={list}>
        {(['administrator', 'witness', 'custodian', 'auditor'] as const).map((role) => {
          const peers = draft.people.filter((each) => each.role === role);
          const many = role === 'custodian' || role === 'auditor';
          return (
            <div key={role} className="people-role" role="group" aria-labelledby={`${id}-${role}`}>
              <p className="people-role-name" id={`${id}-${role}`}>
                {t(many ? `screen.set-up.roles.${role}` : `screen.roles.${role}`)}
                <span className="hint">{t(`screen.set-up.role-meaning.${role}`)}</span>
              </p>
              {peers.map((seat, index) => {
                const place: Place = `person-${seat.key}`;
                const problem = problemAt(place);
                const who = many ? `${t(`screen.roles.${role}`)} ${index + 1}` : t(`screen.roles.${role}`);
                return (
                  <div key={seat.key} className="seat">
                    {many ? <span className="seat-number">{index + 1}</span> : null}
                    <input
                      type="text"
                      data-place={place}
                      aria-label={t('screen.set-up.name-of', { who })}
                      aria-invalid={problem !== null}
                      aria-describedby={`${id}-${seat.key}`}
                      maxLength={80}
                      spellCheck={false}
                      autoComplete="off"
                      value={seat.name}
                      onChange={(event) => put(seat.key, event.target.value)}
                      onBlur={() => touch(place)}
                    />
                    {many ? (
                      <>
                        <IconButton
                          name="up"
                          label={t('screen.set-up.move-up', { who })}
                          disabled={index === 0}
                          press={() => move(seat, -1)}
                        />
                        <IconButton
                          name="down"
                          label={t('screen.set-up.move-down', { who })}
                          disabled={index === peers.length - 1}
                          press={() => move(seat, 1)}
                        />
                        <IconButton
                          name="failed"
                          label={t('screen.set-up.remove', { who })}
                          press={() => remove(seat)}
                        />
                      </>
                    ) : null}
                    <FieldProblem id={`${id}-${seat.key}`} problem={problem} />
                  </div>
                );
              })}
              {many ? (
                <button type="button" className="quiet" onClick={() => add(role)}>
                  <Icon name="add" />
                  {t(`screen.set-up.add.${role}`)}
                </button>
              ) : null}
            </div>
          );
        })}
      </div>
      <FieldProblem id={`${id}-people`} problem={problemAt('people')} />
    </Section>
  );
};

const Split = ({ draft, change, problemAt }: Props) => {
  const { t } = useTexts();
  const custodians = draft.people.filter(({ role }) => role === 'custodian').length;
  return (
    <Section title={t('screen.set-up.split')}>
      <Threshold draft={draft} custodians={custodians} change={change} problem={problemAt('threshold')} />
    </Section>
  );
};

const Previous = ({ draft, change }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const choose = async (): Promise<void> => {
    const reply = await store.ask('choose-bundle', {});
    if (reply.ok && reply.value !== null) change({ previousBundle: reply.value.file });
  };
  return (
    <Section title={t('screen.set-up.previous')}>
      <p className="hint">{t('screen.set-up.previous-hint')}</p>
      {draft.previousBundle === null ? null : <p className="path">{draft.previousBundle}</p>}
      <div className="row">
        <button type="button" className="secondary" onClick={() => void choose()}>
          <Icon name="file" />
          {t('screen.set-up.previous-choose')}
        </button>
        {draft.previousBundle === null ? null : (
          <button type="button" className="quiet" onClick={() => change({ previousBundle: null })}>
            {t('screen.set-up.previous-none')}
          </button>
        )}
      </div>
    </Section>
  );
};
