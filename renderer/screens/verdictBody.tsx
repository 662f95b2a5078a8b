import type { Claim, KnownSigner, Summary, Verdict } from '../../ceremonies/verify/verdict.ts';
import { named } from '../../ceremonies/texts/inOneLine.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { roles } from '../../ceremonies/model/participant.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { deedRows } from '../../ceremonies/verify/deedsWords.ts';
import { odditiesOf } from '../../ceremonies/verify/oddities.ts';
import { useHeading } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { listed, traceOf, useTexts, zonedSpan } from '../parts/texts.ts';
import { CheckWords } from '../parts/words.tsx';

const outcomeIcons = { good: 'proved', bad: 'failed', unreadable: 'warning' } as const;

/** What it came to, before all else; those who listen hear it at once. */
export const Outcome = ({
  outcome,
  title,
  lead,
}: {
  readonly outcome: Verdict['outcome'];
  readonly title: string;
  readonly lead: string;
}) => {
  const heading = useHeading(title);
  return (
    <header className="page-head">
      <div className="outcome" data-outcome={outcome}>
        <Icon name={outcomeIcons[outcome]} />
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p className="lead">{lead}</p>
        </div>
      </div>
    </header>
  );
};

/** What the verdict on one bundle came to. */
export const BundleOutcome = ({ verdict: { outcome, claims } }: { readonly verdict: Verdict }) => {
  const { t } = useTexts();
  return (
    <Outcome
      outcome={outcome}
      title={t(`screen.verify.outcomes.${outcome}`)}
      lead={t(`screen.verify.meanings.${outcome}`, {
        count: claims.filter(({ status }) => status === 'failed').length,
      })}
    />
  );
};

/** Everything that was found of one bundle. */
export const VerdictBody = ({
  verdict: { problem, summary, claims, signers = [] },
  previousShown,
}: {
  readonly verdict: Verdict;
  readonly previousShown: boolean;
}) => {
  const unshown = previousShown ? null : (summary?.previousBundle ?? null);
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {unshown === null ? null : <Unshown sha256={unshown} />}
      {signers.length === 0 ? null : <Signers signers={signers} />}
      {summary === null ? null : <SummaryTable summary={summary} />}
      {claims.length === 0 ? null : <Claims claims={claims} />}
    </>
  );
};

