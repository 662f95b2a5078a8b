import { useState, type DragEvent, type ReactNode } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { UnfinishedSitting } from '../../ceremonies/model/snapshot.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import type { RoomDescription } from '../../electron/contract.ts';
import type { Embassy as EmbassyScreen } from '../embassy/embassy.tsx';
import { Busy } from '../parts/busy.tsx';
import { BundleRefused } from '../parts/bundleRefused.tsx';
import { PageHead } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { dateAndTime, inEights, traceOf, useTexts } from '../parts/texts.ts';
import { Instruments, TopBar } from '../parts/topBar.tsx';
import { useStore, useView, type Page } from '../store.ts';

type Shown = {
  /** Null until the other screens are read. This one stays until then, and says which of its buttons was pressed. */
  readonly Embassy: typeof EmbassyScreen | null;
};

/** What this is, or how the embassy stands whose bundle was opened; what was left unfinished; and what can be begun here. */
export const Start = ({ Embassy }: Shown) => {
  const { t } = useTexts();
  const { room, last } = useView();
  const found = Embassy !== null && last?.found.ok === true ? last.found.value : null;
  return (
    <>
      <TopBar title={t('screen.app.name')} domain={found?.register.domain ?? null}>
        <Instruments />
      </TopBar>
      <DropBundle>
        {found === null ? <PageHead title={t('screen.start.title')} lead={t('screen.start.lead')} /> : null}
        {room === null ? null : <Unfinished sittings={room.unfinished} />}
        {last?.found.ok === false ? <BundleRefused file={last.file} problem={last.found.problem} /> : null}
        {found === null ? <Ways room={room} /> : null}
        {last === null || found === null || Embassy === null ? null : (
          <Embassy last={last} previous={found} />
        )}
        <Aside />
        {room === null ? <p role="status">{t('screen.start.looking')}</p> : <Identity room={room} />}
      </DropBundle>
    </>
  );
};

/** Where the buttons of this screen lead. */
export const pagesFromStart = {
  rehearsal: { name: 'set-up', kind: 'generate', domain: 'rehearsal' },
  production: { name: 'set-up', kind: 'generate', domain: 'production' },
  reconstitute: { name: 'set-up', kind: 'reconstitute', bundle: null },
  check: { name: 'set-up', kind: 'check', bundle: null },
  verify: { name: 'verify' },
  backup: { name: 'backup', work: 'open' },
} as const satisfies Readonly<Record<string, Page>>;

type Leads = {
  readonly to: Page;
  readonly look: 'primary' | 'secondary';
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly children: string;
};

/** Busy from when it was pressed until its screen is there. Not disabled then: the keyboard would lose its place. */
const LeadTo = ({ to, look, disabled = false, describedBy, children }: Leads) => {
  const store = useStore();
  const { page } = useView();
  return (
    <button
      type="button"
      className={look}
      disabled={disabled}
      aria-busy={page === to || undefined}
      aria-describedby={describedBy}
      onClick={() => store.go(to)}
    >
      {children}
    </button>
  );
};

/** A bundle can be dropped anywhere on the screen; with the keyboard it is chosen. */
const DropBundle = ({ children }: { readonly children: ReactNode }) => {
  const store = useStore();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    const path = file === undefined ? '' : store.fileOf(file);
    if (path !== '') void store.openBundle(path);
  };
  return (
    <main
      className="page"
      id="step"
      tabIndex={-1}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
    </main>
  );
};

