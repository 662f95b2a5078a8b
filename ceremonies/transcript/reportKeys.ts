import type { KeyVersion } from '../model/register.ts';
import { tokenText } from '../model/tokenName.ts';
import { html, table, type Content, type Markup } from './html.ts';
import { registerOf } from './registerOf.ts';
import { code, section, time, type ReportDocument } from './reportDocument.ts';

type Stay = KeyVersion['hsms'][number];

const nameOf = ({ token }: Stay): string => `${token.label}/${token.serial}`;

/** Each HSM once, with every time that the key came to it and went. */
const byToken = (hsms: readonly Stay[]): readonly (readonly Stay[])[] =>
  [...new Set(hsms.map(nameOf))].map((name) => hsms.filter((stay) => nameOf(stay) === name));

const whereabouts = (stays: readonly Stay[], t: ReportDocument['t']): Markup => {
  const [first] = stays;
  return first === undefined
    ? html``
    : html`${tokenText(first.token)}<br />${stays.map(({ at, removed }) =>
          removed === null
            ? html`${time(at)}<br />`
            : html`${time(at)} – ${time(removed.at)}, ${t(`reportLife.removed.${removed.way}`)}<br />`,
        )}`;
};

/** The key inventory: every version that ever was, its states, and the HSMs that have it or had it. */
export const keys = ({ state, t }: ReportDocument): Markup =>
  section(
    t('report.inventory'),
    table(
      [
        t('report.key'),
        t('report.algorithm'),
        t('report.state'),
        t('report.checkValue'),
        t('reportLife.onHsms'),
        t('report.set'),
      ],
      registerOf(state).keys.flatMap(({ label, versions }) =>
        versions.map((version): readonly Content[] => [
          `${label} v${version.version}`,
          version.algorithm,
          version.transitions.map(({ state: to, at }) => html`${t(`report.states.${to}`)} ${time(at)}<br />`),
          code(version.checkValue),
          byToken(version.hsms).map((stays) => whereabouts(stays, t)),
          code(version.set),
        ]),
      ),
    ),
    html`<p>${t('report.checkValueSays')}</p>`,
  );
