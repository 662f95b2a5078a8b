import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { Domain } from '../../ceremonies/model/domain.ts';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import type { Role } from '../../ceremonies/model/participant.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { Instruments, TopBar } from '../parts/topBar.tsx';
import { useStore, useView } from '../store.ts';
import {
  draftFor,
  draftProblems,
  parametersOf,
  splitFacts,
  type Draft,
  type Place,
  type PlacedProblem,
  type Seat,
} from './draft.ts';

type Props = {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** The problem to be shown at a place: those of fields not yet reached are held back until somebody tries to begin. */
  readonly problemAt: (place: Place) => PlacedProblem['problem'] | null;
  readonly touch: (place: Place) => void;
};

/** What people decide before a ceremony. It becomes the frozen script. */
export const SetUp = ({ domain }: { readonly domain: Domain }) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftFor(domain));
  const [touched, setTouched] = useState<ReadonlySet<Place>>(new Set());
  const [tried, setTried] = useState(false);
  useEffect(() => heading.current?.focus(), []);

  const problems = draftProblems(draft);
  const shown = (place: Place): boolean =>
    tried || touched.has(place) || place === 'threshold' || place === 'people';
  const props: Props = {
    draft,
    change: (change) => setDraft({ ...draft, ...change }),
    problemAt: (place) =>
      (shown(place) ? problems.find((each) => each.place === place)?.problem : undefined) ?? null,
    touch: (place) => setTouched(new Set([...touched, place])),
  };

  const begin = (): void => {
    setTried(true);
    const [first] = problems;
    if (first !== undefined) {
      form.current?.querySelector<HTMLElement>(`[data-place="${first.place}"]`)?.focus();
      return;
    }
    void store.ask('start-ceremony', {
      parameters: { ...parametersOf(draft), participants: [...parametersOf(draft).participants] },
      previousBundle: draft.previousBundle,
    });
  };

  return (
    <>
      <TopBar title={t('screen.app.name')}>
        <Instruments />
      </TopBar>
      <main className="page" id="step" tabIndex={-1}>
        <form
          ref={form}
          className="set-up"
          noValidate
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          <header className="page-head">
            <h1 ref={heading} tabIndex={-1}>
              {t('screen.set-up.title')}
            </h1>
            <p className="lead">{t(`screen.set-up.lead-${domain}`)}</p>
          </header>
          <div className="set-up-columns">
            <div>
              <WhereSection {...props} />
              <Key {...props} />
              <Previous {...props} />
            </div>
            <div>
              <People {...props} />
              <Split {...props} />
            </div>
          </div>
          <div className="actions" data-place-bar="">
            <button type="button" className="secondary" onClick={() => store.go({ name: 'start' })}>
              {t('screen.back')}
            </button>
            <p className="hint" aria-live="polite">
              {tried && problems.length > 0 ? t('screen.set-up.problems', { count: problems.length }) : null}
            </p>
            <button type="submit" className="primary" data-primary="" disabled={asking === 'start-ceremony'}>
              {t(asking === 'start-ceremony' ? 'screen.waiting' : `screen.set-up.begin-${domain}`)}
            </button>
          </div>
        </form>
      </main>
    </>
  );
};

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <fieldset className="section">
    <legend>{title}</legend>
    {children}
  </fieldset>
);

const TextField = ({
  label,
  hint,
  name,
  props,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly name: 'embassy' | 'place' | 'keyLabel';
  readonly props: Props;
}) => {
  const id = useId();
  const problem = props.problemAt(name);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        data-place={name}
        data-kind={name}
        maxLength={name === 'keyLabel' ? 40 : 120}
        spellCheck={false}
        autoComplete="off"
        value={props.draft[name]}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint ${id}-problem`}
        onChange={(event) => props.change({ [name]: event.target.value })}
        onBlur={() => props.touch(name)}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <FieldProblem id={`${id}-problem`} problem={problem} />
    </div>
  );
};

const WhereSection = (props: Props) => {
  const { t } = useTexts();
  return (
    <Section title={t('screen.set-up.where')}>
      <TextField name="embassy" label={t('screen.set-up.embassy')} props={props} />
      <TextField name="place" label={t('screen.set-up.place')} props={props} />
    </Section>
  );
};

const Key = (props: Props) => {
  const { t } = useTexts();
  const { draft, change } = props;
  return (
    <Section title={t('screen.set-up.key')}>
      <TextField
        name="keyLabel"
        label={t('screen.set-up.label')}
        hint={t('screen.set-up.label-hint')}
        props={props}
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
      <label className="tick">
        <input
          type="checkbox"
          checked={draft.dice}
          onChange={(event) => change({ dice: event.target.checked })}
        />
        <span>
          <span className="choice-name">{t('screen.set-up.dice')}</span>
          <span className="choice-what">{t('screen.set-up.dice-meaning')}</span>
        </span>
      </label>
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

const IconButton = ({
  name,
  label,
  disabled = false,
  press,
}: {
  readonly name: 'up' | 'down' | 'failed';
  readonly label: string;
  readonly disabled?: boolean;
  readonly press: () => void;
}) => (
  <button
    type="button"
    className="icon-button"
    aria-label={label}
    title={label}
    disabled={disabled}
    onClick={press}
  >
    <Icon name={name} />
  </button>
);

const Split = ({ draft, change, problemAt }: Props) => {
  const { t } = useTexts();
  const id = useId();
  const { custodians, threshold, spare, quorums } = splitFacts(draft);
  const problem = problemAt('threshold');
  const all = threshold === custodians && threshold >= 2;
  return (
    <Section title={t('screen.set-up.split')}>
      <div className="split">
        <div className="field">
          <label htmlFor={id}>{t('screen.set-up.threshold')}</label>
          <input
            id={id}
            type="number"
            inputMode="numeric"
            data-place="threshold"
            min={2}
            max={255}
            value={draft.threshold}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-problem ${id}-meaning`}
            onChange={(event) => change({ threshold: event.target.value, acceptsNoSpareShare: false })}
          />
        </div>
        <p className="split-of">{t('screen.set-up.of', { count: custodians })}</p>
      </div>
      {quorums === null ? null : (
        <p className="split-meaning" id={`${id}-meaning`}>
          {t('screen.set-up.any', { threshold, custodians })} {t('screen.set-up.spare', { count: spare })}{' '}
          {t('screen.set-up.quorums', { quorums })}
        </p>
      )}
      <FieldProblem id={`${id}-problem`} problem={problem} />
      {all ? (
        <label className="tick" data-tone="warn">
          <input
            type="checkbox"
            checked={draft.acceptsNoSpareShare}
            onChange={(event) => change({ acceptsNoSpareShare: event.target.checked })}
          />
          <span>{t('screen.set-up.accept-no-spare')}</span>
        </label>
      ) : null}
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
