import { stepsOf, type Step } from '../../ceremonies/model/script.ts';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { Participant, ParticipantId } from '../../ceremonies/model/participant.ts';
import { participantOf, type State } from '../../ceremonies/model/state.ts';
import { stepNumbers } from '../../ceremonies/model/subject.ts';
import { texts, type Language, type Texts } from '../../ceremonies/texts/catalogue.ts';
import { useView } from '../store.ts';

export const useTexts = (): Texts => texts(useView().language);

export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', et: 'et-EE', fr: 'fr-LU' };

export const timeOfDay = (at: string | number, language: Language): string =>
  new Date(at).toLocaleTimeString(locales[language], { hour12: false });

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

export const nameOf = (state: State, id: ParticipantId): string => participantOf(state, id)?.name ?? id;

export const roleText = (person: Participant, { t }: Texts): string => {
  const number = person.id.split('-')[1];
  const role = t(`screen.roles.${person.role}`);
  return number === undefined ? role : `${role} ${number}`;
};

/** The facts of a problem, for those who help: `code · name=value`. */
export const traceOf = ({ code, details }: Problem, state: State | null): string =>
  [
    code,
    ...Object.entries(details).map(([name, value]) =>
      name === 'participant' && state !== null && typeof value === 'string'
        ? nameOf(state, value)
        : `${name}=${value}`,
    ),
  ].join(' · ');

/** Values that a step's texts may name. `by`: who is spoken to. */
export const stepValues = (
  state: State,
  step: Step | null,
  by: readonly string[],
  { t, language }: Texts,
) => {
  const { script, previousBundle, replacing } = state;
  const { embassy, place } = script.parameters;
  const register = previousBundle?.register ?? null;
  const about = step ?? stepsOf(script).at(-1);
  const numbers = about === undefined ? null : stepNumbers(script, register, about);
  const algorithms = numbers?.algorithms ?? [];
  return {
    name: listed(by, language),
    /** Whose new card is vouched for. */
    holder: replacing === null ? '' : nameOf(state, replacing.participant),
    embassy,
    place,
    keyLabel: numbers?.keyLabel ?? '',
    algorithm: listed(
      algorithms.map((each) => t(`screen.algorithms.${each}.name`)),
      language,
    ),
    threshold: numbers?.threshold ?? 0,
    custodians: numbers?.custodians ?? 0,
  };
};

export const namesOf = (state: State, ids: readonly ParticipantId[]): readonly string[] =>
  ids.map((id) => nameOf(state, id));
