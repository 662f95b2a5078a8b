import { good, must } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { readTrusted, type Trusted, type TrustName } from '../verify/trusted.ts';
import type { Verdict } from '../verify/verdict.ts';
import { verifyBundle } from '../verify/verify.ts';
import { claimLine, exitCodes } from './claimLine.ts';
import { openBundle, printable, readBundle, tell, type Command, type Io } from './io.ts';
import { misused, readOptions } from './options.ts';
import { deedLines, oddityLines, summaryLine } from './summaryLine.ts';
import { verifyFolder } from './verifyFolder.ts';

const trustOptions = {
  people: 'people',
  trustAnchors: 'trust-anchors',
  timeAnchors: 'tsa-anchor',
} as const satisfies Record<TrustName, string>;

/**
 * `verify FILE [--json] [--previous FILE] [--tsa-anchor PEM] [--trust-anchors PEM] [--people FILE]`: a verdict for each claim, then
 * one line. The PEM files hold certificates of authorities: those trusted for time-stamps, and those trusted to issue cards to people;
 * the list of people (JSON) says whose certificates the auditor knows. `verify DIR …`: all bundles of a folder as a chain.
 * Exit 0 good, 1 bad, 2 could not be read.
 */
export const verify: Command = async (args, io) => {
  const { options, operands } = readOptions('verify', args);
  const [file] = operands;
  const trusted = await readBrought((name) => options[trustOptions[name]], io);
  const folder = await io.bundlesIn(file);
  if (folder !== null) {
    if (options.previous !== undefined) throw misused('previous-of-folder', { path: file });
    return verifyFolder(file, folder, trusted, options.json, io);
  }
  const previous = options.previous === undefined ? {} : { previous: await openBundle(io, options.previous) };
  const bundle = await openBundle(io, file);
  const verdict = await verifyBundle(bundle, { ...trusted, ...previous });
  // Nobody should take an earlier register on trust unawares.
  const unshown = options.previous === undefined ? (verdict.summary?.previousBundle ?? null) : null;
  if (!options.json) print(verdict, unshown, io);
  else io.out(JSON.stringify(verdict, null, 2));
  if (verdict.problem !== null) tell(io, verdict.problem);
  return exitCodes[verdict.outcome];
};

/** @throws CeremonyError file-absent, file-unreadable, certificate-malformed, people-malformed */
const readBrought = async (pathOf: (name: TrustName) => string | undefined, io: Io): Promise<Trusted> =>
  must(
    await readTrusted((name) => {
      const path = pathOf(name);
      return path === undefined
        ? undefined
        : { name: path, read: async () => good(await readBundle(io, path)) };
    }),
  );

const print = (
  { outcome, bundle, summary, claims, signers = [] }: Verdict,
  unshown: string | null,
  { out }: Io,
): void => {
  const { t } = texts('en');
  if (summary !== null) {
    out(summaryLine(summary, t));
    out(`${t('cli.words')} ${summary.head.words.join(' ')}`);
    out(t('cli.exceptions', { exceptions: summary.exceptions, disagreements: summary.disagreements }));
    for (const line of oddityLines(summary)) out(line);
    for (const { missing, ...set } of summary.health) {
      out(t(set.margin < 0 ? 'cli.standsNot' : 'cli.stands', set));
      if (missing.length > 0) out(printable(t('cli.notSeen', { names: missing.join(', ') })));
    }
    for (const line of deedLines(summary)) out(line);
    if (unshown !== null) out(t('cli.continues', { sha256: unshown }));
    // Otherwise the digest of the file would be looked for on paper in vain.
    if (bundle.stampedSha256 !== undefined) out(t('cli.stamped', { sha256: bundle.sha256 }));
    for (const { standing, knownAs, ...who } of signers)
      out(printable(t(`cli.signers.${standing}`, { ...who, knownAs: knownAs ?? '' })));
    out('');
  }
  for (const claim of claims) out(claimLine(claim));
  const failed = claims.filter(({ status }) => status === 'failed').length;
  if (outcome !== 'unreadable') out(t(`cli.${outcome}`, { count: failed }));
};
