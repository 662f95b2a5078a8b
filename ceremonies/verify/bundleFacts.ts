import { fromBase64 } from '../formats/bytes.ts';
import { canonicalJson, type JsonValue } from '../formats/canonical.ts';
import { sha256Hex } from '../formats/digest.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { Software } from '../model/event.ts';
import type { Register, ShareRecord } from '../model/register.ts';
import { participantOf, type State } from '../model/state.ts';
import { takeStamps, unstampedSha256 } from '../transcript/stamps.ts';
import { registerOf } from '../transcript/registerOf.ts';
import type { diff as words } from '../texts/en/diff.ts';
import { replayed } from './checks/transcript.ts';
import { eventsOfType, type Events } from './evidence.ts';
import { openBundle, readBundle, type Bundle } from './openBundle.ts';
import type { Progress } from './progress.ts';
import { readTranscript } from './verify.ts';

/** What a fact is about, in the order in which it is told. */
export const factGroups = [
  'place',
  'people',
  'script',
  'software',
  'hsm',
  'keys',
  'shareSets',
  'dataSets',
  'history',
] as const;
export type FactGroup = (typeof factGroups)[number];
export type FactField = keyof typeof words.fields;

/** `subject`: a name among others of its group, or '' where there is one only; `item`: which one of several. */
export type FactPath = readonly [subject: string, field: FactField, item?: string];

/** One thing that a bundle says. Parts of a value stand between middle dots. */
export type Fact = { readonly group: FactGroup; readonly path: FactPath; readonly value: string };

/** A bundle as a flat list of what can be compared, and where it says that it belongs. Nothing of it is verified. */
export type BundleFacts = {
  /** Of the bundle as the ceremony made it, without time-stamps. */
  readonly sha256: string;
  readonly ceremony: string;
  /** SHA-256 of the bundles before it, oldest first. */
  readonly ancestors: readonly string[];
  readonly facts: readonly Fact[];
  /** What the script asks for, step by step: act, kind, people, key. */
  readonly steps: readonly string[];
};

/**
 * Reads a bundle for comparing. Problems: those of reading a bundle, and of `reduce` where its events cannot be followed; of
 * keys and shares the transcript counts, and not what register.json says of it.
 */
export const readBundleFacts = async (bundle: Bundle, tell?: Progress): Promise<Result<BundleFacts>> => {
  const read = await readBundle(bundle, tell);
  if (!read.ok) return read;
  const entries = await openBundle(read.value);
  if (!entries.ok) return entries;
  const { files, stamps } = takeStamps(entries.value);
  const transcript = await readTranscript({ files, stages: read.value.stages });
  if (!transcript.ok) return transcript;
  try {
    const sha256 = stamps.length === 0 ? read.value.sha256 : await unstampedSha256(files);
    const state = replayed(transcript.value.events);
    return state.ok ? good(await factsOfBundle(sha256, state.value, transcript.value)) : state;
  } catch (error) {
    // Anybody can write a bundle: what nobody thought of is one that cannot be read.
    return error instanceof CeremonyError ? bad(error.code, error.details) : bad('internal');
  }
};

const factsOfBundle = async (sha256: string, state: State, events: Events): Promise<BundleFacts> => {
  const register = registerOf(state);
  const groups: readonly (readonly [FactGroup, Rows])[] = [
    ['place', placeRows(state)],
    ['people', peopleRows(state)],
    ['script', scriptRows(state)],
    ['software', softwareRows(events)],
    ['hsm', await hsmRows(state)],
    ['keys', await keyRows(register)],
    ['shareSets', await setRows(register)],
    ['dataSets', dataRows(register)],
    ['history', historyRows(register)],
  ];
  const before = state.previousBundle;
  return {
    sha256,
    ceremony: state.ceremony,
    ancestors: before === null ? [] : [...before.register.history.map(({ bundle }) => bundle), before.sha256],
    facts: groups.flatMap(([group, rows]) => rows.flatMap((row) => factOf(group, row))),
    steps: stepTexts(state),
  };
};

/** What is null is not there, and no fact. */
type Row = readonly [subject: string, field: FactField, value: Said, item?: string];
type Rows = readonly Row[];
type Said = string | number | boolean | null;

const factOf = (group: FactGroup, [subject, field, value, item]: Row): readonly Fact[] =>
  value === null
    ? []
    : [{ group, path: item === undefined ? [subject, field] : [subject, field, item], value: String(value) }];

