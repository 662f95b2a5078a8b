import type { ReactNode } from 'react';
import type { Claim, Verdict } from '../../ceremonies/verify/verdict.ts';
import { deedRows } from '../../ceremonies/verify/deedsWords.ts';
import { odditiesOf } from '../../ceremonies/verify/oddities.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useTexts, zonedTime } from '../parts/texts.ts';

/** The colours are those of claims; the word is another, for a good bundle rests on people's word as well. */
const signs = {
  good: { status: 'proved', icon: 'proved' },
  bad: { status: 'failed', icon: 'failed' },
  unreadable: { status: 'not-shown', icon: 'warning' },
} as const satisfies Readonly<
  Record<Verdict['outcome'], { readonly status: Claim['status']; readonly icon: IconName }>
>;

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
  const { status, icon } = signs[outcome];
  return (
    <tr data-status={status}>
      {heading === null ? null : <th scope="row">{heading}</th>}
      <td>
        <span className="status" data-status={status}>
          <Icon name={icon} />
          {t(`screen.verify.words-of.${outcome}`)}
        </span>
      </td>
      <td>{children}</td>
      <td>
        {summary === null
          ? ''
          : `${t(`screen.kinds.${summary.kind}`)} · ${zonedTime(summary.closedAt, language)}`}
        {(summary === null ? [] : deedRows(summary, texts)).map(({ name, text }) => (
          <p key={text} className="hint">
            {t('cli.deed', { name: t(`deeds.rows.${name}`), text })}
          </p>
        ))}
        {(summary === null ? [] : odditiesOf(summary, texts)).map(({ text }) => (
          <p key={text} className="hint">
            {text}
          </p>
        ))}
      </td>
    </tr>
  );
};
