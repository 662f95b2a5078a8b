import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import type { Comparison } from '../../ceremonies/verify/comparison.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { PageHead } from '../parts/heading.tsx';
import { Note } from '../parts/note.tsx';
import { useTexts } from '../parts/texts.ts';
import { ChainOutcome } from './chain.tsx';
import { ComparisonHead } from './comparison.tsx';
import { BundleOutcome } from './verdictBody.tsx';

/** What the auditor's work on bundles comes to, in the app and in the page. */
export type Found =
  | { readonly kind: 'bundle'; readonly verdict: Verdict }
  | { readonly kind: 'chain'; readonly verdict: ChainVerdict }
  | { readonly kind: 'comparison'; readonly comparison: Comparison };

const verdictsOf = (found: Found): readonly Verdict[] => {
  switch (found.kind) {
    case 'bundle':
      return [found.verdict];
    case 'chain':
      return found.verdict.bundles.map(({ verdict }) => verdict);
    case 'comparison':
      return Object.values(found.comparison.verdicts);
  }
};

/** Whether anything of it was a rehearsal. */
export const isRehearsed = (found: Found | null): boolean =>
  found !== null && verdictsOf(found).some(({ summary }) => summary?.domain === 'rehearsal');

/** What it came to, before all else. `lead`: what can be done here, until there is something. */
export const FoundHead = ({ found, lead }: { readonly found: Found | null; readonly lead: string }) => {
  const { t } = useTexts();
  switch (found?.kind) {
    case undefined:
      return <PageHead title={t('screen.verify.title')} lead={lead} />;
    case 'bundle':
      return <BundleOutcome verdict={found.verdict} />;
    case 'chain':
      return <ChainOutcome verdict={found.verdict} />;
    case 'comparison':
      return <ComparisonHead comparison={found.comparison} />;
  }
};

/** After somebody stopped it: nothing here may be taken for a verdict. */
export const Stopped = () => {
  const { t } = useTexts();
  return (
    <Note tone="warn" role="status">
      <p className="note-sentence">{t('verifier.stopped')}</p>
    </Note>
  );
};