const joined = (...parts: readonly Said[]): string => parts.filter((part) => part !== null).join(' · ');

/** One row for each of a list, counted from 1. */
const each = (subject: string, field: FactField, values: readonly Said[], of?: string): Rows =>
  values.map((value, index) => [
    subject,
    field,
    value,
    of === undefined ? `${index + 1}` : `${of}.${index + 1}`,
  ]);

const named = (subject: string, values: Readonly<Partial<Record<FactField, Said>>>): Rows =>
  Object.entries(values).map(([field, value]) => [subject, field as FactField, value]);

const placeRows = ({ script }: State): Rows => {
  const { embassy, place, domain } = script.parameters;
  return named('', { embassy, place, domain });
};

const peopleRows = (state: State): Rows =>
  state.script.parameters.participants.flatMap(({ id, name, role }): Rows => {
    const card = state.cards[id];
    const came = card === undefined ? 'absent' : state.departed.includes(id) ? 'left' : 'stayed';
    const before = state.replaced.filter((each) => each.card.participant === id);
    const rows = named(name, {
      name,
      role,
      seat: id,
      came,
      card: card === undefined ? null : joined(card.token.label, card.token.serial),
      origin: card?.origin ?? null,
      certificateSha256: card?.certificateSha256 ?? null,
      sealingKeySha256: card?.sealingKeySha256 ?? null,
    });
    const replaced = before.map(({ card: { token, certificateSha256 } }) =>
      joined(token.label, token.serial, certificateSha256),
    );
    return [...rows, ...each(name, 'cardBefore', replaced)];
  });

/** Leaves of what people decided; of lists, all in one. */
const parameterRows = (
  value: JsonValue,
  nameOf: (id: string) => string,
  path: readonly string[] = [],
): Rows => {
  if (value !== null && typeof value === 'object' && !isList(value))
    return Object.entries(value).flatMap(([name, part]) => parameterRows(part, nameOf, [...path, name]));
  const text = value === null || !isList(value) ? value : value.map(textOf(nameOf)).join(', ');
  return [['', 'parameter', text, path.join('.')]];
};

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const textOf =
  (nameOf: (id: string) => string) =>
  (value: JsonValue): string =>
    typeof value === 'string' ? nameOf(value) : canonicalJson(value);

/** Who came and where it was are groups of their own. */
const toldElsewhere: ReadonlySet<string> = new Set(['embassy', 'place', 'domain', 'participants']);

const nameIn =
  (state: State) =>
  (id: string): string =>
    participantOf(state, id)?.name ?? id;

const scriptRows = (state: State): Rows => {
  const { kind, parameters } = state.script;
  // How a fresh recovery key is split is decided in one place or another, and means the same.
  const { fresh, ...others } = { fresh: null, ...parameters };
  const decided = Object.fromEntries(
    Object.entries({ ...others, ...fresh }).filter(([name]) => !toldElsewhere.has(name)),
  );
  return [['', 'kind', kind], ...parameterRows(decided, nameIn(state))];
};

const stepTexts = (state: State): readonly string[] =>
  state.script.acts.flatMap(({ id, steps }) =>
    steps.map(({ kind, by, key }) =>
      joined(
        id,
        kind,
        by.map(nameIn(state)).join(', '),
        key === undefined ? null : `${key.label} v${key.version}`,
      ),
    ),
  );

const softwareOf = (subject: string, software: Software): Rows => named(subject, software);

/** What two people confirmed, and what the ceremony was resumed with where that was another. */
const softwareRows = (events: Events): Rows => {
  const [confirmed] = eventsOfType(events, 'software-confirmed');
  if (confirmed === undefined) return [];
  const others = eventsOfType(events, 'resumed').filter(
    ({ software }) => canonicalJson(software) !== canonicalJson(confirmed.software),
  );
  return [
    ...softwareOf('', confirmed.software),
    ...others.flatMap(({ software }, index) => softwareOf(`${index + 1}`, software)),
  ];
};

/** Long things are compared by their digest, which is that of the bundle's file. */
const digestOf = async (base64: string | null): Promise<string | null> =>
  base64 === null ? null : sha256Hex(fromBase64(base64));

const hsmRows = async ({ hsm, ceremonyKey }: State): Promise<Rows> => {
  if (hsm === null) return [];
  const { token, module } = hsm;
  return [
    ...named('', token),
    ...named('', {
      modulePath: module.path,
      moduleSha256: module.sha256,
      moduleManufacturer: module.manufacturer,
      moduleDescription: module.description,
      moduleVersion: module.version,
      ceremonyKey: await digestOf(ceremonyKey?.certificate ?? null),
    }),
  ];
};

