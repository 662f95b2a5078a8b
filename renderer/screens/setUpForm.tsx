import { useRef, useState, type ReactNode, type RefObject } from 'react';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import { PrintIn } from '../parts/printIn.tsx';
import { ScreenForm } from '../parts/screenForm.tsx';
import { useTexts } from '../parts/texts.ts';
import { Instruments, TopBar } from '../parts/topBar.tsx';
import { useStore, useView } from '../store.ts';
import type { Place, PlacedProblem } from './draft.ts';

/** What the parts of a set-up form share. */
export type Fields<Draft> = {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** The problem to be shown at a place: those of fields not yet reached are held back until somebody tries to begin. */
  readonly problemAt: (place: Place) => Problem | null;
  readonly touch: (place: Place) => void;
};

/** A draft, its problems, what of them is to be shown by now, and the ceremony that it becomes. */
export const useDraft = <Draft,>(
  initial: () => Draft,
  problemsOf: (draft: Draft) => readonly PlacedProblem[],
  planOf: (draft: Draft) => CeremonyPlan | null,
) => {
  const store = useStore();
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
  /** The plan, unless something is still to be put right: then goes there. */
  const ready = (): CeremonyPlan | null => {
    setTried(true);
    const [first] = problems;
    if (first === undefined) return planOf(draft);
    form.current?.querySelector<HTMLElement>(`[data-place="${first.place}"]`)?.focus();
    return null;
  };
  const begin = (previousBundle: string | null): void => {
    const plan = ready();
    if (plan !== null) void store.ask('start-ceremony', { plan, previousBundle });
  };
  /** The script on paper, before anything is begun. */
  const print = (previousBundle: string | null, language: Language): void => {
    const plan = ready();
    if (plan !== null) void store.ask('print', { what: 'plan', plan, previousBundle, language });
  };
  return { form, fields, begin, print, problemsShown: tried ? problems.length : 0 };
};

/** A set-up screen: its heading, its sections, and what begins the ceremony. */
export const SetUpForm = ({
  form,
  head,
  action,
  problemsShown,
  begin,
  print = null,
  children,
}: {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly head: ReactNode;
  readonly action: string;
  readonly problemsShown: number;
  /** Absent while there is nothing that could be begun. */
  readonly begin: (() => void) | null;
  readonly print?: ((language: Language) => void) | null;
  readonly children: ReactNode;
}) => {
  const { t } = useTexts();
  const { asking } = useView();
  const waiting = asking === 'start-ceremony';
  return (
    <>
      <TopBar title={t('screen.app.name')}>
        <Instruments />
      </TopBar>
      <main className="page" id="step" tabIndex={-1}>
        <ScreenForm
          form={form}
          wanted={problemsShown > 0 ? t('screen.set-up.problems', { count: problemsShown }) : null}
          action={
            begin === null
              ? null
              : { label: waiting ? t('screen.waiting') : action, disabled: waiting, primary: true }
          }
          beside={
            print === null || begin === null ? null : (
              <PrintIn label={t('screen.print.script')} print={print} />
            )
          }
          submit={() => begin?.()}
        >
          {head}
          {children}
        </ScreenForm>
      </main>
    </>
  );
};
