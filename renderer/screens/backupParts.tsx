import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { ErrorCode, Problem } from '../../ceremonies/model/error.ts';
import type { BackupProgress } from '../../electron/backupContract.ts';
import type { Reply, RequestName, RequestOf } from '../../electron/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { locales, useTexts } from '../parts/texts.ts';
import { Band, Instruments, TopBar } from '../parts/topBar.tsx';
import { useStore, useView, type BackupWork } from '../store.ts';
import {
  announcedPercent,
  exceedsOpenssl,
  minutesLeft,
  percentOf,
  sizeText,
  stageOf,
  suggestedOutput,
  type Finished,
} from './backupDraft.ts';
import { Section } from './setUpParts.tsx';

/** Sends a request whose problem is told where it belongs, and not above everything. */
export const useAskHere = () => {
  const store = useStore();
  return async <Name extends RequestName>(name: Name, message: RequestOf<Name>): Promise<Reply<Name>> => {
    const reply = await store.ask(name, message);
    if (!reply.ok) store.dismiss();
    return reply;
  };
};

export const useSizeText = (): ((bytes: number) => string) => {
  const { language } = useTexts();
  return (bytes) => sizeText(bytes, locales[language]);
};

/** What every state of these screens has around it. Beside a real ceremony, only a rehearsed key wears the band. */
export const Frame = ({
  rehearsed = false,
  children,
}: {
  readonly rehearsed?: boolean;
  readonly children: ReactNode;
}) => {
  const { t } = useTexts();
  const { room } = useView();
  return (
    <>
      {rehearsed && room?.modes.production === null ? <Band /> : null}
      <TopBar title={t('backups.bar')}>
        <Instruments />
      </TopBar>
      <main className="page backup" id="step" tabIndex={-1}>
        {children}
      </main>
    </>
  );
};

/** Those who listen to the screen hear at once that it is another one. */
const useHeading = (state: unknown): RefObject<HTMLHeadingElement | null> => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [state]);
  return heading;
};

/** What may end it in the middle without a word about what was written by then. */
const halfway: ReadonlySet<ErrorCode> = new Set([
  'disk-full',
  'not-writable',
  'file-unreadable',
  'token-removed',
  'engine-lost',
]);

/** What can be done here, and why it did not work the last time. */
export const Head = ({ work, problem }: { readonly work: BackupWork; readonly problem: Problem | null }) => {
  const store = useStore();
  const { t } = useTexts();
  const heading = useHeading(problem);
  const refused = problem?.code === 'cancelled' ? 'stopped' : work;
  return (
    <header className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {t(problem === null ? `backups.title.${work}` : `backups.refused.${refused}`)}
      </h1>
      <div role="group" aria-label={t('backups.which')} className="switch">
        {(['open', 'seal'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === work}
            onClick={() => store.go({ name: 'backup', work: each })}
          >
            {t(`backups.works.${each}`)}
          </button>
        ))}
      </div>
      {problem === null ? (
        <p className="lead">{t(`backups.lead.${work}`)}</p>
      ) : (
        <>
          <ProblemNote problem={problem} />
          {halfway.has(problem.code) ? <p className="lead">{t('backups.nothing')}</p> : null}
        </>
      )}
    </header>
  );
};

export const Warning = ({ children }: { readonly children: string }) => (
  <div className="note" data-tone="warn" role="status">
    <Icon name="warning" />
    <p className="note-sentence">{children}</p>
  </div>
);

export const Busy = ({ children }: { readonly children: string }) => (
  <p role="status" className="working-what">
    <progress aria-label={children} />
    {children}
  </p>
);

/** Paths, and what else would not stand beside its name, have a line of their own. */
const isLong = (value: string): boolean => value.length > 30 || /[/\\]/u.test(value);

