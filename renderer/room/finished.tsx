import { useEffect, useRef } from 'react';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { namesOf, useTexts } from '../parts/texts.ts';
import { CheckWords, wordsOf } from '../parts/words.tsx';
import { useStore, useView } from '../store.ts';
import { Outcome } from './outcome.tsx';

/** The bundle is written, read back and verified: where it is, how to know it again, what remains to be done. */
export const Exported = ({ snapshot }: { readonly snapshot: Snapshot }) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { exported, state } = snapshot;
  if (exported === null) return null;
  const disagreed = state.declarations.filter((each) => !each.agrees).length;
  return (
    <article className="present" data-over="good">
      <header className="present-head">
        <div className="present-title">
          <p className="where">{t('screen.script.after')}</p>
          <h1 ref={heading} tabIndex={-1}>
            <Icon name="proved" />
            {t('screen.exported.title')}
          </h1>
        </div>
      </header>
      {disagreed > 0 || state.exceptions.length > 0 ? (
        <p className="note" data-tone="warn">
          <Icon name="warning" />
          {t('screen.exported.remarks', { exceptions: state.exceptions.length, disagreed })}
        </p>
      ) : null}
      {state.departed.length === 0 ? null : (
        <p className="note" data-tone="warn">
          <Icon name="warning" />
          {t('screen.exported.departed', { people: namesOf(state, state.departed).join(', ') })}
        </p>
      )}
      <Outcome state={state} />
      <dl className="facts">
        <div data-long="">
          <dt>{t('screen.exported.where')}</dt>
          <dd>{exported.path}</dd>
        </div>
        <div data-long="">
          <dt>SHA-256</dt>
          <dd>{exported.sha256.replace(/.{8}(?=.)/g, '$& ')}</dd>
        </div>
      </dl>
      <div className="beside">
        <section className="aloud">
          <h2>{t('screen.exported.words')}</h2>
          <CheckWords words={wordsOf(exported.sha256)} size="aloud" />
        </section>
        <section className="next">
          <h2>{t('screen.exported.next')}</h2>
          <ol>
            {todoOf(state).map((each) => (
              <li key={each}>{t(`screen.exported.todo.${each}`)}</li>
            ))}
          </ol>
        </section>
      </div>
      <div className="actions">
        <button
          type="button"
          className="secondary"
          disabled={asking === 'print'}
          onClick={() => void store.ask('print', { what: 'record' })}
        >
          <Icon name="print" />
          {t('screen.print.record')}
        </button>
        <button
          type="button"
          className="primary"
          data-primary=""
          disabled={asking !== null}
          onClick={() => void store.ask('leave-ceremony', {})}
        >
          {t('screen.exported.leave')}
        </button>
      </div>
    </article>
  );
};

/** What is left to people. Shares that were used to rebuild a key and not made anew have left their bags once more. */
const todoOf = ({ script, sets }: State): readonly string[] => {
  if (script.kind === 'generate') return ['copy', 'write-down', 'bags', 'rehearse'];
  if (script.kind === 'check') return ['copy', 'write-down', 'bags-again', 'missing'];
  return ['copy', 'write-down', ...(sets.length > 0 ? ['bags', 'old-shares'] : ['bags-again', 'fresh'])];
};

/** Shares that were only brought are not made worthless by giving up; those that were made are. */
const leftBehind = ({ script, sets }: State): readonly string[] => [
  ...(script.kind === 'check' ? [] : ['key']),
  ...(sets.length > 0 || script.kind === 'generate' ? ['cards'] : []),
  ...(script.kind === 'generate' ? [] : ['brought']),
  'journal',
];

export const Abandoned = ({ state }: { readonly state: State }) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className="present" data-over="bad">
      <header className="present-head">
        <h1 ref={heading} tabIndex={-1}>
          <Icon name="failed" />
          {t('screen.abandoned.title')}
        </h1>
      </header>
      <p className="lead">{t('screen.abandoned.lead')}</p>
      <section className="next">
        <h2>{t('screen.exported.next')}</h2>
        <ol>
          {leftBehind(state).map((each) => (
            <li key={each}>{t(`screen.abandoned.todo.${each}`)}</li>
          ))}
        </ol>
      </section>
      <div className="actions">
        <button
          type="button"
          className="primary"
          data-primary=""
          disabled={asking !== null}
          onClick={() => void store.ask('leave-ceremony', {})}
        >
          {t('screen.abandoned.leave')}
        </button>
      </div>
    </article>
  );
};
