import { CeremonyError } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { diffBundles, type BundleDiff } from '../verify/diff.ts';
import { continuityText, diffSections } from '../verify/diffWords.ts';
import { failedClaims, type Verdict } from '../verify/verdict.ts';
import { verifyBundle } from '../verify/verify.ts';
import { printable, readBundle, tell, type Command, type Io } from './io.ts';
import { readOptions } from './options.ts';
import { inShort } from './verifyFolder.ts';

/**
 * `diff A B [--json]`: whether B continues from A, and what changed. Compares the two as they are, and says of each how its own
 * verification ends. Exit 0 whatever that comes to; 2 where one of them could not be read.
 */
export const diff: Command = async (args, io) => {
  const { options, operands } = readOptions(args, { json: 'flag' });
  const [a, b, extra] = operands;
  if (a === undefined || b === undefined || extra !== undefined)
    throw new CeremonyError('usage', { reason: 'diff A B' });
  const files = { a: await readBundle(io, a), b: await readBundle(io, b) };
  const found = await diffBundles(files.a, files.b);
  if (!found.ok) {
    tell(io, found.problem);
    return 2;
  }
  const compared = found.value;
  const verdicts = {
    a: await verifyBundle(files.a),
    b: await verifyBundle(files.b, before(compared, files.a)),
  };
  if (options.json === true) {
    const outcomes = { a: outcomeOf(verdicts.a), b: outcomeOf(verdicts.b) };
    io.out(JSON.stringify({ ...compared, outcomes }, null, 2));
  } else print(compared, { a: [a, verdicts.a], b: [b, verdicts.b] }, io);
  return 0;
};

/** A claim of B can only be decided with the bundle directly before it. */
const before = ({ continuity }: BundleDiff, a: Uint8Array): { readonly previous?: Uint8Array } =>
  continuity.kind === 'continues' && continuity.between === 0 ? { previous: a } : {};

const outcomeOf = (verdict: Verdict) => ({ outcome: verdict.outcome, failed: failedClaims(verdict) });

type Named = readonly [path: string, verdict: Verdict];

const print = (compared: BundleDiff, { a, b }: Readonly<Record<'a' | 'b', Named>>, { out }: Io): void => {
  const english = texts('en');
  const { t } = english;
  const outcome = (bundle: 'A' | 'B', [name, verdict]: Named): void =>
    out(
      printable(
        t('diff.outcome', { bundle, name, sha256: verdict.bundle.sha256, verdict: inShort(verdict) }),
      ),
    );
  out(continuityText(compared.continuity, english));
  out(t('diff.notVerified'));
  outcome('A', a);
  outcome('B', b);
  if (compared.groups.length === 0) out(t('diff.nothing'));
  for (const { title, subjects } of diffSections(compared, english)) {
    out('');
    out(title);
    for (const { name, lines } of subjects) {
      if (name !== null) out(printable(`  ${name}`));
      for (const line of lines) out(printable(`${name === null ? '  ' : '    '}${line}`));
    }
  }
};
