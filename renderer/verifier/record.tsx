import { useMemo } from 'react';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { Note } from '../parts/note.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { HowFarBar } from '../parts/underway.tsx';
import type { Job, Named } from './job.ts';
import { Sections } from './sections.tsx';
import { useJob } from './worker.ts';

/** What the bundle says happened: timeline, people, keys, shares, exceptions, as its report has them, but made here anew. */
export const BundleRecord = ({
  bundle,
  verdict: { bundle: digests, outcome },
}: {
  readonly bundle: Named;
  readonly verdict: Pick<Verdict, 'bundle' | 'outcome'>;
}) => {
  const { t, language } = useTexts();
  const job = useMemo<Job>(
    () => ({ kind: 'record', bundle, digests, language }),
    [bundle, digests, language],
  );
  const said = useJob(job);
  return (
    <article className="record" aria-labelledby="record-title">
      <h2 id="record-title" className="record-title">
        {t('verifier.record')}
      </h2>
      <p className="lead">{t('verifier.record-lead')}</p>
      {outcome === 'good' ? null : (
        <Note tone="bad">
          <p>{t('verifier.record-doubt')}</p>
        </Note>
      )}
      {said === null || said.kind === 'progress' ? (
        <HowFarBar text={t('verifier.record-working')} far={said?.far ?? null} />
      ) : null}
      {said?.kind === 'lost' ? <ProblemNote problem={{ code: 'internal', details: {} }} /> : null}
      {said?.kind !== 'record' ? null : said.told.ok ? (
        <Sections record={said.told.value} />
      ) : (
        <ProblemNote problem={said.told.problem} />
      )}
    </article>
  );
};
