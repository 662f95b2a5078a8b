import type { Texts } from '../texts/texts.ts';
import type { FactField, FactGroup, FactPath } from './bundleFacts.ts';
import { bySubject } from './bySubject.ts';
import type { BundleDiff, Change, Continuity } from './diff.ts';

/** What changed, for people: under a title for each group, what it is about, and what changed of that. */
export type DiffSection = {
  readonly title: string;
  readonly subjects: readonly {
    /** Null where a group is about one thing only. */
    readonly name: string | null;
    readonly lines: readonly string[];
  }[];
};

/** Whether B continues from A, in a sentence. */
export const continuityText = (continuity: Continuity, { t }: Texts): string => {
  switch (continuity.kind) {
    case 'same':
    case 'unrelated':
      return t(`diff.continuity.${continuity.kind}`);
    case 'forked':
      return t('diff.continuity.forked', { common: continuity.common });
    case 'continues':
    case 'precedes':
      return t(`diff.continuity.${continuity.kind}`, { count: continuity.between });
  }
};

export const diffSections = ({ groups }: BundleDiff, texts: Texts): readonly DiffSection[] =>
  groups.map(({ group, changes }) => ({
    title: texts.t(`diff.groups.${group}`),
    subjects: bySubject(changes).map((own) => {
      const how = howOf(own);
      return {
        name: subjectText(group, own, how, texts),
        lines: own
          // Whose name it is, the line above says.
          .filter(({ path }) => how === 'changed' || path[1] !== 'name')
          .map((change) => lineOf(change, how, texts)),
      };
    }),
  }));

type How = 'appeared' | 'disappeared' | 'changed';

const howOf = (changes: readonly Change[]): How => {
  if (!changes.some(({ path: [subject, field] }) => subject !== '' && alwaysSaid.has(field)))
    return 'changed';
  if (changes.every(({ before }) => before === null)) return 'appeared';
  return changes.every(({ after }) => after === null) ? 'disappeared' : 'changed';
};

/** Fields that everything of their kind has: where one comes or goes, all of it does. */
const alwaysSaid: ReadonlySet<FactField> = new Set([
  'role',
  'state',
  'setState',
  'holds',
  'version',
  'pastBundle',
]);

const subjectText = (group: FactGroup, [first]: readonly Change[], how: How, { t }: Texts): string | null => {
  const [name = ''] = first?.path ?? [];
  if (name === '') return null;
  const subject = group === 'software' ? t('diff.subjects.restart', { number: name }) : name;
  if (how === 'changed') return subject;
  return t(how === 'appeared' ? 'diff.subjectAppeared' : 'diff.subjectDisappeared', { subject });
};

const lineOf = (change: Change, how: How, texts: Texts): string => {
  const { t } = texts;
  const field = fieldText(change, texts);
  const [before, after] = [change.before, change.after].map((value) =>
    value === null ? null : valueText(change.path, value, texts),
  );
  const line = (value: string): string => t('diff.line', { field, value });
  if (how !== 'changed') return line(before ?? after ?? '');
  if (before === null || before === undefined) return line(t('diff.appeared', { after: after ?? '' }));
  if (after === null || after === undefined) return line(t('diff.disappeared', { before }));
  return line(t('diff.changed', { before, after }));
};

const fieldText = ({ path: [, field, item] }: Change, { t, has }: Texts): string => {
  const words = t(`diff.fields.${field}`);
  if (item === undefined) return words;
  const parameter = `diff.parameters.${item.split('.').at(-1) ?? ''}`;
  if (field === 'parameter') return has(parameter) ? t(parameter) : item;
  return t('diff.numbered', { field: words, item });
};

/** Where the parts of a value have their words, in order; what has none is shown as it is. */
const wordsOf: Readonly<Partial<Record<FactField, readonly string[]>>> = {
  domain: ['diff.values.'],
  role: ['report.roles.'],
  came: ['diff.values.'],
  origin: ['report.origin.'],
  kind: ['report.kinds.'],
  parameter: ['diff.values.'],
  step: ['report.acts.', 'steps.'],
  order: ['report.acts.', 'steps.'],
  runtime: ['report.runtimes.'],
  software: ['diff.values.'],
  state: ['report.states.'],
  transition: ['report.states.'],
  setState: ['diff.values.'],
  shareDestroyed: ['diff.values.'],
  lostCard: ['diff.values.'],
  holds: ['diff.values.'],
  pastBundle: ['report.kinds.'],
};

/** Of what people decided, those that are not free text. */
const wordedParameters: ReadonlySet<string> = new Set([
  'dice',
  'sheets',
  'acceptsNoSpareShare',
  'rewrap',
  'target.kind',
]);

const valueText = ([, field, item = '']: FactPath, value: string, { t, has }: Texts): string => {
  const isFree = field === 'parameter' && !wordedParameters.has(item);
  const places = isFree ? [] : (wordsOf[field] ?? []);
  return value
    .split(' · ')
    .map((part, index) => {
      const place = places[index];
      if (place === undefined) return part;
      const key = place === 'steps.' ? `steps.${part}.title` : `${place}${part}`;
      // Only a plain word can be a key: what people typed may have dots.
      return /^[a-z-]+$/u.test(part) && has(key) ? t(key) : part;
    })
    .join(' · ');
};
