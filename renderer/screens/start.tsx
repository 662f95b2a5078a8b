import { useEffect, useRef } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { UnfinishedSitting } from '../../ceremonies/model/snapshot.ts';
import type { RoomDescription } from '../../electron/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { dateAndTime, sentenceOf, traceOf, useTexts } from '../parts/texts.ts';
import { Instruments, TopBar } from '../parts/topBar.tsx';
import { useStore, useView } from '../store.ts';

/** What this is, what was left unfinished, and the three things that can be begun here. */
export const Start = () => {
  const { t } = useTexts();
  const { room } = useView();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <TopBar title={t('screen.app.name')}>
        <Instruments />
      </TopBar>
      <main className="page" id="step" tabIndex={-1}>
        <header className="page-head">
          <h1 ref={heading} tabIndex={-1}>
            {t('screen.start.title')}
          </h1>
          <p className="lead">{t('screen.start.lead')}</p>
        </header>
        {room === null ? null : <Unfinished sittings={room.unfinished} />}
        <Ways room={room} />
        {room === null ? <p role="status">{t('screen.start.looking')}</p> : <Identity room={room} />}
      </main>
    </>
  );
};

const Unfinished = ({ sittings }: { readonly sittings: readonly UnfinishedSitting[] }) => {
  const store = useStore();
  const texts = useTexts();
  const { t, language } = texts;
  const { asking } = useView();
  if (sittings.length === 0) return null;
  return (
    <section className="unfinished" aria-labelledby="unfinished-title">
      <h2 id="unfinished-title">
        <Icon name="warning" />
        {t('screen.start.unfinished', { count: sittings.length })}
      </h2>
      <ul>
        {sittings.map((sitting, index) => (
          <li key={sitting.sitting} className="sitting">
            <div>
              <p className="sitting-name">
                {sitting.keyLabel}{' '}
                <span>
                  {sitting.kind === null ? null : `${t(`screen.kinds.${sitting.kind}`)} · `}
                  {t(`screen.domains.${sitting.domain}`)}
                </span>
              </p>
              <p>
                {t('screen.start.sitting', {
                  embassy: sitting.embassy,
                  at: dateAndTime(sitting.openedAt, language),
                  events: sitting.events,
                })}
              </p>
              {sitting.problem === null ? null : (
                <p className="field-problem">
                  <Icon name="warning" />
                  <span>
                    {sentenceOf(sitting.problem, texts)}
                    <span className="trace">{traceOf(sitting.problem, null)}</span>
                  </span>
                </p>
              )}
            </div>
            {sitting.problem === null ? (
              <button
                type="button"
                className="primary"
                data-primary={index === 0 ? '' : undefined}
                disabled={asking !== null}
                onClick={() => void store.ask('resume-ceremony', { sitting: sitting.sitting })}
              >
                {t('screen.start.resume')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Usable before the room has been looked at; only whether a real ceremony can be held is not known yet. */
const Ways = ({ room }: { readonly room: RoomDescription | null }) => {
  const store = useStore();
  const { t } = useTexts();
  const refused = room?.modes.production ?? null;
  const resuming = room?.unfinished.some((sitting) => sitting.problem === null) ?? false;
  const look = resuming ? 'secondary' : 'primary';
  return (
    <>
      <div className="ways">
        <section className="way" data-way="generate">
          <Icon name="add" />
          <h2>{t('screen.start.generate-title')}</h2>
          <p>{t('screen.start.generate')}</p>
          <div className="way-actions">
            <button
              type="button"
              className={look}
              onClick={() => store.go({ name: 'set-up', kind: 'generate', domain: 'rehearsal' })}
            >
              {t('screen.start.begin-rehearsal')}
            </button>
            <button
              type="button"
              className="secondary"
              disabled={room === null || refused !== null}
              aria-describedby={refused === null ? undefined : 'production-reason'}
              onClick={() => store.go({ name: 'set-up', kind: 'generate', domain: 'production' })}
            >
              {t('screen.start.begin-production')}
            </button>
          </div>
        </section>
        {(['reconstitute', 'check'] as const).map((kind) => (
          <section key={kind} className="way" data-way={kind}>
            <Icon name={kind === 'reconstitute' ? 'hsm' : 'proved'} />
            <h2>{t(`screen.start.${kind}-title`)}</h2>
            <p>{t(`screen.start.${kind}`)}</p>
            <div className="way-actions">
              <button
                type="button"
                className={look}
                onClick={() => store.go({ name: 'set-up', kind, bundle: null })}
              >
                {t(`screen.start.begin-${kind}`)}
              </button>
            </div>
          </section>
        ))}
      </div>
      {refused === null ? null : <Refused problem={refused} />}
      <div className="ways-aside">
        <section className="way-aside">
          <div>
            <h2>{t('screen.start.verify-title')}</h2>
            <p>{t('screen.start.verify')}</p>
          </div>
          <button type="button" className="secondary" onClick={() => store.go({ name: 'verify' })}>
            {t('screen.start.open-verify')}
          </button>
        </section>
        <section className="way-aside">
          <div>
            <h2>{t('backups.way-title')}</h2>
            <p>{t('backups.way')}</p>
          </div>
          <button
            type="button"
            className="secondary"
            onClick={() => store.go({ name: 'backup', work: 'open' })}
          >
            {t('backups.way-open')}
          </button>
        </section>
      </div>
    </>
  );
};

/** Why only rehearsals can be held here. */
const Refused = ({ problem }: { readonly problem: Problem }) => {
  const texts = useTexts();
  return (
    <p className="reason" id="production-reason">
      <Icon name="warning" />
      <span>
        <strong>{texts.t('screen.start.only-rehearsals')}</strong> {sentenceOf(problem, texts)}
        <span className="trace">{traceOf(problem, null)}</span>
      </span>
    </p>
  );
};

const Identity = ({ room }: { readonly room: RoomDescription }) => {
  const { t } = useTexts();
  const { software } = room;
  return (
    <footer className="identity">
      <p>
        {t('screen.start.identity', {
          version: software.version,
          runtime: t(`screen.runtime.${software.runtime}`),
          platform: software.platform,
        })}
      </p>
      {software.appHash === null ? null : (
        <p className="digest">{software.appHash.replace(/.{8}(?=.)/g, '$& ')}</p>
      )}
    </footer>
  );
};
