import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { inEights, useTexts } from '../parts/texts.ts';

/** What was chosen, and by what to know it again: `digests` is null until it was read. */
export const BundleFacts = ({
  file,
  digests,
  previous = null,
}: {
  readonly file: string;
  readonly digests: Verdict['bundle'] | null;
  readonly previous?: string | null;
}) => {
  const { t } = useTexts();
  const { sha256 = '', stampedSha256 } = digests ?? {};
  const rows: readonly (readonly [string, string])[] = [
    [t('screen.verify.file'), file],
    ...(sha256 === '' ? [] : [['SHA-256', inEights(sha256)] as const]),
    // Otherwise the digest of the file would be looked for on paper in vain.
    ...(stampedSha256 === undefined ? [] : [[t('verifier.stamped'), inEights(stampedSha256)] as const]),
    ...(previous === null ? [] : [[t('screen.verify.previous'), previous] as const]),
  ];
  return (
    <dl className="facts" data-width="full">
      {rows.map(([name, value]) => (
        <div key={name} data-long="">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};
