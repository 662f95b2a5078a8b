import { CeremonyError } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { verifyChain, type BundleFile, type ChainVerdict } from '../verify/chain.ts';
import type { Trusted } from '../verify/trusted.ts';
import { failedClaims, type Verdict } from '../verify/verdict.ts';
import { claimLine, exitCodes } from './claimLine.ts';
import { printable, tell, type ExitCode, type Io } from './io.ts';
import { deedLines, oddityLines } from './summaryLine.ts';

/** Every bundle of a folder and all of them as a chain: a line for each, a verdict for each claim, then one line. */
export const verifyFolder = async (
  folder: string,
  files: readonly BundleFile[],
  trusted: Trusted,
  asJson: boolean,
  io: Io,
): Promise<ExitCode> => {
  if (files.length === 0) throw new CeremonyError('file-absent', { path: folder, reason: 'no-bundle' });
  const verdict = await verifyChain(files, trusted);
  if (asJson) io.out(JSON.stringify(verdict, null, 2));
  else print(verdict, io);
  for (const { name, verdict: each } of verdict.bundles)
    if (each.problem !== null)
      tell(io, { ...each.problem, details: { ...each.problem.details, file: name } });
  return exitCodes[verdict.outcome];
};

const print = ({ outcome, bundles, claims, newest }: ChainVerdict, { out }: Io): void => {
  const { t } = texts('en');
  for (const [index, bundle] of bundles.entries()) {
    out(bundleLine(index + 1, bundle));
    const { summary } = bundle.verdict;
    for (const line of summary === null ? [] : deedLines(summary)) out(`   ${line}`);
    // No claim of a single bundle is printed here.
    for (const line of summary === null ? [] : oddityLines(summary)) out(`   ${line}`);
    if (bundle.copies.length > 0) out(printable(t('cli.chain.copies', { names: bundle.copies.join(', ') })));
  }
  const unread = bundles.filter(({ verdict }) => verdict.outcome === 'unreadable').map(({ name }) => name);
  if (unread.length > 0) out(printable(t('cli.chain.newestUnknown', { names: unread.join(', ') })));
  else out(newest === null ? t('cli.chain.noNewest') : printable(t('cli.chain.newest', newest)));
  out('');
  for (const claim of claims) out(claimLine(claim));
  out(t(`cli.${outcome}`, { count: failedClaims({ claims }).length }));
};

const digestShown = 16;

const bundleLine = (order: number, { name, verdict }: ChainVerdict['bundles'][number]): string => {
  const { t } = texts('en');
  const { summary, bundle } = verdict;
  const kind = summary === null ? '-' : t(`report.kinds.${summary.kind}`);
  const closedAt = summary?.closedAt ?? '-';
  const digest = bundle.sha256.slice(0, digestShown);
  return printable(t('cli.chain.bundle', { order, name, kind, closedAt, digest, verdict: inShort(verdict) }));
};

/** A verdict in a word, and why it is so. */
export const inShort = (verdict: Verdict): string =>
  texts('en').t(`cli.chain.${verdict.outcome}`, {
    claims: failedClaims(verdict).join(', '),
    code: verdict.problem?.code ?? '',
  });
