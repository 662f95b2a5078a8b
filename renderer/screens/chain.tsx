import type { ReactNode } from 'react';
import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { inEights, useTexts } from '../parts/texts.ts';
import { BundleRow } from './bundleRow.tsx';
import { claimText, Claims, Outcome } from './verdictBody.tsx';

export const ChainOutcome = ({ verdict: { outcome, bundles } }: { readonly verdict: ChainVerdict }) => {
  const { t } = useTexts();
  return (
    <Outcome
      outcome={outcome}
      title={t(`embassy.chain.outcomes.${outcome}`)}
      lead={t(`embassy.chain.meanings.${outcome}`, { count: bundles.length })}
    />
  );
};

/** The chain's own claims, then each bundle in the chain's order. */
export const ChainBody = ({
  verdict: { claims, bundles, newest },
  directory,
  children,
}: {
  readonly verdict: ChainVerdict;
  readonly directory: string;
  /** What else can be done with these bundles. */
  readonly children?: ReactNode;
}) => {
  const { t } = useTexts();
  const unread = bundles.filter(({ verdict }) => verdict.outcome === 'unreadable').map(({ name }) => name);
  return (
    <>
      <p className="lead">{t('embassy.chain.lead')}</p>
      <dl className="facts" data-width="full">
        <div data-long="">
          <dt>{t('embassy.chain.folder')}</dt>
          <dd>{directory}</dd>
        </div>
        {unread.length === 0 ? null : (
          <div data-long="">
            <dt>{t('embassy.chain.newest')}</dt>
            <dd className="prose">{t('embassy.chain.newest-unknown', { names: unread.join(', ') })}</dd>
          </div>
        )}
        {newest === null ? null : (
          <div data-long="">
            <dt>{t('embassy.chain.newest')}</dt>
            <dd>
              {newest.name}
              <br />
              {inEights(newest.sha256)}
            </dd>
          </div>
        )}
      </dl>
      {children}
      <Claims claims={claims} />
      <Bundles bundles={bundles} />
    </>
  );
};

const Bundles = ({ bundles }: Pick<ChainVerdict, 'bundles'>) => {
  const texts = useTexts();
  const { t } = texts;
  if (bundles.length === 0) return null;
  return (
    <section aria-labelledby="bundles-title" className="claims">
      <h2 id="bundles-title">{t('embassy.chain.bundles')}</h2>
      <table>
        <thead>
          <tr>
            {(['outcome', 'bundle', 'ceremony'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`embassy.chain.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bundles.map(({ name, copies, verdict }) => (
            <BundleRow key={name} verdict={verdict}>
              {[name, ...copies].join(', ')}
              {verdict.problem === null ? null : (
                <p className="claim-reason">{sentenceOf(verdict.problem, texts)}</p>
              )}
              {verdict.claims
                .filter(({ status }) => status === 'failed')
                .map((claim) => (
                  <p key={claim.id} className="claim-reason">
                    {claimText(claim, texts)}
                  </p>
                ))}
            </BundleRow>
          ))}
        </tbody>
      </table>
    </section>
  );
};
