import { useEffect, useRef } from 'react';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { CheckWords, wordsOf } from '../parts/words.tsx';
import { useStore, useView } from '../store.ts';

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
        <p className="where">{t('screen.script.after')}</p>
        <h1 ref={heading} tabIndex={-1}>
          <Icon name="proved" />
          {t('screen.exported.title')}
        </h1>
      </header>
      {disagreed > 0 || state.exceptions.length > 0 ? (
        <p className="note" data-tone="warn">
          <Icon name="warning" />
          {t('screen.exported.remarks', { exceptions: state.exceptions.length, disagreed })}
        </p>
      ) : null}
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
            {['copy', 'write-down', 'bags', 'rehearse'].map((each) => (
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

export const Abandoned = () => {
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
          {['key', 'cards', 'journal'].map((each) => (
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
