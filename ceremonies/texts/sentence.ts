import type { Problem } from '../model/error.ts';
import type { Texts } from './texts.ts';

/** What went wrong and what to do, and why, where that is known: `because` has a sentence for some reasons of some codes. */
export const sentenceOf = ({ code, details }: Problem, { t, has }: Texts): string => {
  const sentence = t(`errors.${code}`, details);
  const { reason = details['expected'] } = details;
  const because = `because.${code}.${String(reason)}`;
  return typeof reason === 'string' && /^[a-z-]+$/.test(reason) && has(because)
    ? `${sentence} ${t(because, details)}`
    : sentence;
};
