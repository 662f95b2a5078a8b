import { useMemo, useState, type DragEvent } from 'react';
import type { Claim, KnownSigner, Verdict } from '../../ceremonies/verify/verdict.ts';
import { Busy } from '../parts/busy.tsx';
import { PageHead } from '../parts/heading.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { inEights, useTexts } from '../parts/texts.ts';
import { Band, TopBar } from '../parts/topBar.tsx';
import { ChainBody, ChainOutcome } from '../screens/chain.tsx';
import { Outcome, VerdictBody } from '../screens/verdictBody.tsx';
import { dropped, jobOf, type Chosen } from './chosen.ts';
import { Controls } from './controls.tsx';
import type { Named, Said, Trusted } from './job.ts';
import { BundleRecord } from './record.tsx';
import { useJob } from './worker.ts';

const nobody: Trusted = { people: null, trustAnchors: null, timeAnchors: null };

/** Takes bundles, and says what can be proved of them. */
export const Verifier = () => {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [trusted, setTrusted] = useState<Trusted>(nobody);
  const [isOver, setOver] = useState(false);
  const job = useMemo(() => (chosen === null ? null : jobOf(chosen, trusted)), [chosen, trusted]);
  const said = useJob(job);

  const dragOver = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void dropped(event.dataTransfer).then(setChosen);
  };

  return (
    <div
      className="app"
      data-screen="verify"
      onDragOver={dragOver}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <a className="skip" href="#step">
        {t('screen.skip')}
      </a>
      {isRehearsed(said) ? <Band /> : null}
      <TopBar title={t('screen.verify.bar')} />
      <main className="page verify" id="step" tabIndex={-1} data-over={isOver ? '' : undefined}>
        <Headline said={said} />
        <Controls chosen={chosen} said={said} choose={setChosen} trusted={trusted} trust={setTrusted} />
        {job === null ? null : <Progress said={said} />}
        {chosen === null ? null : <Result said={said} chosen={chosen} />}
      </main>
    </div>
  );
};

const isRehearsed = (said: Said | null): boolean =>
  verdictsOf(said).some(({ summary }) => summary?.domain === 'rehearsal');

const verdictsOf = (said: Said | null): readonly Verdict[] => {
  if (said?.kind === 'chain') return said.verdict.bundles.map(({ verdict }) => verdict);
  return said?.kind === 'bundle' && said.verdict.ok ? [said.verdict.value] : [];
};

const Headline = ({ said }: { readonly said: Said | null }) => {
  const { t } = useTexts();
  if (said?.kind === 'chain') return <ChainOutcome verdict={said.verdict} />;
  if (said?.kind !== 'bundle' || !said.verdict.ok)
    return <PageHead title={t('screen.verify.title')} lead={t('verifier.lead')} />;
  const { outcome, claims } = said.verdict.value;
  const count = claims.filter(({ status }) => status === 'failed').length;
  return (
    <Outcome
      outcome={outcome}
      title={t(`screen.verify.outcomes.${outcome}`)}
      lead={t(`screen.verify.meanings.${outcome}`, { count })}
    />
  );
};

const Progress = ({ said }: { readonly said: Said | null }) => {
  const { t } = useTexts();
  if (said === null) return <Busy>{t('screen.verify.working')}</Busy>;
  if (said.kind === 'lost') return <ProblemNote problem={{ code: 'internal', details: {} }} />;
  if (said.kind !== 'progress') return null;
  const { done, total } = said;
  const text = t('verifier.progress', { number: done + 1, total });
  return (
    <p role="status" className="working-what">
      <progress aria-label={text} value={done} max={total} />
      {text}
    </p>
  );
};

const Result = ({ said, chosen }: { readonly said: Said | null; readonly chosen: Chosen }) => {
  const { t } = useTexts();
  const [shown, setShown] = useState<Named | null>(null);
  if (said?.kind === 'bundle') {
    const [bundle] = chosen.bundles;
    if (bundle === undefined) return null;
    if (said.verdict.ok) return <Whole verdict={said.verdict.value} bundle={bundle} />;
    return (
      <section>
        <p>{t('verifier.trust-refused')}</p>
        <ProblemNote problem={said.verdict.problem} />
      </section>
    );
  }
  if (said?.kind !== 'chain') return null;
  const open = said.verdict.bundles.find(({ name }) => name === shown?.name);
  return (
    <>
      <ChainBody verdict={said.verdict} directory={chosen.folder ?? t('verifier.several-files')} />
      <section className="one-by-one" aria-labelledby="one-title">
        <h2 id="one-title">{t('verifier.one-by-one')}</h2>
        <div className="row">
          {said.verdict.bundles.map(({ name }) => (
            <button
              key={name}
              type="button"
              className="secondary"
              aria-pressed={name === shown?.name}
              onClick={() => setShown(chosen.bundles.find((each) => each.name === name) ?? null)}
            >
              {name}
            </button>
          ))}
        </div>
      </section>
      {shown === null || open === undefined ? null : <Whole verdict={open.verdict} bundle={shown} />}
    </>
  );
};

/** Everything that is to be said of one bundle. */
const Whole = ({ verdict, bundle }: { readonly verdict: Verdict; readonly bundle: Named }) => {
  const { t } = useTexts();
  const { sha256, stampedSha256 } = verdict.bundle;
  return (
    <>
      <dl className="facts" data-width="full">
        <div data-long="">
          <dt>{t('screen.verify.file')}</dt>
          <dd>{bundle.name}</dd>
        </div>
        {sha256 === '' ? null : (
          <div data-long="">
            <dt>SHA-256</dt>
            <dd>{inEights(sha256)}</dd>
          </div>
        )}
        {stampedSha256 === undefined ? null : (
          <div data-long="">
            <dt>{t('verifier.stamped')}</dt>
            <dd>{inEights(stampedSha256)}</dd>
          </div>
        )}
      </dl>
      <Signers signers={verdict.signers ?? []} />
      <VerdictBody verdict={verdict} previousShown={isPreviousShown(verdict.claims)} />
      {verdict.summary === null ? null : <BundleRecord bundle={bundle} outcome={verdict.outcome} />}
    </>
  );
};

const Signers = ({ signers }: { readonly signers: readonly KnownSigner[] }) => {
  const { t } = useTexts();
  if (signers.length === 0) return null;
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

const isPreviousShown = (claims: readonly Claim[]): boolean =>
  claims.some(({ id, status }) => id === 'previous-bundle' && status !== 'not-shown');
