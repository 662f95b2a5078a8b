import { useMemo, useState, type DragEvent } from 'react';
import type { Claim, Verdict } from '../../ceremonies/verify/verdict.ts';
import { Busy } from '../parts/busy.tsx';
import { PageHead } from '../parts/heading.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { Band, TopBar } from '../parts/topBar.tsx';
import { ChainBody, ChainOutcome } from '../screens/chain.tsx';
import { BundleOutcome, VerdictBody } from '../screens/verdictBody.tsx';
import { BundleFacts } from '../screens/bundleFacts.tsx';
import { dropped, jobOf, type Chosen } from './chosen.ts';
import { Controls } from './controls.tsx';
import type { Named, Said, TrustFiles } from './job.ts';
import { usePaperFoot } from './paperFoot.ts';
import { BundleRecord } from './record.tsx';
import { useJob } from './worker.ts';

const nobody: TrustFiles = { people: null, trustAnchors: null, timeAnchors: null };

/** Takes bundles, and says what can be proved of them. */
export const Verifier = () => {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [trusted, setTrusted] = useState<TrustFiles>(nobody);
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
  if (said?.kind === 'chain')
    return said.verdict.ok ? said.verdict.value.bundles.map(({ verdict }) => verdict) : [];
  return said?.kind === 'bundle' && said.verdict.ok ? [said.verdict.value] : [];
};

const Headline = ({ said }: { readonly said: Said | null }) => {
  const { t } = useTexts();
  if (said?.kind === 'chain' && said.verdict.ok) return <ChainOutcome verdict={said.verdict.value} />;
  if (said?.kind !== 'bundle' || !said.verdict.ok)
    return <PageHead title={t('screen.verify.title')} lead={t('verifier.lead')} />;
  return <BundleOutcome verdict={said.verdict.value} />;
};

const Progress = ({ said }: { readonly said: Said | null }) => {
  const { t, language } = useTexts();
  if (said === null) return <Busy>{t('screen.verify.working')}</Busy>;
  if (said.kind === 'lost') return <ProblemNote problem={{ code: 'internal', details: {} }} />;
  if (said.kind !== 'progress') return null;
  const { done, total, share } = said;
  const text = total === 1 ? t('screen.verify.working') : t('verifier.progress', { number: done + 1, total });
  return (
    <p className="working-what">
      <progress aria-label={text} value={done + share} max={total} />
      <span role="status">{text}</span>
      {/* Whoever listens asks the bar, and is not told each percent. */}
      <span aria-hidden="true">{percentIn(language, (done + share) / total)}</span>
    </p>
  );
};

const percentIn = (language: string, share: number): string =>
  new Intl.NumberFormat(language, { style: 'percent' }).format(share);

const Result = ({ said, chosen }: { readonly said: Said | null; readonly chosen: Chosen }) => {
  const { t } = useTexts();
  const [shown, setShown] = useState<Named | null>(null);
  if (said?.kind !== 'bundle' && said?.kind !== 'chain') return null;
  if (!said.verdict.ok)
    return (
      <section>
        <p>{t('verifier.trust-refused')}</p>
        <ProblemNote problem={said.verdict.problem} />
      </section>
    );
  if (said.kind === 'bundle') {
    const [bundle] = chosen.bundles;
    return bundle === undefined ? null : <Whole verdict={said.verdict.value} bundle={bundle} />;
  }
  const verdict = said.verdict.value;
  const open = verdict.bundles.find(({ name }) => name === shown?.name);
  return (
    <>
      <ChainBody verdict={verdict} directory={chosen.folder ?? t('verifier.several-files')} />
      <section className="one-by-one" aria-labelledby="one-title">
        <h2 id="one-title">{t('verifier.one-by-one')}</h2>
        <div className="row">
          {verdict.bundles.map(({ name }) => (
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
  usePaperFoot(verdict.bundle.sha256);
  return (
    <>
      <BundleFacts file={bundle.name} digests={verdict.bundle} />
      <VerdictBody verdict={verdict} previousShown={isPreviousShown(verdict.claims)} />
      {verdict.summary === null ? null : <BundleRecord bundle={bundle} outcome={verdict.outcome} />}
    </>
  );
};

const isPreviousShown = (claims: readonly Claim[]): boolean =>
  claims.some(({ id, status }) => id === 'previous-bundle' && status !== 'not-shown');
