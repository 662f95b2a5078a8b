import { useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import { ScreenForm } from '../parts/screenForm.tsx';
import { useTexts } from '../parts/texts.ts';
import { Instruments, TopBar } from '../parts/topBar.tsx';
import { useView } from '../store.ts';
import type { Place, PlacedProblem } from './draft.ts';

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

/** A set-up screen: its heading, its sections, and what begins the ceremony. */
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
          submit={() => begin?.()}
        >
          {head}
          {children}
        </ScreenForm>
      </main>
    </>
  );
};
