import { createElement, useMemo, type ReactNode } from 'react';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { Note } from '../parts/note.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { HowFarBar } from '../parts/underway.tsx';
import type { Job, Named } from './job.ts';
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
      {said?.kind !== 'record' ? null : said.markup.ok ? (
        <Markup text={said.markup.value} />
      ) : (
        <ProblemNote problem={said.markup.problem} />
      )}
    </article>
  );
};

const elements: ReadonlySet<string> = new Set([
  ...['section', 'h2', 'h3', 'p', 'dl', 'dt', 'dd', 'code', 'span', 'time', 'br', 's'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);

/**
 * The report's markup as elements of this page. It is escaped where it is made; here, all the same, only what a report has comes
 * through, and of its attributes only the class, and how a head cell spans.
 */
const Markup = ({ text }: { readonly text: string }) =>
  useMemo(() => childrenOf(new DOMParser().parseFromString(text, 'text/html').body), [text]);

const childrenOf = (node: Node): readonly ReactNode[] =>
  [...node.childNodes].flatMap((child, key): readonly ReactNode[] => {
    // Spaces between the rows of a table are not allowed there.
    if (child instanceof Text) return child.data.trim() === '' ? [' '] : [child.data];
    if (!(child instanceof Element)) return [];
    const name = child.localName;
    if (!elements.has(name)) return childrenOf(child);
    const scope = child.getAttribute('scope') ?? undefined;
    const colSpan = child instanceof HTMLTableCellElement && child.colSpan > 1 ? child.colSpan : undefined;
    const content = tight.has(name) ? childrenOf(child).filter((each) => each !== ' ') : childrenOf(child);
    return [
      createElement(name, { key, className: child.className || undefined, scope, colSpan }, ...content),
    ];
  });

const tight: ReadonlySet<string> = new Set(['table', 'thead', 'tbody', 'tr']);
