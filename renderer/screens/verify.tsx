import { useState, type ReactNode } from 'react';
import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { Busy } from '../parts/busy.tsx';
import { PageHead } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { Band, TopBar } from '../parts/topBar.tsx';
import { useStore, useView } from '../store.ts';
import { ChainBody, ChainOutcome } from './chain.tsx';
import { Outcome, VerdictBody } from './verdictBody.tsx';
import { Alone, ChosenFiles } from './verifyFacts.tsx';

type Files = { readonly file: string | null; readonly previous: string | null };
const noFiles: Files = { file: null, previous: null };

/** What was looked at last: one bundle, or a folder of them. */
type Found =
  | { readonly kind: 'bundle'; readonly verdict: Verdict }
  | { readonly kind: 'chain'; readonly directory: string; readonly verdict: ChainVerdict };

/** Opens a bundle, or a folder of them, and says what can be proved. */
export const Verify = () => {
  const store = useStore();
  const { t } = useTexts();
  const { asking, room } = useView();
  const [files, setFiles] = useState<Files>(noFiles);
  const [found, setFound] = useState<Found | null>(null);
  const verdict = found?.kind === 'bundle' ? found.verdict : null;
  const chain = found?.kind === 'chain' ? found : null;

  const verify = async (chosen: Files): Promise<void> => {
    setFiles(chosen);
    setFound(null);
    if (chosen.file === null) return;
    const reply = await store.ask('verify-bundle', { file: chosen.file, previous: chosen.previous });
    if (reply.ok) setFound({ kind: 'bundle', verdict: reply.value });
  };
  const choose = async (which: keyof Files): Promise<void> => {
    const reply = await store.ask('choose-bundle', {});
    if (reply.ok && reply.value !== null) await verify({ ...files, [which]: reply.value.file });
  };
  const chooseFolder = async (): Promise<void> => {
    const chosen = await store.ask('choose-directory', {});
    if (!chosen.ok || chosen.value === null) return;
    const { directory } = chosen.value;
    setFiles(noFiles);
    setFound(null);
    const reply = await store.ask('verify-folder', { directory });
    if (reply.ok) setFound({ kind: 'chain', directory, verdict: reply.value });
  };
  const domains = chain?.verdict.bundles.map((each) => each.verdict.summary?.domain) ?? [
    verdict?.summary?.domain,
  ];
  const rehearsed = domains.includes('rehearsal') && room?.modes.production === null;
  const failed = verdict?.claims.filter((claim) => claim.status === 'failed').length ?? 0;

  return (
    <>
      {rehearsed ? <Band /> : null}
      <TopBar title={t('screen.verify.bar')} />
      <main className="page verify" id="step" tabIndex={-1}>
        {verdict !== null ? (
          <Outcome
            outcome={verdict.outcome}
            title={t(`screen.verify.outcomes.${verdict.outcome}`)}
            lead={t(`screen.verify.meanings.${verdict.outcome}`, { count: failed })}
          />
        ) : chain !== null ? (
          <ChainOutcome verdict={chain.verdict} />
        ) : (
          <PageHead title={t('screen.verify.title')} lead={t('screen.verify.lead')} />
        )}
        <section className="verify-files">
          {files.file === null ? null : <ChosenFiles {...files} sha256={verdict?.bundle.sha256 ?? null} />}
          <div className="row">
            <Choose primary={found === null} press={() => choose('file')}>
              <Icon name="file" />
              {t(files.file === null ? 'screen.verify.choose' : 'screen.verify.choose-other')}
            </Choose>
            {files.file === null ? null : (
              <Choose press={() => choose('previous')}>{t('screen.verify.choose-previous')}</Choose>
            )}
            <Choose press={chooseFolder}>{t('embassy.chain.choose')}</Choose>
            <button type="button" className="quiet" onClick={() => store.go({ name: 'start' })}>
              {t('screen.back')}
            </button>
          </div>
          {asking === 'verify-bundle' || asking === 'verify-folder' ? (
            <Busy>{t('screen.verify.working')}</Busy>
          ) : null}
        </section>
        {found === null ? <Alone /> : null}
        {verdict === null ? null : <VerdictBody verdict={verdict} previousShown={files.previous !== null} />}
        {chain === null ? null : <ChainBody verdict={chain.verdict} directory={chain.directory} />}
      </main>
    </>
  );
};

/** Nothing else is chosen while something is being verified. */
const Choose = ({
  primary = false,
  press,
  children,
}: {
  readonly primary?: boolean;
  readonly press: () => Promise<void>;
  readonly children: ReactNode;
}) => {
  const { asking } = useView();
  return (
    <button
      type="button"
      className={primary ? 'primary' : 'secondary'}
      data-primary={primary ? '' : undefined}
      disabled={asking !== null}
      onClick={() => void press()}
    >
      {children}
    </button>
  );
};