/** Names and values. */
export const FactList = ({ facts }: { readonly facts: readonly (readonly [string, string])[] }) => (
  <dl className="facts" data-width="full">
    {facts.map(([name, value]) => (
      <div key={name} data-long={isLong(value) ? '' : undefined}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** A button that opens a dialog of the system; the first one on a screen is the primary action. */
export const ChooseButton = ({
  primary = false,
  choose,
  children,
}: {
  readonly primary?: boolean;
  readonly choose: () => Promise<void>;
  readonly children: string;
}) => {
  const { asking } = useView();
  return (
    <div>
      <button
        type="button"
        className={primary ? 'primary' : 'secondary'}
        data-primary={primary ? '' : undefined}
        disabled={asking !== null}
        onClick={() => void choose()}
      >
        <Icon name="file" />
        {children}
      </button>
    </div>
  );
};

export const Output = ({
  work,
  file,
  output,
  choose,
}: {
  readonly work: BackupWork;
  /** From whose name another one is suggested. */
  readonly file: string | null;
  readonly output: string | null;
  readonly choose: (output: string | null) => void;
}) => {
  const { t } = useTexts();
  const ask = useAskHere();
  const [problem, setProblem] = useState<Problem | null>(null);
  const look = async (): Promise<void> => {
    const reply = await ask('choose-output', { suggested: output ?? suggestedOutput(work, file ?? '') });
    setProblem(reply.ok ? null : reply.problem);
    if (!reply.ok) choose(null);
    else if (reply.value !== null) choose(reply.value.file);
  };
  return (
    <Section title={t(`backups.output.title.${work}`)}>
      {output === null ? (
        <p className="hint">{t('backups.output.first')}</p>
      ) : (
        <FactList facts={[[t('backups.output.to'), output]]} />
      )}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {file === null ? null : (
        <ChooseButton choose={look}>
          {t(output === null ? 'backups.output.choose' : 'backups.choose-other')}
        </ChooseButton>
      )}
    </Section>
  );
};

/** The last line: back, what is missing, and the one action. */
export const Bar = ({
  action,
  missing,
  primary,
}: {
  readonly action: string;
  readonly missing: string | null;
  readonly primary: boolean;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  return (
    <div className="actions" data-place-bar="">
      <button type="button" className="secondary" onClick={() => store.go({ name: 'start' })}>
        {t('screen.back')}
      </button>
      <p className="hint" aria-live="polite">
        {missing === null ? null : t(`backups.missing.${missing}`)}
      </p>
      <button
        type="submit"
        className="primary"
        data-primary={primary ? '' : undefined}
        disabled={missing !== null || asking !== null}
      >
        {action}
      </button>
    </div>
  );
};

// --- while it works, and afterwards ---

/** `progress`: null until the engine has said something. */
export const Working = ({
  work,
  progress,
  rehearsed = false,
}: {
  readonly work: BackupWork;
  readonly progress: BackupProgress;
  readonly rehearsed?: boolean;
}) => {
  const { t } = useTexts();
  const size = useSizeText();
  const ask = useAskHere();
  const heading = useHeading(work);
  const [stopping, setStopping] = useState(false);
  const stage = progress === null ? 'beginning' : stageOf(progress);
  const minutes = progress === null ? null : minutesLeft(progress);
  const said =
    stage === 'beginning' ? t(`backups.working.beginning.${work}`) : t('backups.working.finishing');
  return (
    <Frame rehearsed={rehearsed}>
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t(`backups.working.title.${work}`)}
        </h1>
        <p className="lead">{t('backups.working.lead')}</p>
      </header>
      <section className="backup-progress">
        {progress === null || stage !== 'reading' ? (
          <>
            <progress aria-label={said} />
            <p className="backup-now" role="status">
              <strong>{said}</strong>
            </p>
          </>
        ) : (
          <>
            <progress
              aria-label={t(`backups.working.title.${work}`)}
              max={progress.totalBytes}
              value={progress.doneBytes}
            />
            <p className="backup-now">
              <strong>{t('backups.working.percent', { percent: percentOf(progress) })}</strong>
              <span>
                {t('backups.working.done', {
                  done: size(progress.doneBytes),
                  total: size(progress.totalBytes),
                })}
              </span>
              <span>{t('backups.working.rate', { rate: size(progress.bytesPerSecond) })}</span>
              {minutes === null ? null : (
                <span>
                  {minutes === 0
                    ? t('backups.working.left.moment')
                    : t('backups.working.left.minutes', { count: minutes })}
                </span>
              )}
            </p>
            <p className="visually-hidden" role="status">
              {t('backups.working.percent', { percent: announcedPercent(progress) })}
            </p>
          </>
        )}
        {progress === null ? null : <FactList facts={[[t('backups.output.to'), progress.output]]} />}
        <div>
          <button
            type="button"
            className="secondary"
            disabled={stopping}
            onClick={() => {
              setStopping(true);
              void ask('cancel-backup', {});
            }}
          >
            <Icon name="failed" />
            {t(stopping ? 'backups.working.stopping' : 'backups.working.stop')}
          </button>
        </div>
      </section>
    </Frame>
  );
};

/** What became of it, by names in the catalogue. */
const meaningOf = (
  finished: Finished,
): { readonly name: 'authentic' | 'unproved' | 'sealed'; readonly good: boolean } => {
  if (finished.work === 'seal') return { name: 'sealed', good: true };
  return finished.opened.authenticated
    ? { name: 'authentic', good: true }
    : { name: 'unproved', good: false };
};

const factsOf = (
  finished: Finished,
  t: ReturnType<typeof useTexts>['t'],
  size: (bytes: number) => string,
): readonly (readonly [string, string])[] => {
  const saved = [t('backups.done.saved'), finished.output] as const;
  if (finished.work === 'open') {
    const { contentBytes, keyLabel, cipher } = finished.opened;
    return [
      saved,
      [t('backups.size'), size(contentBytes)],
      [t('backups.done.opened-with'), keyLabel],
      [t('backups.sealed.cipher'), t(`backups.ciphers.${cipher}`)],
    ];
  }
  const { sealedBytes, key } = finished.sealed;
  const algorithm = t(`screen.algorithms.${key.algorithm}.name`);
  return [
    saved,
    [t('backups.size'), size(sealedBytes)],
    [t('backups.done.sealed-to'), `${key.label} v${key.version} · ${algorithm}`],
  ];
};

export const Done = ({
  finished,
  rehearsed,
  again,
}: {
  readonly finished: Finished;
  readonly rehearsed: boolean;
  readonly again: () => void;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const size = useSizeText();
  const heading = useHeading(finished);
  const { name, good } = meaningOf(finished);
  const { work } = finished;
  return (
    <Frame rehearsed={rehearsed}>
      <header className="page-head">
        <div className="outcome" data-outcome={good ? 'good' : 'unreadable'}>
          <Icon name={good ? 'proved' : 'warning'} />
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {t(`backups.done.${name}`)}
            </h1>
            <p className="lead">{t(`backups.done.${name}-meaning`)}</p>
          </div>
        </div>
      </header>
      <FactList facts={factsOf(finished, t, size)} />
      {finished.work === 'seal' && finished.sealed.key.domain === 'rehearsal' ? (
        <Warning>{t('backups.bundle.rehearsal')}</Warning>
      ) : null}
      {finished.work === 'seal' && exceedsOpenssl(finished.sealed.contentBytes) ? (
        <Warning>{t('backups.large')}</Warning>
      ) : null}
      <div className="actions">
        <button type="button" className="secondary" onClick={() => store.go({ name: 'start' })}>
          {t('screen.back')}
        </button>
        <button type="button" className="primary" data-primary="" onClick={again}>
          {t(`backups.done.again.${work}`)}
        </button>
      </div>
    </Frame>
  );
};
