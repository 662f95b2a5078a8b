import { useMemo, useState, type DragEvent } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import type { Comparison } from '../../ceremonies/verify/comparison.ts';
import type { Claim, Verdict } from '../../ceremonies/verify/verdict.ts';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { Band, TopBar } from '../parts/topBar.tsx';
import { Underway } from '../parts/underway.tsx';
import { BundleFacts } from '../screens/bundleFacts.tsx';
import { ChainBody } from '../screens/chain.tsx';
import { ComparePicker } from '../screens/comparePicker.tsx';
import { ComparisonBody } from '../screens/comparison.tsx';
import { FoundHead, isRehearsed, Stopped, type Found } from '../screens/found.tsx';
import { VerdictBody } from '../screens/verdictBody.tsx';
import { dropped, jobOf, type Chosen } from './chosen.ts';
import { Controls } from './controls.tsx';
import type { Job, Named, Said, TrustFiles } from './job.ts';
import { usePaperFoot } from './paperFoot.ts';
import { BundleRecord } from './record.tsx';
import { useJob } from './worker.ts';

const nobody: TrustFiles = { people: null, trustAnchors: null, timeAnchors: null };

type Compared = Extract<Job, { kind: 'comparison' }>;

/** Takes bundles, and says what can be proved of them. */
export const Verifier = () => {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const [trusted, setTrusted] = useState<TrustFiles>(nobody);
  const [isStopped, setStopped] = useState(false);
  const [isOver, setOver] = useState(false);
  const job = useMemo(() => (chosen === null ? null : jobOf(chosen, trusted)), [chosen, trusted]);
  const saidOfChosen = useJob(job);
  const saidOfCompared = useJob(compared);
  const said = compared === null ? saidOfChosen : saidOfCompared;
  const found = foundIn(said);
  const problem = problemIn(said);

  const choose = (files: Chosen): void => {
    setChosen(files);
    setCompared(null);
    setStopped(false);
  };
  const backFromComparison = (): void => setCompared(null);
  const stop = (): void => {
    if (compared === null) {
      setChosen(null);
      setStopped(true);
    } else {
      backFromComparison();
    }
  };
  const dragOver = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void dropped(event.dataTransfer).then(choose);
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
      {isRehearsed(found) ? <Band /> : null}
      <TopBar title={t('screen.verify.bar')} />
      <main className="page verify" id="step" tabIndex={-1} data-over={isOver ? '' : undefined}>
        <FoundHead found={found} lead={t('verifier.lead')} />
        <Controls
          chosen={chosen}
          found={found}
          choose={choose}
          back={compared === null ? null : backFromComparison}
          trusted={trusted}
          trust={setTrusted}
        />
        {isStopped ? <Stopped /> : null}
        {chosen !== null && found === null && problem === null ? (
          <Underway far={said?.kind === 'progress' ? said.far : null} stop={stop} />
        ) : null}
        {problem === null ? null : (
          <NoVerdict problem={problem} isOfTrust={said?.kind !== 'lost' && compared === null} />
        )}
        {chosen === null || found === null ? null : (
          <Body found={found} chosen={chosen} compared={compared} compare={setCompared} />
        )}
      </main>
    </div>
  );
};

const foundIn = (said: Said | null): Found | null => {
  if (said?.kind === 'comparison')
    return said.comparison.ok ? { kind: 'comparison', comparison: said.comparison.value } : null;
  if (said?.kind === 'chain') return said.verdict.ok ? { kind: 'chain', verdict: said.verdict.value } : null;
  if (said?.kind !== 'bundle') return null;
  return said.verdict.ok ? { kind: 'bundle', verdict: said.verdict.value } : null;
};

/** Why there is nothing to be said, now that it was tried. */
const problemIn = (said: Said | null): Problem | null => {
  if (said?.kind === 'lost') return { code: 'internal', details: {} };
  if (said?.kind === 'comparison') return said.comparison.ok ? null : said.comparison.problem;
  if (said?.kind !== 'bundle' && said?.kind !== 'chain') return null;
  return said.verdict.ok ? null : said.verdict.problem;
};

/** `isOfTrust`: of a file that the auditor brought along, for a bundle always comes to a verdict. */
const NoVerdict = ({ problem, isOfTrust }: { readonly problem: Problem; readonly isOfTrust: boolean }) => {
  const { t } = useTexts();
  return (
    <section>
      {isOfTrust ? <p>{t('verifier.trust-refused')}</p> : null}
      <ProblemNote problem={problem} />
    </section>
  );
};

const Body = ({
  found,
  chosen,
  compared,
  compare,
}: {
  readonly found: Found;
  readonly chosen: Chosen;
  readonly compared: Compared | null;
  readonly compare: (compared: Compared) => void;
}) => {
  const [bundle] = chosen.bundles;
  switch (found.kind) {
    case 'bundle':
      return bundle === undefined ? null : <Whole verdict={found.verdict} bundle={bundle} />;
    case 'chain':
      return <Chain verdict={found.verdict} chosen={chosen} compare={compare} />;
    case 'comparison':
      return compared === null ? null : <Two comparison={found.comparison} compared={compared} />;
  }
};

/** All of them as a chain, any two beside each other, and any one in full. */
const Chain = ({
  verdict,
  chosen: { bundles, folder },
  compare,
}: {
  readonly verdict: ChainVerdict;
  readonly chosen: Chosen;
  readonly compare: (compared: Compared) => void;
}) => {
  const { t } = useTexts();
  const [shown, setShown] = useState<Named | null>(null);
  const named = (name: string): Named | undefined => bundles.find((each) => each.name === name);
  const open = verdict.bundles.find(({ name }) => name === shown?.name);
  return (
    <>
      <ChainBody verdict={verdict} directory={folder ?? t('verifier.several-files')}>
        <ComparePicker
          bundles={verdict.bundles}
          compare={(names) => {
            const [a, b] = [named(names.a), named(names.b)];
            if (a !== undefined && b !== undefined) compare({ kind: 'comparison', a, b });
          }}
        />
      </ChainBody>
      <section className="one-by-one" aria-labelledby="one-title">
        <h2 id="one-title">{t('verifier.one-by-one')}</h2>
        <div className="row">
          {verdict.bundles.map(({ name }) => (
            <button
              key={name}
              type="button"
              className="secondary"
              aria-pressed={name === shown?.name}
              onClick={() => setShown(named(name) ?? null)}
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

const Two = ({
  comparison,
  compared: { a, b },
}: {
  readonly comparison: Comparison;
  readonly compared: Compared;
}) => {
  const { verdicts } = comparison;
  usePaperFoot(verdicts.b.bundle.sha256, verdicts.a.bundle.sha256);
  return <ComparisonBody comparison={comparison} files={{ a: a.name, b: b.name }} />;
};

/** Everything that is to be said of one bundle. */
const Whole = ({ verdict, bundle }: { readonly verdict: Verdict; readonly bundle: Named }) => {
  usePaperFoot(verdict.bundle.sha256);
  return (
    <>
      <BundleFacts file={bundle.name} digests={verdict.bundle} />
      <VerdictBody verdict={verdict} previousShown={isPreviousShown(verdict.claims)} />
      {verdict.summary === null ? null : <BundleRecord bundle={bundle} verdict={verdict} />}
    </>
  );
};

const isPreviousShown = (claims: readonly Claim[]): boolean =>
  claims.some(({ id, status }) => id === 'previous-bundle' && status !== 'not-shown');
