import type { CeremonyKind } from '../model/ceremonyPlan.ts';
import type { KeyName } from '../model/script.ts';
import { sum } from '../model/sum.ts';
import { inOneLine } from '../texts/inOneLine.ts';
import type { Texts } from '../texts/texts.ts';
import type { Deeds, Destroyed, Moved, Reasons } from './deeds.ts';

export type DeedRow = {
  readonly name: 'destroyed' | 'remains' | 'moved' | 'not-moved';
  readonly text: string;
  /** Something is left that people must not overlook. */
  readonly isWarning: boolean;
};

type Said = Pick<Texts, 't' | 'has'>;

/** What a ceremony destroyed and what is left of that, what it moved and what not: rows for a summary. `deeds.rows` names each. */
export const deedRows = (
  { kind, destroyed, moved }: Deeds & { readonly kind: CeremonyKind },
  texts: Said,
): readonly DeedRow[] => [
  ...destroyed.flatMap((each) => destroyedRows(each, texts)),
  ...(moved === null
    ? kind === 'rotate'
      ? [{ name: 'not-moved' as const, text: texts.t('deeds.nothing'), isWarning: false }]
      : []
    : movedRows(moved, texts)),
];

const keyText = ({ label, version }: KeyName): string => `${label} v${version}`;
const hsmText = ({ label, serial }: { readonly label: string; readonly serial: string }): string =>
  `${label} (${serial})`;

const destroyedRows = (what: Destroyed, { t }: Said): readonly DeedRow[] => {
  const row = (text: string): DeedRow => ({ name: 'destroyed', text, isWarning: false });
  const remains = (text: string): DeedRow => ({ name: 'remains', text, isWarning: true });
  switch (what.kind) {
    case 'key': {
      const { hsm, objects, use, stillOn, lostHsms, sets } = what;
      const hsms = (all: typeof stillOn): string => all.map(hsmText).join(', ');
      return [
        row(t(`deeds.key.${use}`, { key: keyText(what), hsm: hsmText(hsm), objects })),
        ...(stillOn.length === 0 ? [] : [remains(t('deeds.stillOn', { hsms: hsms(stillOn) }))]),
        ...(lostHsms.length === 0 ? [] : [remains(t('deeds.lost', { hsms: hsms(lostHsms) }))]),
        ...sets.map((set) => remains(t('deeds.set', set))),
        ...(stillOn.length + lostHsms.length + sets.length === 0
          ? [{ ...remains(t('deeds.none')), isWarning: false }]
          : []),
      ];
    }
    case 'shares': {
      const { keys, destroyed, count, threshold, sharesLeft, missing, astray, set } = what;
      return [
        row(t('deeds.shares', { keys: keys.map(keyText).join(', '), destroyed, count, set })),
        ...(missing.length === 0 ? [] : [remains(t('deeds.missing', { names: missing.join(', ') }))]),
        ...(astray.length === 0 ? [] : [remains(t('deeds.astray', { names: astray.join(', ') }))]),
        ...(sharesLeft < threshold ? [] : [remains(t('deeds.cards', { set, sharesLeft, threshold }))]),
      ];
    }
    case 'card': {
      const { holder, certificateSha256, way, objects, shares } = what;
      return [row(t(`deeds.card.${way}`, { holder: holder ?? certificateSha256, objects, shares }))];
    }
  }
};

const movedRows = ({ dataKeys, backups, ...key }: Moved, texts: Said): readonly DeedRow[] => {
  const { t } = texts;
  const moved: string[] = [];
  const notMoved: string[] = [];
  const say = (what: 'dataKeys' | 'backups', done: string, stayed: number, reasons: Reasons): void => {
    moved.push(done);
    if (stayed > 0)
      notMoved.push(t(`deeds.not.${what}`, { number: stayed, reasons: reasonsText(reasons, stayed, texts) }));
  };
  if (dataKeys !== null) {
    const { inToken, inEngine, notMoved: stayed, reasons } = dataKeys;
    say('dataKeys', t('deeds.dataKeys', { number: inToken + inEngine, inToken, inEngine }), stayed, reasons);
  }
  if (backups !== null)
    say('backups', t('deeds.backups', { number: backups.moved }), backups.notMoved, backups.reasons);
  return [
    {
      name: 'moved',
      text: t('deeds.moved', { key: keyText(key), what: moved.join(', ') }),
      isWarning: false,
    },
    // That nothing stayed behind is worth saying, too.
    notMoved.length === 0
      ? { name: 'not-moved', text: t('deeds.all'), isWarning: false }
      : { name: 'not-moved', text: inOneLine(notMoved, texts), isWarning: true },
  ];
};

const reasonsText = (reasons: Reasons, stayed: number, { t, has }: Said): string => {
  const listed = sum(reasons.map(({ count }) => count));
  return [
    ...reasons.map(({ code, count }) => {
      const why = `deeds.reasons.${code}`;
      return `${count} ${has(why) ? t(why) : code}`;
    }),
    ...(stayed > listed ? [t('deeds.more', { number: stayed - listed })] : []),
  ].join(', ');
};
