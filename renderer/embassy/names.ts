import { useState } from 'react';
import { fromBase64 } from '../../ceremonies/formats/bytes.ts';
import { parseCertificate } from '../../ceremonies/formats/certificate.ts';
import type { KeyVersion, Register } from '../../ceremonies/model/register.ts';
import type { KeyName } from '../../ceremonies/model/script.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { locales } from '../parts/texts.ts';

/** How people speak of a share set: by its place in the register, which never changes. */
export const setName = ({ shareSets }: Register, set: string, { t }: Texts): string =>
  t('embassy.sets.name', { number: shareSets.findIndex((each) => each.set === set) + 1 });

export const keyText = ({ label, version }: KeyName): string => `${label} v${version}`;

export const day = (at: string, language: Language): string =>
  new Date(at).toLocaleDateString(locales[language], { dateStyle: 'long' });

export const number = (count: number, language: Language): string =>
  new Intl.NumberFormat(locales[language]).format(count);

const dayMs = 86_400_000;
const units = [
  ['year', 365.25],
  ['month', 30.44],
  ['day', 1],
] as const;

/** How long ago, in the largest unit that fits: `3 months`; null for what came about today. */
export const age = (since: string, now: Date, language: Language): string | null => {
  const days = Math.max(0, (now.getTime() - Date.parse(since)) / dayMs);
  const fits = units.find(([, each]) => days >= each);
  if (fits === undefined) return null;
  const [unit, length] = fits;
  return new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(days / length),
  );
};

/** The moment at which a screen was opened: nothing on it changes by itself. */
export const useNow = (): Date => useState(() => new Date())[0];

export type CertificateFacts = { readonly subject: string; readonly notAfter: string };

/** What a key's certificate says of itself; null where it has none, or one that cannot be read. */
export const certificateOf = ({ certificate }: KeyVersion): CertificateFacts | null => {
  if (certificate === null) return null;
  const parsed = parseCertificate(fromBase64(certificate));
  if (!parsed.ok) return null;
  const { subject, notAfter } = parsed.value;
  return {
    subject: [subject.commonName, ...subject.organizationalUnits, subject.organization]
      .filter((part) => part !== undefined && part !== '')
      .join(', '),
    notAfter: notAfter.toISOString(),
  };
};

export const expiryOf = (version: KeyVersion): string | null => certificateOf(version)?.notAfter ?? null;
