import { useState } from 'react';
import type { BackupProgress } from '../../electron/backupContract.ts';
import { PageHead } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import type { BackupWork } from '../store.ts';
import { announcedPercent, minutesLeft, percentOf, stageOf } from './backupDraft.ts';
import { FactList, Frame, useAskHere, useSizeText } from './backupParts.tsx';

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
  const [stopping, setStopping] = useState(false);
  const stage = progress === null ? 'beginning' : stageOf(progress);
  const minutes = progress === null ? null : minutesLeft(progress);
  const said =
    stage === 'beginning' ? t(`backups.working.beginning.${work}`) : t('backups.working.finishing');
  return (
    <Frame rehearsed={rehearsed}>
      <PageHead title={t(`backups.working.title.${work}`)} lead={t('backups.working.lead')} state={work} />
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
