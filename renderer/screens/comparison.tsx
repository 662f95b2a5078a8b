import type { Comparison } from '../../ceremonies/verify/comparison.ts';
import { continuityText, diffSections } from '../../ceremonies/verify/diffWords.ts';
import { PageHead } from '../parts/heading.tsx';
import { inEights, useTexts } from '../parts/texts.ts';
import { BundleRow } from './bundleRow.tsx';

const sides = ['a', 'b'] as const;

/** How the two stand to each other, before all else. */
export const ComparisonHead = ({ comparison: { diff } }: { readonly comparison: Comparison }) => {
  const texts = useTexts();
  return <PageHead title={texts.t('screen.compare.title')} lead={continuityText(diff.continuity, texts)} />;
};

/** What the two are and are worth, and then everything that changed from A to B. */
export const ComparisonBody = ({
  comparison: { diff, verdicts },
  files,
}: {
  readonly comparison: Comparison;
  readonly files: Readonly<Record<(typeof sides)[number], string>>;
}) => {
  const texts = useTexts();
  const { t } = texts;
  const sections = diffSections(diff, texts);
  return (
    <>
      <section aria-labelledby="compared-title" className="claims">
        <h2 id="compared-title">{t('screen.compare.bundles')}</h2>
        <table>
          <thead>
            <tr>
              <td />
              {(['outcome', 'bundle', 'ceremony'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`screen.compare.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sides.map((side) => (
              <BundleRow key={side} heading={side.toUpperCase()} verdict={verdicts[side]}>
                {files[side]}
                <p className="trace">{inEights(verdicts[side].bundle.sha256)}</p>
              </BundleRow>
            ))}
          </tbody>
        </table>
      </section>
      {sections.length === 0 ? <p className="lead">{t('diff.nothing')}</p> : null}
      {sections.map(({ title, subjects }) => (
        <section key={title} className="changes" aria-label={title}>
          <h2>{title}</h2>
          {subjects.map(({ name, lines }, index) => (
            <div key={`${name ?? ''} ${index}`}>
              {name === null ? null : <h3>{name}</h3>}
              <ul>
                {lines.map((line, place) => (
                  <li key={`${place} ${line}`}>{line}</li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </>
  );
};
