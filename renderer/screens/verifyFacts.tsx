import { inEights, useTexts } from '../parts/texts.ts';

/** SHA-256 of the auditor's page that was built together with this program: put here by the build. */
declare const VERIFIER_SHA256: string;

/** Nobody should have to trust this program to check what it made. */
export const Alone = () => {
  const { t } = useTexts();
  if (typeof VERIFIER_SHA256 !== 'string') return null;
  return (
    <section className="alone" aria-labelledby="alone-title">
      <h2 id="alone-title">{t('verifier.alone')}</h2>
      <p className="lead">{t('verifier.alone-meaning')}</p>
      <dl className="facts" data-width="full">
        <div data-long="">
          <dt>verifier.html, SHA-256</dt>
          <dd>{inEights(VERIFIER_SHA256)}</dd>
        </div>
      </dl>
    </section>
  );
};

/** What was chosen, and by what to know it again: `sha256` is null until it was read. */
export const ChosenFiles = ({
  file,
  previous,
  sha256,
}: {
  readonly file: string | null;
  readonly previous: string | null;
  readonly sha256: string | null;
}) => {
  const { t } = useTexts();
  return (
    <dl className="facts">
      <div data-long="">
        <dt>{t('screen.verify.file')}</dt>
        <dd>{file}</dd>
      </div>
      {sha256 === null ? null : (
        <div data-long="">
          <dt>SHA-256</dt>
          <dd>{inEights(sha256)}</dd>
        </div>
      )}
      {previous === null ? null : (
        <div data-long="">
          <dt>{t('screen.verify.previous')}</dt>
          <dd>{previous}</dd>
        </div>
      )}
    </dl>
  );
};
