import type { Certificate } from '../formats/certificate.ts';
import { bad, good, type Result } from '../model/error.ts';
import { certificatesInPem } from '../transcript/pem.ts';
import { readPeople, type ExpectedPerson } from './people.ts';

/** What an auditor brings along. Trusted are only authorities and people that are named here. */
export type Trusted = {
  /** People who are known by their cards' certificates: see `readPeople`. */
  readonly people?: readonly ExpectedPerson[];
  /** Authorities who are trusted to issue cards to people, and those between them and the cards. */
  readonly trustAnchors?: readonly Certificate[];
  /** Authorities who are trusted for time-stamps. */
  readonly timeAnchors?: readonly Certificate[];
};

/** The files that it is brought in: a list as JSON, certificates as PEM. */
export const trustNames = ['people', 'trustAnchors', 'timeAnchors'] as const satisfies (keyof Trusted)[];
export type TrustName = (typeof trustNames)[number];

/** A file wherever it lies; its name is for those who are told what is wrong with it. */
export type TrustFile = { readonly name: string; readonly read: () => Promise<Result<Uint8Array>> };

/**
 * Reads what was brought, as `fileOf` finds it by name; undefined is what was not. A list or an anchor that cannot be read is no verdict on a bundle, and nothing to go on without.
 * Problems, with the `path` of the file: those of reading it, people-malformed, certificate-malformed.
 */
export const readTrusted = async (
  fileOf: (name: TrustName) => TrustFile | undefined,
): Promise<Result<Trusted>> => {
  const people = await readPart(fileOf('people'), readPeople);
  const trustAnchors = await readPart(fileOf('trustAnchors'), certificatesIn);
  const timeAnchors = await readPart(fileOf('timeAnchors'), certificatesIn);
  if (!people.ok) return people;
  if (!trustAnchors.ok) return trustAnchors;
  if (!timeAnchors.ok) return timeAnchors;
  return good({
    ...(people.value === null ? {} : { people: people.value }),
    ...(trustAnchors.value === null ? {} : { trustAnchors: trustAnchors.value }),
    ...(timeAnchors.value === null ? {} : { timeAnchors: timeAnchors.value }),
  });
};

const certificatesIn = (content: Uint8Array) => certificatesInPem(new TextDecoder().decode(content));

/** Null where nothing was brought. */
const readPart = async <Part>(
  file: TrustFile | undefined,
  parse: (content: Uint8Array) => Result<Part>,
): Promise<Result<Part | null>> => {
  if (file === undefined) return good(null);
  const content = await file.read();
  const part = content.ok ? parse(content.value) : content;
  return part.ok ? part : bad(part.problem.code, { path: file.name });
};
