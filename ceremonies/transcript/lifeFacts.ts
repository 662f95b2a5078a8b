import { splitOf } from '../model/ceremonyPlan.ts';
import { custodyOf } from '../model/custody.ts';
import type { KeyTarget } from '../model/parameters.ts';
import {
  openedBySet,
  setOf,
  versionOf,
  versionsOf,
  type KeyVersion,
  type PastBundle,
  type Register,
  type ShareRecord,
  type ShareSetRecord,
} from '../model/register.ts';
import type { KeyName } from '../model/script.ts';
import { leadersOf, presentOf, type State } from '../model/state.ts';
import { tokenName, tokenText } from '../model/tokenName.ts';
import { astrayOf, sharesLeft, sharesOnCard } from '../model/whereabouts.ts';
import { inOneLine } from '../texts/inOneLine.ts';
import type { Texts } from '../texts/texts.ts';
import { targetText } from './destructionTarget.ts';
import { pathsOf, type PathsBack } from './pathsBack.ts';
import { registerOf, stayedOf } from './registerOf.ts';

/**
 * What a ceremony did in the long life of keys and shares, as paragraphs, facts and tables in words: the report sets them as
 * pages, `ceremony show` prints them as lines.
 */
export type LifeSection = {
  readonly id: 'certificate' | 'rotation' | 'rewrap' | 'compromised' | 'old-shares' | 'custody';
  readonly title: string;
  readonly parts: readonly LifePart[];
};