type Occasion = { readonly at: string; readonly ceremony: string };
const occasion = (value: Occasion | null): string | null =>
  value === null ? null : joined(value.at, value.ceremony);

/** For the values of a list, one after the other. */
const flatten = async <T>(list: readonly T[], rowsOf: (value: T) => Promise<Rows>): Promise<Rows> =>
  (await Promise.all(list.map(rowsOf))).flat();

const tokenText = (token: Register['keys'][number]['versions'][number]['hsms'][number]['token']): string =>
  joined(
    token.label,
    token.serial,
    token.manufacturer,
    token.model,
    token.hardwareVersion,
    token.firmwareVersion,
    token.software ? 'software' : null,
  );

const keyRows = ({ keys }: Register): Promise<Rows> =>
  flatten(
    keys.flatMap(({ label, versions }) => versions.map((version) => ({ label, ...version }))),
    async ({ label, version, state, transitions, algorithm, checkValue, set, hsms, ...key }) => {
      const subject = `${label} v${version}`;
      return [
        ...named(subject, { state, algorithm, checkValue, set }),
        ...named(subject, {
          certificate: await digestOf(key.certificate),
          wrapped: await digestOf(key.wrapped),
          canary: await digestOf(key.canary),
        }),
        ...each(
          subject,
          'transition',
          transitions.map((one) => joined(one.state, one.at, one.ceremony, one.reason)),
        ),
        ...hsms.flatMap(({ token, removed, ...since }, index): Rows => [
          [subject, 'heldOn', tokenText(token), `${index + 1}`],
          [subject, 'heldSince', occasion(since), `${index + 1}`],
          [
            subject,
            'removed',
            removed === null ? null : joined(removed.way, occasion(removed)),
            `${index + 1}`,
          ],
        ]),
      ];
    },
  );

const setRows = ({ shareSets }: Register): Promise<Rows> =>
  flatten(shareSets, async ({ set, state, threshold, count, recoveryKeyCommitment, ...rest }) => [
    ...named(set, { setState: state, threshold, count, recoveryKeyCommitment }),
    ...named(set, { ceremony: rest.ceremony, ended: occasion(rest.ended) }),
    ...each(
      set,
      'wraps',
      rest.keys.map(({ label, version }) => `${label} v${version}`),
    ),
    ...(await flatten(rest.shares, (share) => shareRows(set, share))),
  ]);

const shareRows = async (
  set: string,
  { index, commitment, holder, sealed, proven, bag, seenBy, destroyed, lostCards }: ShareRecord,
): Promise<Rows> => {
  const item = `${index}`;
  return [
    [set, 'holder', holder?.name ?? null, item],
    [set, 'holderCard', holder === null ? null : tokenText(holder.card), item],
    [set, 'holderCertificate', holder?.certificateSha256 ?? null, item],
    [set, 'holderSealingKey', holder?.sealingKeySha256 ?? null, item],
    [set, 'commitment', commitment, item],
    [set, 'sealed', await digestOf(sealed), item],
    [set, 'proven', occasion(proven), item],
    [set, 'bag', bag, item],
    ...each(
      set,
      'seenBy',
      seenBy.map(({ name, ...when }) => joined(name, occasion(when))),
      item,
    ),
    ...each(
      set,
      'shareDestroyed',
      destroyed.map(({ medium, ...when }) => joined(medium, occasion(when))),
      item,
    ),
    ...each(
      set,
      'lostCard',
      lostCards.map(({ name, card, certificateSha256, ended, ...when }) =>
        joined(
          ended?.way ?? 'lost',
          name,
          tokenText(card),
          certificateSha256,
          occasion(when),
          occasion(ended),
        ),
      ),
      item,
    ),
  ];
};

const dataRows = ({ dataSets }: Register): Rows =>
  dataSets.flatMap(({ name, holds, label, version, count, sha256, givenUp, ...since }) =>
    named(`${name} · ${label} v${version}`, {
      holds,
      entries: count,
      inventory: sha256,
      told: occasion(since),
      givenUp: givenUp === null ? null : joined(givenUp.reason, occasion(givenUp)),
    }),
  );

const historyRows = ({ history }: Register): Rows =>
  history.map(({ bundle, kind, closedAt, place, ceremony }) => [
    bundle,
    'pastBundle',
    joined(kind, closedAt, place, ceremony),
  ]);
