import { CeremonyError } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import type { Claim, Verdict } from '../verify/verdict.ts';
import { verifyBundle } from '../verify/verify.ts';
import { factsText, printable, problemText, readBundle, tell, type Command, type Io } from './io.ts';
import { readOptions } from './options.ts';

const exitCodes = { good: 0, bad: 1, unreadable: 2 } as const;

/** `verify FILE [--json] [--previous FILE]`: a verdict for each claim, then one line. Exit 0 good, 1 bad, 2 could not be read. */
export const verify: Command = async (args, io) => {
  const { options, operands } = readOptions(args, { json: 'flag', previous: 'value' });
  const [file, extra] = operands;
  if (file === undefined || extra !== undefined) throw new CeremonyError('usage', { reason: 'verify FILE' });
  const previous = options.previous === undefined ? {} : { previous: await readBundle(io, options.previous) };
  const bytes = await readBundle(io, file);
  const verdict = await verifyBundle(bytes, previous);
  // Nobody should take an earlier register on trust unawares.
  const unshown = options.previous === undefined ? (verdict.summary?.previousBundle ?? null) : null;
  if (options.json === undefined) print(verdict, unshown, io);
  else io.out(JSON.stringify(verdict, null, 2));
  if (verdict.problem !== null) tell(io, verdict.problem);
  return exitCodes[verdict.outcome];
};

const print = ({ outcome, summary, claims }: Verdict, unshown: string | null, { out }: Io): void => {
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
    out('');
  }
  for (const claim of claims) out(lineOf(claim));
  const failed = claims.filter(({ status }) => status === 'failed').length;
  if (outcome !== 'unreadable') out(t(`cli.${outcome}`, { failed }));
};

const eventsShown = 12;

const lineOf = ({ id, status, details, events, problem }: Claim): string => {
  const { t } = texts('en');
  const facts = problem === null ? factsText(details) : problemText(problem);
  const where = events.length > eventsShown ? '' : events.map((seq) => ` #${seq}`).join('');
  const claim = `${t(`claims.status.${status}`).padEnd(10)} ${id}: ${t(`claims.${id}`)}`;
  return `${claim}${facts === '' ? '' : ` [${facts}]`}${where}`;
};
