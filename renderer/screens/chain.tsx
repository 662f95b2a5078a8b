import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import type { Claim } from '../../ceremonies/verify/verdict.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { dateAndTime, inEights, useTexts } from '../parts/texts.ts';
import { Claims, Outcome, Status } from './verdictBody.tsx';

/** A verdict on a bundle, by the sign of what a claim would have. */
export const statusOf: Readonly<Record<ChainVerdict['outcome'], Claim['status']>> = {
  good: 'proved',
  bad: 'failed',
  unreadable: 'not-shown',
};

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
}: {
  readonly verdict: ChainVerdict;
  readonly directory: string;
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
      <Claims claims={claims} />
      <Bundles bundles={bundles} />
    </>
  );
};

const Bundles = ({ bundles }: Pick<ChainVerdict, 'bundles'>) => {
  const texts = useTexts();
  const { t, has, language } = texts;
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
          {bundles.map(({ name, copies, verdict: { outcome, problem, summary, claims } }) => (
            <tr key={name} data-status={statusOf[outcome]}>
              <td>
                <Status status={statusOf[outcome]} />
              </td>
              <td>
                {[name, ...copies].join(', ')}
                {problem === null ? null : <p className="claim-reason">{sentenceOf(problem, texts)}</p>}
                {claims
                  .filter(({ status }) => status === 'failed')
                  .map(({ id, details }) => (
                    <p key={id} className="claim-reason">
                      {has(`claims.${id}`) ? t(`claims.${id}`, details) : id}
                    </p>
                  ))}
              </td>
              <td>
                {summary === null
                  ? ''
                  : `${t(`screen.kinds.${summary.kind}`)} · ${dateAndTime(summary.closedAt, language)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
