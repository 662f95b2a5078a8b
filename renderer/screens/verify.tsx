import { useState } from 'react';
import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import type { Comparison } from '../../ceremonies/verify/comparison.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { Busy } from '../parts/busy.tsx';
import { Choose } from '../parts/choose.tsx';
import { PageHead } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { Band, TopBar } from '../parts/topBar.tsx';
import { useStore, useView } from '../store.ts';
import { Alone } from './alone.tsx';
import { BundleFacts } from './bundleFacts.tsx';
import { ChainBody, ChainOutcome } from './chain.tsx';
import { ComparisonBody, ComparisonHead } from './comparison.tsx';
import { nothingTrusted, TrustFiles, type TrustPaths } from './trustFiles.tsx';
import { BundleOutcome, VerdictBody } from './verdictBody.tsx';

/** What somebody wants to know of which files. */
type Wanted =
  | { readonly kind: 'bundle'; readonly file: string; readonly previous: string | null }
  | { readonly kind: 'chain'; readonly directory: string }
  | { readonly kind: 'comparison'; readonly a: string; readonly b: string };

/** What it came to; null while it is being found out, and where it came to nothing. */
type Found =
  | { readonly kind: 'bundle'; readonly verdict: Verdict }
  | { readonly kind: 'chain'; readonly verdict: ChainVerdict }
  | { readonly kind: 'comparison'; readonly comparison: Comparison };

/** Opens a bundle, a folder of them, or two to compare, and says what can be proved. */
export const Verify = () => {
  const store = useStore();
  const { t } = useTexts();
  const { asking, room } = useView();
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [trusted, setTrusted] = useState<TrustPaths>(nothingTrusted);
  const [found, setFound] = useState<Found | null>(null);
  const file = wanted?.kind === 'bundle' ? wanted.file : null;

  const find = async (what: Wanted, by: TrustPaths): Promise<Found | null> => {
    switch (what.kind) {
      case 'bundle': {
        const { file, previous } = what;
        const reply = await store.ask('verify-bundle', { file, previous, trusted: by });
        return reply.ok ? { kind: 'bundle', verdict: reply.value } : null;
      }
      case 'chain': {
        const reply = await store.ask('verify-folder', { directory: what.directory, trusted: by });
        return reply.ok ? { kind: 'chain', verdict: reply.value } : null;
      }
      case 'comparison': {
        const reply = await store.ask('compare-bundles', { a: what.a, b: what.b });
        return reply.ok ? { kind: 'comparison', comparison: reply.value } : null;
      }
    }
  };
  const look = async (what: Wanted, by: TrustPaths = trusted): Promise<void> => {
    setWanted(what);
    setFound(null);
    setFound(await find(what, by));
  };
  const trust = (paths: TrustPaths): void => {
    setTrusted(paths);
    if (wanted !== null) void look(wanted, paths);
  };

  const chooseBundle = async (): Promise<string | null> => {
    const reply = await store.ask('choose-bundle', {});
    return reply.ok ? (reply.value?.file ?? null) : null;
  };
  const chooseFile = async (): Promise<void> => {
    const chosen = await chooseBundle();
    if (chosen !== null) await look({ kind: 'bundle', file: chosen, previous: null });
  };
  const choosePrevious = async (): Promise<void> => {
    const previous = await chooseBundle();
    if (previous !== null && file !== null) await look({ kind: 'bundle', file, previous });
  };
  const chooseEarlier = async (): Promise<void> => {
    const a = await chooseBundle();
    if (a !== null && file !== null) await look({ kind: 'comparison', a, b: file });
  };
  const chooseFolder = async (): Promise<void> => {
    const chosen = await store.ask('choose-directory', {});
    if (chosen.ok && chosen.value !== null) await look({ kind: 'chain', directory: chosen.value.directory });
  };

  const rehearsed = domainsOf(found).includes('rehearsal') && room?.modes.production === null;
  const isWorking = asking === 'verify-bundle' || asking === 'verify-folder' || asking === 'compare-bundles';
  return (
    <>
      {rehearsed ? <Band /> : null}
      <TopBar title={t('screen.verify.bar')} />
      <main className="page verify" id="step" tabIndex={-1}>
        <Headline found={found} />
        <section className="verify-files">
          {wanted?.kind === 'bundle' ? (
            <BundleFacts
              file={wanted.file}
              digests={found?.kind === 'bundle' ? found.verdict.bundle : null}
              previous={wanted.previous}
            />
          ) : null}
          <div className="row">
            <Choose primary={wanted === null} choose={chooseFile}>
              <Icon name="file" />
              {t(wanted === null ? 'screen.verify.choose' : 'screen.verify.choose-other')}
            </Choose>
            {file === null ? null : (
              <>
                <Choose choose={choosePrevious}>{t('screen.verify.choose-previous')}</Choose>
                <Choose choose={chooseEarlier}>{t('screen.verify.choose-earlier')}</Choose>
              </>
            )}
            <Choose choose={chooseFolder}>{t('embassy.chain.choose')}</Choose>
            <button type="button" className="quiet" onClick={() => store.go({ name: 'start' })}>
              {t('screen.back')}
            </button>
          </div>
          {wanted?.kind === 'comparison' ? null : <TrustFiles trusted={trusted} trust={trust} />}
          {isWorking ? <Busy>{t('screen.verify.working')}</Busy> : null}
        </section>
        {wanted === null ? <Alone /> : null}
        {found === null || wanted === null ? null : <Body wanted={wanted} found={found} />}
      </main>
    </>
  );
};

const domainsOf = (found: Found | null): readonly (string | undefined)[] => {
  switch (found?.kind) {
    case undefined:
      return [];
    case 'bundle':
      return [found.verdict.summary?.domain];
    case 'chain':
      return found.verdict.bundles.map(({ verdict }) => verdict.summary?.domain);
    case 'comparison':
      return Object.values(found.comparison.verdicts).map(({ summary }) => summary?.domain);
  }
};

const Headline = ({ found }: { readonly found: Found | null }) => {
  const { t } = useTexts();
  switch (found?.kind) {
    case undefined:
      return <PageHead title={t('screen.verify.title')} lead={t('screen.verify.lead')} />;
    case 'bundle':
      return <BundleOutcome verdict={found.verdict} />;
    case 'chain':
      return <ChainOutcome verdict={found.verdict} />;
    case 'comparison':
      return <ComparisonHead comparison={found.comparison} />;
  }
};

const Body = ({ wanted, found }: { readonly wanted: Wanted; readonly found: Found }) => {
  if (wanted.kind === 'bundle' && found.kind === 'bundle')
    return <VerdictBody verdict={found.verdict} previousShown={wanted.previous !== null} />;
  if (wanted.kind === 'chain' && found.kind === 'chain')
    return <ChainBody verdict={found.verdict} directory={wanted.directory} />;
  if (wanted.kind === 'comparison' && found.kind === 'comparison')
    return <ComparisonBody comparison={found.comparison} files={wanted} />;
  return null;
};