export type LifePart =
  | { readonly kind: 'says' | 'warns' | 'heading'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

type Told = { readonly state: State; readonly register: Register } & Pick<Texts, 't' | 'has'>;

const says = (text: string): LifePart => ({ kind: 'says', text });
const warns = (text: string): LifePart => ({ kind: 'warns', text });
const heading = (text: string): LifePart => ({ kind: 'heading', text });
const facts = (...rows: readonly (readonly [string, string])[]): LifePart => ({ kind: 'facts', rows });
const listed = (head: readonly string[], rows: readonly (readonly string[])[]): readonly LifePart[] =>
  rows.length === 0 ? [] : [{ kind: 'table', head, rows }];

/** A function of the closed transcript; sections without anything to say are left out. */
export const lifeSections = (state: State, { t, has }: Pick<Texts, 't' | 'has'>): readonly LifeSection[] => {
  const told: Told = { state, register: registerOf(state), t, has };
  const sections: readonly (readonly [LifeSection['id'], readonly LifePart[]])[] = [
    ['certificate', certificate(told)],
    ['compromised', compromised(told)],
    ['rotation', rotation(told)],
    ['rewrap', rewrap(told)],
    ['old-shares', oldShares(told)],
    ['custody', custody(told)],
  ];
  return sections
    .filter(([, parts]) => parts.length > 0)
    .map(([id, parts]) => ({ id, title: t(`reportLife.titles.${id}`), parts }));
};

const keyText = ({ label, version }: KeyName): string => `${label} v${version}`;
/** To the second: what people read, sign and file. */
const moment = (at: string): string => at.slice(0, 19).replace('T', ' ');
const bundleText = ({ t }: Told, { bundle, kind, closedAt, place }: PastBundle): string =>
  `${moment(closedAt)} · ${t(`report.kinds.${kind}`)} · ${place} · ${bundle}`;
const whyText = ({ t, has }: Told, code: string): string => {
  const text = has(`errors.${code}`) ? t(`errors.${code}`) : '';
  return text === '' || text.includes('{{') ? code : `${text} (${code})`;
};

// --- rotation ---

const rotation = ({ state, register, t }: Told): readonly LifePart[] => {
  if (state.script.kind !== 'rotate') return [];
  const { keyLabel: label } = state.script.parameters;
  const since = ({ transitions }: KeyVersion): string => transitions.at(-1)?.at ?? '';
  return [
    says(t('reportLife.rotationSays')),
    ...listed(
      [t('report.key'), t('report.algorithm'), t('report.state'), t('report.set'), t('reportLife.dataUnder')],
      versionsOf(register, label).map((each) => [
        keyText({ label, version: each.version }),
        each.algorithm,
        `${t(`report.states.${each.state}`)} ${since(each)}`,
        each.wrapped === null ? t('report.none') : each.set,
        dataText({ register, t }, { label, version: each.version }),
      ]),
    ),
  ];
};

const dataText = ({ register, t }: Pick<Told, 'register' | 't'>, name: KeyName): string => {
  const of = ({ label, version }: KeyName): boolean => label === name.label && version === name.version;
  const said = register.dataSets.filter(of).map(({ holds, name: called, count, givenUp }) => {
    const what = t(`reportLife.holds.${holds}`, { name: called, count });
    return givenUp === null ? what : t('reportLife.wasGivenUp', { what });
  });
  return said.length === 0 ? t('reportLife.nothingTold') : inOneLine(said, { t });
};

// --- what was moved ---

const rewrap = (told: Told): readonly LifePart[] => {
  const { t } = told;
  const { read, moved, proof } = told.state.rewrap;
  if (read === null || moved === null) return [];
  const { dataKeys, backups } = moved;
  const left = (dataKeys?.notMoved ?? 0) + (backups === null ? 0 : stayedOf(backups));
  return [
    says(t('reportLife.rewrapSays', { key: keyText(moved) })),
    ...(left > 0 ? [warns(t('reportLife.leftSays', { number: left }))] : []),
    ...(read.inventory === null || dataKeys === null
      ? []
      : [
          heading(t('reportLife.dataKeys')),
          facts(
            [t('reportLife.oldInventory'), read.inventory.sha256],
            [t('reportLife.lines'), String(read.inventory.lines)],
            [t('reportLife.inToken'), String(dataKeys.inToken)],
            [t('reportLife.inEngine'), String(dataKeys.inEngine)],
            [t('reportLife.notMoved'), String(dataKeys.notMoved)],
            [t('reportLife.newInventory'), dataKeys.sha256],
            [t('reportLife.notMovedList'), dataKeys.notMovedSha256],
          ),
          ...listed(
            [t('reportLife.dataSet'), t('reportLife.under'), t('reportLife.moved'), t('reportLife.notMoved')],
            (proof?.rows ?? []).map((row) => [
              row.dataSet,
              versionText(row.version, t),
              String(row.moved),
              String(row.notMoved),
            ]),
          ),
          ...listed(
            [t('reportLife.line'), t('reportLife.dataSet'), t('reportLife.id'), t('reportLife.why')],
            dataKeys.listed.map(({ line, dataSet, id, code }) => [
              String(line),
              dataSet ?? '',
              id ?? '',
              whyText(told, code),
            ]),
          ),
          ...(dataKeys.notMoved > dataKeys.listed.length
            ? [says(t('reportLife.moreListed', { number: dataKeys.notMoved - dataKeys.listed.length }))]
            : []),
        ]),
    ...(read.backups === null || backups === null
      ? []
      : [
          heading(t('reportLife.backups')),
          facts(
            [t('reportLife.folder'), read.backups.folder],
            [t('reportLife.moved'), String(backups.moved.length)],
            [t('reportLife.notMoved'), String(backups.notMoved.length)],
          ),
          ...listed(
            [t('reportLife.file'), t('reportLife.before'), t('reportLife.after'), t('reportLife.content')],
            backups.moved.map(({ name, oldSha256, newSha256, contentSha256 }) => [
              name,
              oldSha256,
              newSha256,
              contentSha256,
            ]),
          ),
          ...listed(
            [t('reportLife.file'), t('reportLife.why')],
            backups.notMoved.map(({ name, code }) => [name, whyText(told, code)]),
          ),
        ]),
  ];
};

const versionText = (version: number | 'another' | null, t: Texts['t']): string => {
  if (version === null) return t('reportLife.unread');
  return version === 'another' ? t('reportLife.another') : `v${version}`;
};

// --- compromised keys ---

const compromised = (told: Told): readonly LifePart[] => {
  const { register, t } = told;
  return register.keys.flatMap(({ label, versions }) =>
    versions
      .filter(({ state }) => state === 'compromised')
      .flatMap((version): readonly LifePart[] => {
        const name = { label, version: version.version };
        const last = version.transitions.at(-1);
        const serves = versions.find(({ state }) => state === 'active')?.version;
        const paths = pathsOf(register, name);
        return [
          heading(keyText(name)),
          warns(t('reportLife.exposed')),
          facts(
            [t('reportLife.since'), last?.at ?? ''],
            [t('reportLife.why'), last?.reason ?? t('report.none')],
            [t('reportLife.dataUnder'), dataText(told, name)],
            [t('report.hsm'), inOneLine(paths.hsms.map(tokenText), told) || t('report.none')],
            ...(paths.lostHsms.length === 0 ? [] : [lostRow(told, paths)]),
            [
              t('reportLife.next'),
              serves === undefined ? t('reportLife.rotateNow') : t('reportLife.moveTo', { version: serves }),
            ],
          ),
          ...pathParts(told, paths),
        ];
      }),
  );
};

// --- what old shares still open ---

const oldShares = (told: Told): readonly LifePart[] => {
  const { register, t } = told;
  const open = register.shareSets.flatMap((set) => {
    const keys = set.state === 'void' ? openedBySet(register, set) : [];
    const left = sharesLeft(set).length;
    return keys.length > 0 && left >= set.threshold ? [{ set, keys, left }] : [];
  });
  if (open.length === 0) return [];
  return [
    warns(t('reportLife.oldSharesSay')),
    ...open.flatMap(({ set, keys, left }): readonly LifePart[] => [
      heading(`${t('report.set')} · ${set.set}`),
      facts(
        [t('reportLife.sharesLeft'), t('reportLife.leftOf', { left, threshold: set.threshold })],
        [t('reportLife.opens'), keys.map(keyText).join(', ')],
        [t('reportLife.endedAt'), set.ended?.at ?? ''],
      ),
      ...bundleParts(told, set),
    ]),
  ];
};

const bundleParts = (told: Told, set: ShareSetRecord): readonly LifePart[] => {
  const { register, t } = told;
  const [first] = set.keys;
  const path =
    first === undefined ? undefined : pathsOf(register, first).sets.find((each) => each.set === set);
  if (path === undefined) return [];
  return [
    ...listed(
      [t('reportLife.withBundles')],
      path.bundles.map((each) => [bundleText(told, each)]),
    ),
    ...(path.thisOne ? [says(t('reportLife.andThisOne'))] : []),
  ];
};

const lostRow = (told: Told, { lostHsms }: PathsBack): readonly [string, string] => [
  told.t('reportLife.lostHsms'),
  inOneLine(lostHsms.map(tokenName), told),
];

const pathParts = (told: Told, { sets }: PathsBack): readonly LifePart[] => {
  const { t } = told;
  return sets.flatMap(({ set, sharesLeft }): readonly LifePart[] => [
    facts(
      [t('report.set'), `${t(`report.setStates.${set.state}`)} · ${set.set}`],
      [t('reportLife.sharesLeft'), t('reportLife.leftOf', { left: sharesLeft, threshold: set.threshold })],
      [t('reportLife.holders'), set.shares.flatMap(({ holder }) => holder?.name ?? []).join(', ')],
    ),
    ...bundleParts(told, set),
  ]);
};

// --- the custody ledger ---

/** The numbers of shares, which are no counts: #1, #3 */
const numbersText = (indices: readonly number[]): string => indices.map((index) => `#${index}`).join(', ');

const custody = ({ state, register, t }: Told): readonly LifePart[] => {
  const isAbout =
    splitOf(state.script) !== null ||
    state.presentation.proven.some(({ by }) => by === 'surrogate') ||
    state.destroyed.shares.length + state.destroyed.cards.length > 0;
  if (!isAbout) return [];
  const rows = register.shareSets.flatMap((set) =>
    custodyOf(set).map(({ name, indices }) => {
      const gone = indices.filter((index) => (set.shares[index - 1]?.destroyed.length ?? 0) > 0);
      return [
        set.set,
        t(`report.setStates.${set.state}`),
        name,
        numbersText(indices),
        t('reportLife.ofThreshold', { number: indices.length, threshold: set.threshold }),
        gone.length === 0 ? t('report.none') : numbersText(gone),
      ];
    }),
  );
  return [
    says(t('reportLife.custodySays')),
    ...listed(
      [
        t('report.set'),
        t('report.state'),
        t('report.name'),
        t('reportLife.hasHad'),
        t('reportLife.ofNeeded'),
        t('reportLife.destroyed'),
      ],
      rows,
    ),
  ];
};

// --- the destruction certificate ---

const certificate = (told: Told): readonly LifePart[] => {
  const { state, t } = told;
  const { script } = state;
  if (script.kind !== 'destroy') return [];
  const { embassy, place, target } = script.parameters;
  const by = leadersOf(state).map(({ name, role }) => `${name} (${t(`report.roles.${role}`)})`);
  const seen = presentOf(state)
    .filter(({ role }) => role === 'auditor' || role === 'custodian')
    .map(({ name, role }) => `${name} (${t(`report.roles.${role}`)})`);
  return [
    says(t(`reportLife.certifies.${target.kind}`)),
    facts(
      [t('report.embassy'), embassy],
      [t('report.place'), place],
      [t('report.ceremony'), state.ceremony],
      [t('reportLife.by'), by.join(', ')],
      [t('reportLife.seenBy'), seen.join(', ') || t('report.none')],
    ),
    ...whatEnded(told),
  ];
};

const whatEnded = (told: Told): readonly LifePart[] => {
  const { destroyed } = told.state;
  return [
    ...destroyed.keys.flatMap((event) => keyEnded(told, event)),
    ...destroyed.cards.flatMap((event) => cardEnded(told, event)),
    ...setEnded(told),
  ];
};

const keyEnded = (told: Told, event: State['destroyed']['keys'][number]): readonly LifePart[] => {
  const { register, t, state, givenUp, foundHsm } = { ...told, ...targetOf(told) };
  const key = versionOf(register, event);
  const isOver = key?.state === 'destroyed';
  const paths = pathsOf(register, event);
  const dead = register.shareSets.filter(({ keys }) =>
    keys.some(({ label, version }) => label === event.label && version === event.version),
  );
  const isAlive = (set: ShareSetRecord): boolean => paths.sets.some((each) => each.set === set);
  return [
    heading(t('reportLife.target.key', { key: keyText(event) })),
    facts(
      [t('reportLife.when'), moment(event.at)],
      [t('report.algorithm'), key?.algorithm ?? ''],
      [t('report.checkValue'), key?.checkValue ?? ''],
      [t('report.hsm'), tokenText(event.token)],
      [t('reportLife.objects'), String(event.objects)],
      [t('reportLife.searched'), t('reportLife.gone')],
      [t('reportLife.used'), t(`reportLife.use.${event.use}`)],
      ...(foundHsm === undefined ? [] : [[t('reportLife.foundHsm'), tokenName(foundHsm)] as const]),
      ...(paths.lostHsms.length === 0 ? [] : [lostRow(told, paths)]),
      ...(state.destroyed.confirmedBy.length === 0
        ? []
        : [
            [
              t('reportLife.confirmedAgain'),
              leadersOf(state)
                .map(({ name }) => name)
                .join(', '),
            ] as const,
          ]),
    ),
    ...(givenUp === undefined ? [] : gaveUp(told, givenUp)),
    ...(isOver
      ? [
          heading(t('reportLife.dead')),
          says(t('reportLife.deadWrapping')),
          ...listed(
            [t('report.set'), t('reportLife.why')],
            dead.filter((set) => !isAlive(set)).map((set) => [set.set, t('reportLife.tooFewLeft')]),
          ),
        ]
      : [warns(t('reportLife.partly'))]),
    heading(t('reportLife.notDead')),
    ...(paths.hsms.length + paths.lostHsms.length + paths.sets.length === 0
      ? [says(t('reportLife.noneKnown'))]
      : [warns(t('reportLife.notDeadSays'))]),
    ...listed(
      [t('reportLife.stillOn')],
      paths.hsms.map((token) => [tokenText(token)]),
    ),
    ...pathParts(told, paths),
  ];
};

const targetOf = ({ state: { script } }: Told): Pick<KeyTarget, 'givenUp' | 'foundHsm'> =>
  script.kind === 'destroy' && script.parameters.target.kind === 'key' ? script.parameters.target : {};

const gaveUp = (
  { t }: Told,
  { reason, dataSets }: NonNullable<KeyTarget['givenUp']>,
): readonly LifePart[] => [
  heading(t('reportLife.givenUp')),
  warns(t('reportLife.givenUpSays')),
  facts([t('reportLife.why'), reason]),
  ...listed(
    [t('reportLife.dataSet'), t('reportLife.count'), t('reportLife.listDigest')],
    dataSets.map((each) => [
      t(`reportLife.holds.${each.holds}`, { name: each.name, count: each.count }),
      String(each.count),
      each.sha256 ?? t('report.none'),
    ]),
  ),
];

const cardEnded = (
  { register, t }: Told,
  { certificateSha256, way, objects, at }: State['destroyed']['cards'][number],
): readonly LifePart[] => {
  const shares = sharesOnCard(register, certificateSha256);
  const [first] = shares;
  return [
    heading(targetText({ kind: 'card', certificateSha256 }, register, t)),
    facts(
      [t('reportLife.when'), moment(at)],
      ...(first === undefined ? [] : [[t('report.card'), tokenText(first.card)] as const]),
      [t('report.certificate'), certificateSha256],
      [t('reportLife.way'), t(`reportLife.ways.${way}`)],
      [t('reportLife.objects'), String(objects)],
    ),
    ...listed(
      [t('report.set'), t('report.share'), t('report.onPaper')],
      shares.map(({ set, share: { index, bag, destroyed } }) => [
        set.set,
        String(index),
        bag === null
          ? t('report.none')
          : destroyed.some(({ medium }) => medium === 'sheet')
            ? t('reportLife.destroyed')
            : t('reportLife.stillInBag', { bag }),
      ]),
    ),
  ];
};

const whereabouts = (share: ShareRecord, { t }: Told): readonly string[] => [
  ...(share.destroyed.length === 0 ? [t('reportLife.notHandedIn')] : []),
  ...share.destroyed.map(({ medium, at }) => `${t(`reportLife.media.${medium}`)} ${moment(at)}`),
  ...astrayOf(share).map(({ card }) => t('reportLife.mayLieOn', { card: tokenText(card) })),
];

const setEnded = (told: Told): readonly LifePart[] => {
  const { state, register, t } = told;
  const { script } = state;
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  const set = target?.kind === 'set' ? setOf(register, target.set) : undefined;
  if (target === null || set === undefined) return [];
  const left = sharesLeft(set).length;
  const last = state.destroyed.shares.at(-1)?.at;
  return [
    heading(targetText(target, register, t)),
    facts(
      [t('report.set'), set.set],
      [t('reportLife.when'), last === undefined ? t('report.none') : moment(last)],
      [t('reportLife.endedAt'), set.ended === null ? t('report.none') : moment(set.ended.at)],
    ),
    ...listed(
      ['#', t('report.holder'), t('reportLife.destroyed')],
      set.shares.map((share) => [
        String(share.index),
        share.holder?.name ?? t('report.nobody'),
        inOneLine(whereabouts(share, told), told),
      ]),
    ),
    heading(t('reportLife.notDead')),
    ...(left < set.threshold
      ? [says(t('reportLife.noneKnown'))]
      : [
          warns(t('reportLife.sharesNotDead')),
          facts([t('reportLife.opens'), set.keys.map(keyText).join(', ')]),
          ...bundleParts(told, set),
        ]),
  ];
};
