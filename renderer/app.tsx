import { useEffect } from 'react';
import type { Problem, Result } from '../ceremonies/model/error.ts';
import { useHeading } from './parts/heading.tsx';
import { Note } from './parts/note.tsx';
import { ProblemNote } from './parts/problem.tsx';
import { useTexts } from './parts/texts.ts';
import { Band } from './parts/topBar.tsx';
import type * as others from './screens/others.ts';
import { Start } from './screens/start.tsx';
import { domainOf, useStore, useView, type View } from './store.ts';

export type OtherScreens = typeof others;

/** `others`: null until they are read. */
type Shown = { readonly others: Result<OtherScreens> | null };

/** The first screen stays until the others are read, whatever was pressed or has come meanwhile. */
const untilRead = { page: { name: 'start' }, snapshot: null, last: null } as const satisfies Partial<View>;

export const App = ({ others }: Shown) => {
  const view = useView();
  const { t } = useTexts();
  useEnter();
  const shown = others === null ? { ...view, ...untilRead } : view;
  return (
    <div className="app" data-screen={shown.snapshot === null ? shown.page.name : 'room'}>
      <a className="skip" href="#step">
        {t('screen.skip')}
      </a>
      {isRehearsal(shown) ? <Band /> : null}
      <Alerts />
      <Screen others={others} />
    </div>
  );
};

const Screen = ({ others: read }: Shown) => {
  const { snapshot, page } = useView();
  if (read?.ok === false) return <Unreadable problem={read.problem} />;
  if (read === null) return <Start Embassy={null} />;
  const { Backup, Continue, Embassy, Room, SetUp, Verify } = read.value;
  if (snapshot !== null) return <Room snapshot={snapshot} />;
  switch (page.name) {
    case 'start':
      return <Start Embassy={Embassy} />;
    case 'set-up':
      return page.kind === 'generate' ? (
        <SetUp domain={page.domain} />
      ) : (
        <Continue key={page.kind} kind={page.kind} bundle={page.bundle} duty={page.duty ?? null} />
      );
    case 'verify':
      return <Verify />;
    case 'backup':
      return <Backup key={page.work} work={page.work} />;
  }
};

/** In place of every screen: the first one leads nowhere then, and whatever goes wrong later must not hide why. */
const Unreadable = ({ problem }: { readonly problem: Problem }) => {
  const { t } = useTexts();
  return (
    <main className="page" id="step" tabIndex={-1}>
      <h1 ref={useHeading()} tabIndex={-1}>
        {t('screen.app.name')}
      </h1>
      <ProblemNote problem={problem} />
    </main>
  );
};

/** A program that cannot hold a real ceremony rehearses wherever one is. */
const isRehearsal = (view: View): boolean => {
  const { snapshot, room } = view;
  if (snapshot !== null) return snapshot.state.script.parameters.domain === 'rehearsal';
  const domain = domainOf(view);
  if (domain !== null) return domain === 'rehearsal';
  return room !== null && room.modes.production !== null;
};

/** What went wrong outside of any question: a request that failed, an engine that was started again. */
const Alerts = () => {
  const store = useStore();
  const { t } = useTexts();
  const { fault, restarted, snapshot } = useView();
  const sitting = restarted?.sitting ?? null;
  if (fault === null && restarted === null) return null;
  return (
    <div className="alerts">
      {restarted === null ? null : (
        <Note tone="warn" role="alert">
          <p className="note-sentence">{t('errors.engine-lost')}</p>
          {sitting !== null && snapshot === null ? (
            <button
              type="button"
              className="secondary"
              onClick={() => void store.ask('resume-ceremony', { sitting })}
            >
              {t('screen.start.resume')}
            </button>
          ) : null}
        </Note>
      )}
      {fault === null ? null : <ProblemNote problem={fault} />}
      <button type="button" className="quiet" onClick={store.dismiss}>
        {t('screen.dismiss')}
      </button>
    </div>
  );
};

/** Enter does the primary action, wherever it has no meaning of its own. */
const useEnter = (): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.key !== 'Enter' || event.defaultPrevented || event.repeat) return;
      if (
        !(target instanceof HTMLElement) ||
        target.closest('button, a, input, textarea, select, summary, dialog')
      )
        return;
      document.querySelector<HTMLButtonElement>('[data-primary]:not(:disabled)')?.click();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
};
