import type { Problem } from '../../ceremonies/model/error.ts';
import type { Participant } from '../../ceremonies/model/participant.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { useView } from '../store.ts';

export const useTexts = (): Texts => useView().texts;

export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', et: 'et-EE', fr: 'fr-LU' };

/** `14:05:09`: as all our languages write it, so without the cost of asking how one does, which a start would wait for. */
export const timeOfDay = (at: string | number): string => new Date(at).toTimeString().slice(0, 8);

export const dateAndTime = (at: string, language: Language): string =>
  new Date(at).toLocaleString(locales[language], { dateStyle: 'long', timeStyle: 'short', hour12: false });

const zoned = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZoneName: 'short',
} as const satisfies Intl.DateTimeFormatOptions;

/** For those who read it elsewhere and later: in which zone a clock showed this, it says itself. */
export const zonedTime = (at: string, language: Language): string =>
  new Date(at).toLocaleString(locales[language], zoned);

/** The same of a time and a later one; what both have in common is said once. */
export const zonedSpan = (from: string, to: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], zoned).formatRange(new Date(from), new Date(to));

export const listed = (parts: readonly string[], language: Language): string =>
  new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(parts);

/** Hexadecimal digits in groups of eight, as people compare them. */
export const inEights = (hex: string): string => hex.replace(/.{8}(?=.)/g, '$& ');

/** The facts of a problem, for those who help: `code · name=value`. Who of `people` is meant is said by name. */
export const traceOf = ({ code, details }: Problem, people: readonly Participant[] = []): string =>
  [
    code,
    ...Object.entries(details).map(([name, value]) => {
      const person = name === 'participant' ? people.find(({ id }) => id === value) : undefined;
      return person?.name ?? `${name}=${value}`;
    }),
  ].join(' · ');