const Unfinished = ({ sittings }: { readonly sittings: readonly UnfinishedSitting[] }) => {
  const store = useStore();
  const texts = useTexts();
  const { t, language } = texts;
  const { asking, snapshot } = useView();
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
                    <span className="trace">{traceOf(sitting.problem)}</span>
                  </span>
                </p>
              )}
            </div>
            {sitting.problem === null ? (
              <button
                type="button"
                className="primary"
                data-primary={index === 0 ? '' : undefined}
                disabled={asking !== null || snapshot !== null}
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

/**
 * Nothing is known of the embassy before its last bundle is opened. Usable before the room has been looked at; only whether a real
 * ceremony can be held is not known yet.
 */
const Ways = ({ room }: { readonly room: RoomDescription | null }) => {
  const { t } = useTexts();
  const refused = room?.modes.production ?? null;
  const resuming = room?.unfinished.some((sitting) => sitting.problem === null) ?? false;
  const look = resuming ? 'secondary' : 'primary';
  return (
    <>
      <div className="ways">
        <OpenLast look={look} />
        <section className="way" data-way="generate">
          <Icon name="add" />
          <h2>{t('embassy.first.title')}</h2>
          <p>{t('embassy.first.meaning')}</p>
          <div className="way-actions">
            <LeadTo to={pagesFromStart.rehearsal} look={look}>
              {t('screen.start.begin-rehearsal')}
            </LeadTo>
            <LeadTo
              to={pagesFromStart.production}
              look="secondary"
              disabled={room === null || refused !== null}
              describedBy={refused === null ? undefined : 'production-reason'}
            >
              {t('screen.start.begin-production')}
            </LeadTo>
          </div>
        </section>
        <section className="way" data-way="reconstitute">
          <Icon name="hsm" />
          <h2>{t('screen.start.reconstitute-title')}</h2>
          <p>{t('screen.start.reconstitute')}</p>
          <div className="way-actions">
            {(['reconstitute', 'check'] as const).map((kind) => (
              <LeadTo
                key={kind}
                to={pagesFromStart[kind]}
                look={kind === 'reconstitute' ? look : 'secondary'}
              >
                {t(`screen.start.begin-${kind}`)}
              </LeadTo>
            ))}
          </div>
        </section>
      </div>
      {refused === null ? null : <Refused problem={refused} />}
    </>
  );
};

/** The state between ceremonies is the last bundle, and nothing else. */
const OpenLast = ({ look }: { readonly look: 'primary' | 'secondary' }) => {
  const store = useStore();
  const { t } = useTexts();
  const { last, asking } = useView();
  // A bundle that is good is shown in place of this, as soon as that screen is read.
  const isOpening = asking === 'inspect-bundle' || last?.found.ok === true;
  return (
    <section className="way" data-way="last">
      <Icon name="file" />
      <h2>{t('embassy.open.title')}</h2>
      <p>{t('embassy.open.meaning')}</p>
      <div className="way-actions">
        {isOpening ? <Busy>{t('screen.verify.working')}</Busy> : null}
        <button
          type="button"
          className={look}
          disabled={isOpening || asking === 'choose-bundle'}
          onClick={() => void store.chooseBundle()}
        >
          {t(last === null ? 'embassy.open.choose' : 'screen.continue.choose-other')}
        </button>
        <p className="hint">{t('embassy.open.drop')}</p>
      </div>
    </section>
  );
};

/** What can be done with files, ceremony or not. */
const Aside = () => {
  const { t } = useTexts();
  return (
    <div className="ways-aside">
      <section className="way-aside">
        <div>
          <h2>{t('screen.start.verify-title')}</h2>
          <p>{t('screen.start.verify')}</p>
        </div>
        <LeadTo to={pagesFromStart.verify} look="secondary">
          {t('screen.start.open-verify')}
        </LeadTo>
      </section>
      <section className="way-aside">
        <div>
          <h2>{t('backups.way-title')}</h2>
          <p>{t('backups.way')}</p>
        </div>
        <LeadTo to={pagesFromStart.backup} look="secondary">
          {t('backups.way-open')}
        </LeadTo>
      </section>
    </div>
  );
};

/** Why only rehearsals can be held here. */
const Refused = ({ problem }: { readonly problem: Problem }) => {
  const texts = useTexts();
  return (
    <p className="reason" id="production-reason">
      <Icon name="warning" />
      <span>
        <strong>{texts.t('screen.start.only-rehearsals')}</strong> {sentenceOf(problem, texts)}{' '}
        <span className="trace">{traceOf(problem)}</span>
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
      {software.appHash === null ? null : <p className="digest">{inEights(software.appHash)}</p>}
    </footer>
  );
};
