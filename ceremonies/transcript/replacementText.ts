import type { Replacement } from '../model/replacements.ts';
import type { Texts } from '../texts/texts.ts';

/** Whose card another took the place of, why, who vouched for that, and what may lie on the old one. */
export const replacementText = (
  { name, because, vouchedBy, mayHoldShare }: Replacement,
  { t }: Pick<Texts, 't'>,
): string => {
  const told = t('report.cardReplaced', { name, because, people: vouchedBy.join(', ') });
  return mayHoldShare ? `${told}. ${t('report.cardMayHold')}` : told;
};
