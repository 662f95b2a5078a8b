import { useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { Instruments, TopBar } from '../parts/topBar.tsx';
import { useStore, useView } from '../store.ts';
import { splitFacts, type Place, type PlacedProblem } from './draft.ts';

/** What the parts of a set-up form share. */
export type Fields<Draft> = {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** The problem to be shown at a place: those of fields not yet reached are held back until somebody tries to begin. */
  readonly problemAt: (place: Place) => Problem | null;
  readonly touch: (place: Place) => void;
};

/** A draft, its problems, and what of them is to be shown by now. */
export const useDraft = <Draft,>(
  initial: () => Draft,
  problemsOf: (draft: Draft) => readonly PlacedProblem[],
) => {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<Place>>(new Set());
  const [tried, setTried] = useState(false);
  const problems = problemsOf(draft);
  const alwaysShown: readonly Place[] = ['threshold', 'people'];
  const fields: Fields<Draft> = {
    draft,
    change: (change) => setDraft({ ...draft, ...change }),
    problemAt: (place) =>
      tried || touched.has(place) || alwaysShown.includes(place)
        ? (problems.find((each) => each.place === place)?.problem ?? null)
        : null,
    touch: (place) => setTouched(new Set([...touched, place])),
  };
  /** Whether nothing is to be put right any more; if something is, goes there. */
  const isReady = (): boolean => {
    setTried(true);
    const [first] = problems;
    if (first !== undefined)
      form.current?.querySelector<HTMLElement>(`[data-place="${first.place}"]`)?.focus();
    return first === undefined;
  };
  return { form, fields, isReady, problemsShown: tried ? problems.length : 0 };
};

/** The form of a set-up screen: its heading, its sections, and what begins the ceremony. */
export const SetUpForm = ({
  form,
  head,
  action,
  problemsShown,
  begin,
  children,
}: {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly head: ReactNode;
  readonly action: string;
  readonly problemsShown: number;
  /** Absent while there is nothing that could be begun. */
  readonly begin: (() => void) | null;
  readonly children: ReactNode;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
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
            begin?.();
          }}
        >
          {head}
          {children}
          <div className="actions" data-place-bar="">
            <button type="button" className="secondary" onClick={() => store.go({ name: 'start' })}>
              {t('screen.back')}
            </button>
            <p className="hint" aria-live="polite">
              {problemsShown > 0 ? t('screen.set-up.problems', { count: problemsShown }) : null}
            </p>
            {begin === null ? null : (
              <button
                type="submit"
                className="primary"
                data-primary=""
                disabled={asking === 'start-ceremony'}
              >
                {asking === 'start-ceremony' ? t('screen.waiting') : action}
              </button>
            )}
          </div>
        </form>
      </main>
    </>
  );
};

export const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <fieldset className="section">
    <legend>{title}</legend>
    {children}
  </fieldset>
);

export const TextField = ({
  label,
  hint,
  place,
  value,
  lengthMax = 120,
  problem,
  change,
  touch,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly place: Place;
  readonly value: string;
  readonly lengthMax?: number;
  readonly problem: Problem | null;
  readonly change: (value: string) => void;
  readonly touch: () => void;
}) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        data-place={place}
        data-kind={place}
        maxLength={lengthMax}
        spellCheck={false}
        autoComplete="off"
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint ${id}-problem`}
        onChange={(event) => change(event.target.value)}
        onBlur={touch}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <FieldProblem id={`${id}-problem`} problem={problem} />
    </div>
  );
};

/** Something that is done or not, with what it means. */
export const Tick = ({
  name,
  meaning,
  tone,
  checked,
  change,
}: {
  readonly name: string;
  readonly meaning?: string;
  readonly tone?: 'warn';
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}) => (
  <label className="tick" data-tone={tone}>
    <input type="checkbox" checked={checked} onChange={(event) => change(event.target.checked)} />
    <span>
      <span className={meaning === undefined ? undefined : 'choice-name'}>{name}</span>
      {meaning === undefined ? null : <span className="choice-what">{meaning}</span>}
    </span>
  </label>
);

/** What is decided of a recovery key that is to be split, whoever gets the shares. */
type Splitting = {
  readonly threshold: string;
  readonly dice: boolean;
  readonly sheets: boolean;
  readonly acceptsNoSpareShare: boolean;
};

export const DiceAndSheets = ({
  draft,
  change,
}: {
  readonly draft: Splitting;
  readonly change: (change: Partial<Splitting>) => void;
}) => {
  const { t } = useTexts();
  return (
    <>
      <Tick
        name={t('screen.set-up.dice')}
        meaning={t('screen.set-up.dice-meaning')}
        checked={draft.dice}
        change={(dice) => change({ dice })}
      />
      <Tick
        name={t('screen.set-up.sheets')}
        meaning={t('screen.set-up.sheets-meaning')}
        checked={draft.sheets}
        change={(sheets) => change({ sheets })}
      />
    </>
  );
};

/** How many of them must come together, and what that means for people. */
export const Threshold = ({
  draft,
  custodians,
  change,
  problem,
}: {
  readonly draft: Splitting;
  readonly custodians: number;
  readonly change: (change: Partial<Splitting>) => void;
  readonly problem: Problem | null;
}) => {
  const { t } = useTexts();
  const id = useId();
  const { threshold, spare, quorums } = splitFacts(draft.threshold, custodians);
  return (
    <>
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
      {threshold === custodians && threshold >= 2 ? (
        <Tick
          name={t('screen.set-up.accept-no-spare')}
          tone="warn"
          checked={draft.acceptsNoSpareShare}
          change={(acceptsNoSpareShare) => change({ acceptsNoSpareShare })}
        />
      ) : null}
    </>
  );
};

export const IconButton = ({
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
