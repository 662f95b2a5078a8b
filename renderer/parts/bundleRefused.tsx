import type { Problem } from '../../ceremonies/model/error.ts';
import { ProblemNote } from './problem.tsx';
import { useTexts } from './texts.ts';

/** Why a bundle cannot be used, which file it was, and the claim that does not hold or the newer file that there is. */
export const BundleRefused = ({ file, problem }: { readonly file: string; readonly problem: Problem }) => {
  const { t, has } = useTexts();
  const claim = `claims.${String(problem.details['claim'] ?? '')}`;
  const newer = problem.details['newer'];
  return (
    <>
      <ProblemNote problem={problem} />
      <dl className="facts">
        <div data-long="">
          <dt>{t('screen.verify.file')}</dt>
          <dd>{file}</dd>
        </div>
        {newer === undefined ? null : (
          <div data-long="">
            <dt>{t('embassy.open.newer')}</dt>
            <dd>{newer}</dd>
          </div>
        )}
        {has(claim) ? (
          <div data-long="">
            <dt>{t('screen.continue.failed-claim')}</dt>
            <dd className="prose">{t(claim, problem.details)}</dd>
          </div>
        ) : null}
      </dl>
    </>
  );
};