/** Who signed, where the auditor said whom they know. */
const Signers = ({ signers }: { readonly signers: readonly KnownSigner[] }) => {
  const { t } = useTexts();
  return (
    <section className="signers" aria-labelledby="signers-title">
      <h2 id="signers-title">{t('verifier.signers')}</h2>
      <ul>
        {signers.map(({ standing, knownAs, ...who }) => (
          <li key={who.signer} data-standing={standing}>
            {t(`cli.signers.${standing}`, { ...who, knownAs: knownAs ?? '' })}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Nobody should take an earlier register on trust unawares. */
const Unshown = ({ sha256 }: { readonly sha256: string }) => {
  const { t } = useTexts();
  return (
    <Note tone="warn" role="status">
      <p className="note-sentence">{t('screen.verify.unshown')}</p>
      <p className="trace">{sha256}</p>
    </Note>
  );
};

const algorithmsText = (algorithms: Summary['algorithms'], { t, language }: Texts): string =>
  listed(
    algorithms.map((each) => t(`screen.algorithms.${each}.name`)),
    language,
  );

/** Of a check: what was shown, whether it suffices, and who did not come. */
const healthText = (
  { shown, count, threshold, margin, missing }: Summary['health'][number],
  { t, language }: Texts,
): string =>
  [
    t('screen.outcome.shown', { done: shown, total: count }),
    margin < 0
      ? t('screen.outcome.no-quorum', { threshold })
      : t('screen.outcome.quorum', { count: margin, threshold }),
    ...(missing.length === 0 ? [] : [`${t('screen.outcome.missing')} ${listed(missing, language)}`]),
  ].join(' ');

const longRows: ReadonlySet<string> = new Set([
  'ceremony',
  'time',
  'health',
  'departures',
  'hsm-lost',
  'card-replaced',
]);
const oddRows: ReadonlySet<string> = new Set([
  'exceptions',
  'disagreements',
  'departures',
  'hsm-lost',
  'card-replaced',
  'custody-exceeded',
]);

const SummaryTable = ({ summary }: { readonly summary: Summary }) => {
  const texts = useTexts();
  const { t, language } = texts;
  const deeds = deedRows(summary, texts);
  const isDeed = (row: string): boolean => deeds.some(({ name }) => name === row);
  const rows: readonly (readonly [string, string])[] = [
    [
      'ceremony',
      t('screen.verify.kind', {
        kind: t(`screen.kinds.${summary.kind}`),
        embassy: summary.embassy,
        place: summary.place,
      }),
    ],
    ['mode', t(`screen.domains.${summary.domain}`)],
    ['time', zonedSpan(summary.openedAt, summary.closedAt, language)],
    // Where something is destroyed there may be neither.
    ...(summary.keyLabel === ''
      ? []
      : [['key', `${summary.keyLabel} · ${algorithmsText(summary.algorithms, texts)}`] as const]),
    ...(summary.custodians === 0
      ? []
      : [
          [
            'split',
            t('screen.verify.split', { threshold: summary.threshold, custodians: summary.custodians }),
          ] as const,
        ]),
    ...deeds.map(({ name, text }) => [name, text] as const),
    ...summary.health.map((set) => ['health', healthText(set, texts)] as const),
    ['exceptions', String(summary.exceptions)],
    ...summary.departures.map(({ name, reason }) => ['departures', named(name, reason, texts)] as const),
    ...odditiesOf(summary, texts).map(({ name, text }) => [name, text] as const),
    ['disagreements', String(summary.disagreements)],
    ['events', String(summary.events)],
  ];
  return (
    <section aria-labelledby="summary-title" className="summary">
      <h2 id="summary-title">{t('screen.verify.summary')}</h2>
      <dl className="facts">
        {rows.map(([name, value], index) => (
          <div
            key={`${name} ${index}`}
            data-long={isDeed(name) || longRows.has(name) ? '' : undefined}
            data-attention={
              (oddRows.has(name) && value !== '0') ||
              deeds.some(({ text, isWarning }) => isWarning && text === value)
                ? ''
                : undefined
            }
          >
            <dt>{t(isDeed(name) ? `deeds.rows.${name}` : `screen.verify.rows.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div data-long="">
          <dt>{t('screen.verify.rows.people')}</dt>
          <dd>
            <ul className="plain">
              {summary.participants.map((person) => {
                const role = roles.find((each) => each === person.role);
                return (
                  <li key={person.id}>
                    {person.name}
                    {role === undefined ? null : <span className="hint"> {t(`screen.roles.${role}`)}</span>}
                  </li>
                );
              })}
            </ul>
          </dd>
        </div>
      </dl>
      <details className="head-words">
        <summary>{t('screen.verify.words')}</summary>
        <CheckWords words={summary.head.words} size="aside" />
      </details>
    </section>
  );
};

/** What failed comes first; the order of the rest is the verifier's. */
const order = ['failed', 'not-shown', 'attested', 'proved'] as const;

export const Claims = ({ claims }: { readonly claims: readonly Claim[] }) => {
  const texts = useTexts();
  const { t } = texts;
  const withEvents = claims.some(({ events }) => events.length > 0);
  const sorted = claims.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return (
    <section aria-labelledby="claims-title" className="claims">
      <h2 id="claims-title">{t('screen.verify.claims')}</h2>
      <ul className="legend">
        {order.toReversed().map((status) => (
          <li key={status}>
            <Status status={status} />
            <span>
              {claims.filter((claim) => claim.status === status).length}
              {' · '}
              {t(`screen.verify.status-meaning.${status}`)}
            </span>
          </li>
        ))}
      </ul>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('screen.verify.columns.status')}</th>
            <th scope="col">{t('screen.verify.columns.claim')}</th>
            {withEvents ? <th scope="col">{t('screen.verify.columns.events')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {sorted.map((claim, index) => (
            <tr key={`${claim.id} ${index}`} data-status={claim.status}>
              <td>
                <Status status={claim.status} />
              </td>
              <td>
                {claimText(claim, texts)}
                {claim.problem === null ? null : (
                  <p className="claim-reason">
                    {sentenceOf(claim.problem, texts)} <span className="trace">{traceOf(claim.problem)}</span>
                  </p>
                )}
              </td>
              {withEvents ? <td className="claim-events">{ranges(claim.events)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

export const Status = ({ status }: { readonly status: Claim['status'] }) => {
  const { t } = useTexts();
  return (
    <span className="status" data-status={status}>
      <Icon name={status} />
      {t(`screen.verify.status.${status}`)}
    </span>
  );
};

/** A claim of a later version has no text here: its id is better than nothing. */
export const claimText = ({ id, details }: Claim, { t, has }: Texts): string =>
  has(`claims.${id}`) ? t(`claims.${id}`, details) : id;

/** `3, 7–9` */
const ranges = (events: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const seq of events) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === seq - 1) last[1] = seq;
    else runs.push([seq, seq]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
};
