import { useState } from 'react';
import type { Snapshot, Work } from '../../ceremonies/model/snapshot.ts';
import { number } from '../embassy/names.ts';
import { Icon } from '../parts/icon.tsx';
import { minutesOf, paceOf, type Beginning } from '../parts/pace.ts';
import { locales, useTexts } from '../parts/texts.ts';
import { sizeText } from '../screens/backupDraft.ts';
import type { Open } from './dialogs.tsx';

/** What the machine is doing, how much of it is done, and at what rate; never a guess before there is one to measure. */
export const Working = ({
  work,
  say,
  open,
}: {
  readonly work: Snapshot['work'];
  readonly say: string;
  readonly open: Open;
}) => {
  const { t } = useTexts();
  return (
    <section className="working">
      <p className="lead">{say}</p>
      <h2>{t('screen.working.title')}</h2>
      {work === null ? (
        <progress aria-label={t('screen.working.title')} />
      ) : (
        <WorkDone key={work.step} work={work} />
      )}
      <p className="hint">{t('screen.working.hint')}</p>
      {work?.pausable === true ? (
        <button type="button" className="secondary" onClick={() => open('pause')}>
          <Icon name="pause" />
          {t('embassy.work.pause')}
        </button>
      ) : null}
    </section>
  );
};

const WorkDone = ({ work }: { readonly work: Work }) => {
  const { t } = useTexts();
  const [since] = useState<Beginning>(work);
  const name = t(`screen.working.${work.step}`);
  return (
    <>
      <p className="working-what" role="status">
        {name}
      </p>
      {work.total > 1 ? (
        <>
          <progress value={work.done} max={work.total} aria-label={name} />
          <Count work={work} since={since} />
        </>
      ) : (
        <progress aria-label={name} />
      )}
    </>
  );
};

/** `12 400 of 100 000 data keys · 310 per second · about 5 min left` */
export const Count = ({ work, since }: { readonly work: Work; readonly since: Beginning }) => {
  const { t, language } = useTexts();
  const amount = (value: number): string =>
    work.unit === 'bytes' ? sizeText(value, locales[language]) : number(Math.round(value), language);
  if (work.unit === 'steps')
    return <p>{t('screen.working.counted', { done: work.done, total: work.total })}</p>;
  const pace = paceOf(work, since);
  const minutes = pace === null ? null : minutesOf(pace.secondsLeft);
  return (
    <p className="work-now">
      <strong>
        {t(`embassy.work.counted.${work.unit}`, { done: amount(work.done), total: amount(work.total) })}
      </strong>
      {pace === null ? null : <span>{t('embassy.work.rate', { rate: amount(pace.perSecond) })}</span>}
      {minutes === null ? null : (
        <span>
          {minutes === 0 ? t('embassy.work.left.moment') : t('embassy.work.left.minutes', { count: minutes })}
        </span>
      )}
    </p>
  );
};
