import { useEffect, useState } from 'react';
import { Choose } from '../parts/choose.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { Band, TopBar } from '../parts/topBar.tsx';
import { Underway } from '../parts/underway.tsx';
import { useStore, useView } from '../store.ts';
import { Alone } from './alone.tsx';
import { BundleFacts } from './bundleFacts.tsx';
import { ChainBody } from './chain.tsx';
import { ComparePicker } from './comparePicker.tsx';
import { ComparisonBody } from './comparison.tsx';
import { FoundHead, isRehearsed, Stopped, type Found } from './found.tsx';
import { nothingTrusted, TrustFiles, type TrustPaths } from './trustFiles.tsx';
import { VerdictBody } from './verdictBody.tsx';
import { openVerification, type Answer, type Wanted } from './verification.ts';

/** Where somebody's question is at. */
type Asked = {
  readonly wanted: Wanted;
  readonly answer: Answer | 'working';
  /** What was on the screen before two bundles were compared. */
  readonly before: Asked | null;
};

/** Opens a bundle, a folder of them, or two to compare, and says what can be proved. */
export const Verify = () => {
  const store = useStore();
  const { t } = useTexts();
  const { room, verifying } = useView();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [trusted, setTrusted] = useState<TrustPaths>(nothingTrusted);
  const [verification] = useState(() => openVerification(store));
  useEffect(() => verification.leave, [verification]);
  const wanted = asked?.wanted ?? null;
  const found = asked === null || typeof asked.answer === 'string' ? null : asked.answer;
  const file = wanted?.kind === 'bundle' ? wanted.file : null;
  // What is no bundle is compared with nothing.
  const isUnreadable = found?.kind === 'bundle' && found.verdict.outcome === 'unreadable';

  const look = async (what: Wanted, by: TrustPaths = trusted): Promise<void> => {
    const before = what.kind === 'comparison' && found !== null ? asked : null;
    setAsked({ wanted: what, answer: 'working', before });
    const answer = await verification.look(what, by);
    // Of a comparison that was stopped nothing is left but what was there before.
    setAsked(answer === 'stopped' && before !== null ? before : { wanted: what, answer, before });
  };
  const trust = (paths: TrustPaths): void => {
    setTrusted(paths);
    if (wanted !== null) void look(wanted, paths);
  };
  const chooseBundle = async (take: (file: string) => Promise<void>): Promise<void> => {
    const reply = await store.ask('choose-bundle', {});
    if (reply.ok && reply.value !== null) await take(reply.value.file);
  };
  const chooseFolder = async (): Promise<void> => {
    const chosen = await store.ask('choose-directory', {});
    if (chosen.ok && chosen.value !== null) await look({ kind: 'chain', directory: chosen.value.directory });
  };

  return (
    <>
      {isRehearsed(found) && room?.modes.production === null ? <Band /> : null}
      <TopBar title={t('screen.verify.bar')} />
      <main className="page verify" id="step" tabIndex={-1}>
        <FoundHead found={found} lead={t('screen.verify.lead')} />
        <section className="verify-files">
          {wanted?.kind === 'bundle' ? (
            <BundleFacts
              file={wanted.file}
              digests={found?.kind === 'bundle' ? found.verdict.bundle : null}
              previous={wanted.previous}
            />
          ) : null}
          <div className="row">
            <Choose
              primary={wanted === null}
              choose={() => chooseBundle((chosen) => look({ kind: 'bundle', file: chosen, previous: null }))}
            >
              <Icon name="file" />
              {t(wanted === null ? 'screen.verify.choose' : 'screen.verify.choose-other')}
            </Choose>
            {file === null || isUnreadable ? null : (
              <>
                <Choose choose={() => chooseBundle((previous) => look({ kind: 'bundle', file, previous }))}>
                  {t('screen.verify.choose-previous')}
                </Choose>
                <Choose choose={() => chooseBundle((a) => look({ kind: 'comparison', a, b: file }))}>
                  {t('screen.verify.choose-earlier')}
                </Choose>
              </>
            )}
            <Choose choose={chooseFolder}>{t('embassy.chain.choose')}</Choose>
            {asked === null || asked.before === null ? null : (
              <button type="button" className="secondary" onClick={() => setAsked(asked.before)}>
                {t('screen.compare.back')}
              </button>
            )}
            <button type="button" className="quiet" onClick={() => store.go({ name: 'start' })}>
              {t('screen.back')}
            </button>
          </div>
          {wanted?.kind === 'comparison' ? null : <TrustFiles trusted={trusted} trust={trust} />}
          {asked?.answer === 'working' ? <Underway far={verifying} stop={verification.stop} /> : null}
          {asked?.answer === 'stopped' ? <Stopped /> : null}
        </section>
        {wanted === null ? <Alone /> : null}
        {found === null || wanted === null ? null : (
          <Body wanted={wanted} found={found} compare={(a, b) => void look({ kind: 'comparison', a, b })} />
        )}
      </main>
    </>
  );
};

const Body = ({
  wanted,
  found,
  compare,
}: {
  readonly wanted: Wanted;
  readonly found: Found;
  readonly compare: (a: string, b: string) => void;
}) => {
  if (wanted.kind === 'bundle' && found.kind === 'bundle')
    return <VerdictBody verdict={found.verdict} previousShown={wanted.previous !== null} />;
  if (wanted.kind === 'chain' && found.kind === 'chain') {
    const { directory } = wanted;
    const inFolder = (name: string): string => `${directory}/${name}`;
    return (
      <ChainBody verdict={found.verdict} directory={directory}>
        <ComparePicker
          bundles={found.verdict.bundles}
          compare={({ a, b }) => compare(inFolder(a), inFolder(b))}
        />
      </ChainBody>
    );
  }
  if (wanted.kind === 'comparison' && found.kind === 'comparison')
    return <ComparisonBody comparison={found.comparison} files={wanted} />;
  return null;
};
