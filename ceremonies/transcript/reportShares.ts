import { setOf, type ShareSetRecord } from '../model/register.ts';
import type { RecoverySet } from '../model/state.ts';
import { presentedSetsOf } from '../model/state.ts';
import { tokenText } from '../model/tokenName.ts';
import { healthOf, type SetHealth } from './health.ts';
import { facts, html, table, type Content, type Markup } from './html.ts';
import { registerOf } from './registerOf.ts';
import { against, code, nameOf, section, time, type ReportDocument } from './reportDocument.ts';

/** What a ceremony did with the shares of the bundle before, and what shares there are after it. */

/** Which keys came back, onto which HSM. */
export const rebuilt = ({ state, t }: ReportDocument): Markup => {
  const restored = state.keys.filter(({ origin }) => origin === 'restored');
  if (restored.length === 0) return html``;
  return section(
    t('report.rebuilt'),
    html`<p>${t('report.rebuiltSays')}</p>`,
    table(
      [
        t('report.key'),
        t('report.algorithm'),
        t('report.checkValue'),
        t('report.hsm'),
        t('report.restoredAt'),
      ],
      restored.map(({ label, version, algorithm, checkValue, token, madeAt }) => [
        `${label} v${version}`,
        algorithm,
        code(checkValue),
        tokenText(token),
        time(madeAt),
      ]),
    ),
  );
};

/** Every share that was brought, also those that were brought before a power cut. */
export const contributions = ({ state, t }: ReportDocument): Markup => {
  const { proven } = state.presentation;
  if (proven.length === 0) return html``;
  const sets = presentedSetsOf(state);
  return section(
    t('report.contributions'),
    table(
      [
        t('report.share'),
        t('report.set'),
        t('report.holder'),
        t('report.broughtBy'),
        t('report.source'),
        t('report.time'),
      ],
      proven.map(({ set: id, index, participant, source, withItsCard, at }): readonly Content[] => {
        const set = sets.find((each) => each.set === id);
        const how = t(`report.sources.${source}`);
        return [
          index,
          code(id),
          set?.shares[index - 1]?.holder?.name ?? t('report.nobody'),
          nameOf(state, participant),
          withItsCard ? how : against(`${how}, ${t('report.anotherCard')}`),
          time(at),
        ];
      }),
    ),
  );
};

/** Who has shown a good share, who has not, and whether enough are left. */
export const health = (document: ReportDocument): Markup => {
  const { state, t } = document;
  if (state.script.kind !== 'check') return html``;
  return section(t('report.health'), ...healthOf(state).map((each) => healthOfSet(each, document)));
};

const healthOfSet = ({ set, shown, margin }: SetHealth, { t }: ReportDocument): Markup => {
  const { threshold, count } = set;
  const counts = { shown: shown.length, count, threshold, margin };
  return html`<h3>${t('report.set')} · ${code(set.set)}</h3>
    <p>${margin < 0 ? against(t('report.standsNot', counts)) : t('report.stands', counts)}</p>
    ${table(
      ['#', t('report.holder'), t('report.card'), t('report.inThisCheck'), t('report.proven')],
      set.shares.map(({ index, holder, proven }): readonly Content[] => [
        index,
        holder?.name ?? t('report.nobody'),
        holder === null ? '' : tokenText(holder.card),
        shown.includes(index) ? t('report.isShown') : against(t('report.isMissing')),
        proven === null ? t('report.never') : time(proven.at),
      ]),
    )}`;
};

export const shareSets = (document: ReportDocument): Markup => {
  const { state, t } = document;
  const made = new Map(state.sets.map((set) => [set.set, set]));
  return section(
    t('report.shareSets'),
    ...registerOf(state).shareSets.map((set) => {
      const here = made.get(set.set);
      return html`<h3>${t(`report.setStates.${set.state}`)} · ${code(set.set)}</h3>
        ${voidSays(document, set)}
        ${facts([
          [t('report.quorum'), t('report.quorumOf', { threshold: set.threshold, custodians: set.count })],
          ...(here === undefined ? [] : makingOf(here, document)),
          [t('report.recoveryKeyCommitment'), code(set.recoveryKeyCommitment)],
        ])}
        ${sharesOf(set, document)} ${here === undefined ? html`` : sheetsOf(here, document)}`;
    }),
  );
};

/** The columns of what was destroyed, or lost, stand only where something was. */
const sharesOf = ({ shares }: ShareSetRecord, { t }: ReportDocument): Markup => {
  const isAnyGone = shares.some(({ destroyed }) => destroyed.length > 0);
  const isAnyLost = shares.some(({ lostCards }) => lostCards.length > 0);
  return table(
    [
      '#',
      t('report.holder'),
      t('report.card'),
      t('report.proven'),
      ...(isAnyGone ? [t('reportLife.destroyed')] : []),
      ...(isAnyLost ? [t('report.lostCards')] : []),
      t('report.commitment'),
    ],
    shares.map(({ index, holder, commitment, proven, destroyed, lostCards }): readonly Content[] => [
      index,
      holder?.name ?? t('report.nobody'),
      holder === null ? '' : tokenText(holder.card),
      proven === null ? t('report.never') : time(proven.at),
      ...(isAnyGone
        ? [destroyed.map(({ medium, at }) => html`${t(`reportLife.media.${medium}`)} ${time(at)}<br />`)]
        : []),
      ...(isAnyLost
        ? [
            lostCards.map(({ card, at, ended }) =>
              ended === null
                ? html`${against(tokenText(card))} ${time(at)}<br />`
                : html`${tokenText(card)} ${t(`report.lostCardEnds.${ended.way}`)} ${time(ended.at)}<br />`,
            ),
          ]
        : []),
      code(commitment),
    ]),
  );
};

/** Of a void set: what can still be done with its shares. A fresh set replaces shares, not keys, and old wrappings stay in old files. */
const voidSays = ({ state, t }: ReportDocument, { set, state: life, threshold }: ShareSetRecord): Markup => {
  if (life === 'live') return html``;
  const { previousBundle, sets } = state;
  if (sets.some((each) => each.set === set)) return html`<p>${t('report.neverUsed', { threshold })}</p>`;
  const wasLive = previousBundle !== null && setOf(previousBundle.register, set)?.state === 'live';
  return wasLive
    ? html`<p>${against(t('report.superseded', { threshold, bundle: previousBundle.sha256 }))}</p>`
    : html`<p>${t('report.voidBefore', { threshold })}</p>`;
};

const makingOf = (
  { proof, mixed }: RecoverySet,
  { t }: ReportDocument,
): readonly (readonly [string, Content])[] => [
  ...(proof === null ? [] : [[t('report.proof'), t('report.proofSays', proof)] as const]),
  [t('report.mixed'), t('report.mixedSays', mixed)],
];

const sheetsOf = ({ sheets }: RecoverySet, { state, t }: ReportDocument): Markup =>
  table(
    [t('report.onPaper'), t('report.holder'), t('report.bag'), t('report.printer')],
    sheets.map(({ index, participant, bag, printer }) => [index, nameOf(state, participant), bag, printer]),
  );
