import { CeremonyError } from '../model/error.ts';
import type { Certificate } from '../formats/certificate.ts';
import { texts } from '../texts/catalogue.ts';
import { certificatesInPem } from '../transcript/pem.ts';
import { readPeople, type ExpectedPerson } from '../verify/people.ts';
import type { Verdict } from '../verify/verdict.ts';
import { verifyBundle, type VerifyOptions } from '../verify/verify.ts';
import { claimLine, exitCodes } from './claimLine.ts';
import { printable, readBundle, tell, type Command, type Io } from './io.ts';
import { readOptions } from './options.ts';
import { verifyFolder } from './verifyFolder.ts';

/** What goes with a single bundle only. */
const ofFile = {
  previous: 'value',
  'tsa-anchor': 'value',
  'trust-anchors': 'value',
  people: 'value',
} as const;

/**
 * `verify FILE [--json] [--previous FILE] [--tsa-anchor PEM] [--trust-anchors PEM] [--people FILE]`: a verdict for each claim, then
 * one line. The PEM files hold certificates of authorities: those trusted for time-stamps, and those trusted to issue cards to people;
 * the list of people (JSON) says whose certificates the auditor knows. `verify DIR [--json]`: all bundles of a folder as a chain.
 * Exit 0 good, 1 bad, 2 could not be read.
 */
export const verify: Command = async (args, io) => {
  const { options, operands } = readOptions(args, { json: 'flag', ...ofFile });
  const [file, extra] = operands;
  if (file === undefined || extra !== undefined) throw new CeremonyError('usage', { reason: 'verify FILE' });
  const folder = await io.bundlesIn(file);
  if (folder !== null) {
    const misplaced = Object.keys(ofFile).find((name) => name in options);
    if (misplaced !== undefined) throw new CeremonyError('usage', { reason: `--${misplaced} FILE` });
    return verifyFolder(file, folder, options.json === true, io);
  }
  const brought: VerifyOptions = {
    ...(options.previous === undefined ? {} : { previous: await readBundle(io, options.previous) }),
    ...(options['tsa-anchor'] === undefined
      ? {}
      : { timeAnchors: await readAnchors(io, options['tsa-anchor']) }),
    ...(options['trust-anchors'] === undefined
      ? {}
      : { trustAnchors: await readAnchors(io, options['trust-anchors']) }),
    ...(options.people === undefined ? {} : { people: await readList(io, options.people) }),
  };
  const bytes = await readBundle(io, file);
  const verdict = await verifyBundle(bytes, brought);
  // Nobody should take an earlier register on trust unawares.
  const unshown = options.previous === undefined ? (verdict.summary?.previousBundle ?? null) : null;
  if (options.json === undefined) print(verdict, unshown, io);
  else io.out(JSON.stringify(verdict, null, 2));
  if (verdict.problem !== null) tell(io, verdict.problem);
  return exitCodes[verdict.outcome];
};

/** @throws CeremonyError file-absent, file-unreadable, certificate-malformed */
const readAnchors = async (io: Io, path: string): Promise<readonly Certificate[]> => {
  const found = certificatesInPem(new TextDecoder().decode(await readBundle(io, path)));
  if (!found.ok) throw new CeremonyError(found.problem.code, { path });
  return found.value;
};

/** @throws CeremonyError file-absent, file-unreadable, people-malformed */
const readList = async (io: Io, path: string): Promise<readonly ExpectedPerson[]> => {
  const found = readPeople(await readBundle(io, path));
  if (!found.ok) throw new CeremonyError(found.problem.code, { path });
  return found.value;
};

const print = (
  { outcome, bundle, summary, claims, signers = [] }: Verdict,
  unshown: string | null,
  { out }: Io,
): void => {
  const { t } = texts('en');
  if (summary !== null) {
    const { embassy, place, keyLabel, algorithm, threshold, custodians, domain, head } = summary;
    const kind = t(`report.kinds.${summary.kind}`);
    out(
      printable(
        t('cli.summary', { kind, embassy, place, keyLabel, algorithm, threshold, custodians, domain }),
      ),
    );
    out(`${t('cli.words')} ${head.words.join(' ')}`);
    out(t('cli.exceptions', { exceptions: summary.exceptions, disagreements: summary.disagreements }));
    for (const { missing, ...set } of summary.health) {
      out(t(set.margin < 0 ? 'cli.standsNot' : 'cli.stands', set));
      if (missing.length > 0) out(printable(t('cli.notSeen', { names: missing.join(', ') })));
    }
    if (unshown !== null) out(t('cli.continues', { sha256: unshown }));
    // Otherwise the digest of the file would be looked for on paper in vain.
    if (bundle.stampedSha256 !== undefined) out(t('cli.stamped', { sha256: bundle.sha256 }));
    for (const { standing, knownAs, ...who } of signers)
      out(printable(t(`cli.signers.${standing}`, { ...who, knownAs: knownAs ?? '' })));
    out('');
  }
  for (const claim of claims) out(claimLine(claim));
  const failed = claims.filter(({ status }) => status === 'failed').length;
  if (outcome !== 'unreadable') out(t(`cli.${outcome}`, { failed }));
};
