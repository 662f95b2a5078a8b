import { texts } from '../texts/catalogue.ts';
import { compareBundles, comparisonAsJson, type Comparison } from '../verify/comparison.ts';
import { continuityText, diffSections } from '../verify/diffWords.ts';
import type { Verdict } from '../verify/verdict.ts';
import { openBundle, printable, tell, type Command, type Io } from './io.ts';
import { readOptions } from './options.ts';
import { inShort } from './verifyFolder.ts';

/**
 * `diff A B [--json]`: whether B continues from A, and what changed. Compares the two as they are, and says of each how its own
 * verification ends. Exit 0 whatever that comes to; 2 where one of them could not be read.
 */
export const diff: Command = async (args, io) => {
  const { options, operands } = readOptions('diff', args);
  const [a, b] = operands;
  const found = await compareBundles(await openBundle(io, a), await openBundle(io, b));
  if (!found.ok) {
    tell(io, found.problem);
    return 2;
  }
  if (options.json) io.out(JSON.stringify(comparisonAsJson(found.value), null, 2));
  else print(found.value, { a, b }, io);
  return 0;
};

const print = (
  { diff: compared, verdicts }: Comparison,
  names: Readonly<Record<'a' | 'b', string>>,
  { out }: Io,
): void => {
  const english = texts('en');
  const { t } = english;
  const outcome = (bundle: 'A' | 'B', name: string, verdict: Verdict): void =>
    out(
      printable(
        t('diff.outcome', { bundle, name, sha256: verdict.bundle.sha256, verdict: inShort(verdict) }),
      ),
    );
  out(continuityText(compared.continuity, english));
  out(t('diff.notVerified'));
  outcome('A', names.a, verdicts.a);
  outcome('B', names.b, verdicts.b);
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
