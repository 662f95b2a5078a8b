import type { ReactNode } from 'react';
import type { Claim, Verdict } from '../../ceremonies/verify/verdict.ts';
import { deedRows } from '../../ceremonies/verify/deedsWords.ts';
import { dateAndTime, useTexts } from '../parts/texts.ts';
import { hsmLostText, Status } from './verdictBody.tsx';

/** A verdict on a bundle, by the sign of what a claim would have. */
const statusOf: Readonly<Record<Verdict['outcome'], Claim['status']>> = {
  good: 'proved',
  bad: 'failed',
  unreadable: 'not-shown',
};

/** One of several bundles: what it is worth, which it is, and the ceremony that made it. */
export const BundleRow = ({
  heading = null,
  verdict: { outcome, summary },
  children,
}: {
  readonly heading?: string | null;
  readonly verdict: Verdict;
  readonly children: ReactNode;
}) => {
  const texts = useTexts();
  const { t, language } = texts;
  return (
    <tr data-status={statusOf[outcome]}>
      {heading === null ? null : <th scope="row">{heading}</th>}
      <td>
        <Status status={statusOf[outcome]} />
      </td>
      <td>{children}</td>
      <td>
        {summary === null
          ? ''
          : `${t(`screen.kinds.${summary.kind}`)} · ${dateAndTime(summary.closedAt, language)}`}
        {(summary === null ? [] : deedRows(summary, texts)).map(({ name, text }) => (
          <p key={text} className="hint">
            {t('cli.deed', { name: t(`deeds.rows.${name}`), text })}
          </p>
        ))}
        {summary?.hsmLost === undefined ? null : (
          <p className="hint">{hsmLostText(summary.hsmLost, texts)}</p>
        )}
      </td>
    </tr>
  );
};
