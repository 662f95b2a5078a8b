import { encodeQr, qrPath } from '../formats/qrCode.ts';
import {
  transcriptOf,
  unreadText,
  type CeremonyEvent,
  type EventType,
  type PreviousBundle,
} from '../model/event.ts';
import { exceededIn } from '../model/custody.ts';
import { replacementsOf } from '../model/replacements.ts';
import {
  hsmLossOf,
  hsmSigner,
  knownCardsOf,
  participantOf,
  rememberedOf,
  signersOf,
  type State,
} from '../model/state.ts';
import { tokenText } from '../model/tokenName.ts';
import { texts } from '../texts/catalogue.ts';
import { named } from '../texts/inOneLine.ts';
import type { Language } from '../texts/languages.ts';
import { folded, spanned, type Fold } from './folded.ts';
import { registerOf } from './registerOf.ts';
import { facts, html, ink, table, type Content, type Markup } from './html.ts';
import {
  aboutOf,
  against,
  code,
  nameOf,
  section,
  time,
  words,
  type ReportDocument,
} from './reportDocument.ts';
import { paperPage } from './page.ts';
import { keys } from './reportKeys.ts';
import { lossText } from './lossText.ts';
import { replacementText } from './replacementText.ts';
import { life } from './reportLife.ts';
import { contributions, health, rebuilt, shareSets } from './reportShares.ts';
import { shortTimeline, timeline } from './reportTimeline.ts';

/**
 * report.html: the transcript as a document for people, as ETSI EN 319 411-1 section 6.5.1 asks for (roles, functions by
 * phase, responsibilities, evidence, dates, key inventory, devices). One file, no scripts, nothing loaded; prints on A4.
 *
 * A pure function of the closed transcript. `events`: the whole journal or the transcript; what came after the closing is left
 * out. `head`: SHA-256 of the last of `events`.
 */
export const report = (
  state: State,
  events: readonly CeremonyEvent[],
  head: string,
  language: Language = 'en',
): string => {
  const document = documentOf(state, events, head, language);
  const { domain, embassy } = state.script.parameters;
  const { t } = document;
  const title = [t('report.title'), embassy, aboutOfState(state, t).title].join(' · ');
  const content = html`<h1>${t('report.title')}</h1>
    ${sections.map((write) => write(document))}`;
  return paperPage({ title, language, domain }, content, t);
};

const aboutOfState = ({ script, previousBundle }: State, t: ReportDocument['t']) =>
  aboutOf(script, previousBundle?.register ?? null, t);

export type RecordLimits = {
  /** Of more events than these, the timeline has the acts and not each line. */
  readonly linesMax: number;
  /** A table of events that has more rows than these is folded. */
  readonly rowsMax: number;
};

export type FoldedRecord = {
  readonly markup: string;
  /** What belongs into `<details data-run="0">`, and so on. */
  readonly runs: readonly string[];
};

/**
 * What the report has between its summary and how to check it, without a page around: for those who verified it already. Of exceptions
 * whose words were left out it tells the numbers.
 */
export const record = (
  state: State,
  events: readonly CeremonyEvent[],
  head: string,
  language: Language,
  { linesMax, rowsMax }: RecordLimits,
): FoldedRecord => {
  const runs: string[] = [];
  const fold: Fold = { rowsMax, take: ({ markup }) => runs.push(markup) - 1 };
  const document = { ...documentOf(state, events, head, language), fold };
  const isLong = document.events.length > linesMax;
  const markup = sections
    .filter((write) => write !== summary && write !== verifying)
    .map((write) => (isLong && write === timeline ? shortTimeline : write)(document).markup)
    .join('');
  return { markup, runs };
};

const documentOf = (
  state: State,
  events: readonly CeremonyEvent[],
  head: string,
  language: Language,
): ReportDocument => {
  const transcript = transcriptOf(events);
  return {
    state,
    events: transcript,
    head: events[transcript.length]?.previous ?? head,
    fold: null,
    ...texts(language),
  };
};

/** For the machine that compares: the same digest in capital digits, which any reader of codes shows. */
const codeOf = (hash: string): Markup => {
  const modules = encodeQr(hash.toUpperCase());
  return html`<svg
    class="code"
    role="img"
    viewBox="0 0 ${modules.length} ${modules.length}"
    aria-label="QR: ${hash}"
  >
    <path d="${qrPath(modules)}" />
  </svg>`;
};

const madeBy = ({ made }: PreviousBundle, t: ReportDocument['t']): string =>
  `${made.place} · ${t(`report.kinds.${made.kind}`)}`;

const summary = ({ state, t, head }: ReportDocument): Markup => {
  const { embassy, place } = state.script.parameters;
  const { previousBundle: before } = state;
  const disagree = state.declarations.filter(({ agrees }) => !agrees).length;
  return html`${facts([
      [t('report.embassy'), embassy],
      [t('report.place'), place],
      [t('report.kind'), t(`report.kinds.${state.script.kind}`)],
      [t('report.ceremony'), code(state.ceremony)],
      [t('report.opened'), time(state.openedAt)],
      [t('report.closed'), time(state.closedAt ?? '')],
      ...aboutOfState(state, t).facts,
      [t('report.exceptions'), state.exceptions.length],
      [t('report.disagreements'), disagree],
      [t('report.previous'), before === null ? t('report.none') : code(before.sha256)],
      ...(before === null
        ? []
        : [[t('report.previousMade'), html`${time(before.made.closedAt)} · ${madeBy(before, t)}`] as const]),
      ...(before === null || before.doubts.length === 0
        ? []
        : [[t('report.doubts'), against(before.doubts.join(', '))] as const]),
      ...(before?.unread === undefined ? [] : [[t('report.unread'), against(unreadText(before))] as const]),
    ])}
    <h3>${t('report.head')}</h3>
    <p>${t('report.headSays')}</p>
    <div class="head">
      <div>${words(head)}</div>
      ${codeOf(head)}
    </div>`;
};

const people = ({ state, events, t }: ReportDocument): Markup => {
  const enrolled = new Map(
    events.flatMap((event) =>
      event.type === 'card-enrolled' || event.type === 'card-replaced'
        ? [[event.participant, event] as const]
        : [],
    ),
  );
  const rows = state.script.parameters.participants.map(({ id, name, role }): readonly Content[] => {
    const event = enrolled.get(id);
    const said = event?.signed.statement;
    const digest = said?.purpose === 'enrol' ? said.certificateSha256 : '';
    const card =
      event === undefined
        ? t('report.absent')
        : `${tokenText(event.token)} · ${t(`report.origin.${event.origin}`)}`;
    const left = state.departed.includes(id) ? html` · ${against(t('report.left'))}` : html``;
    const before = state.replaced.filter((each) => each.card.participant === id);
    return [
      name,
      t(`report.roles.${role}`),
      html`${before.map((each) => html`<s>${tokenText(each.card.token)}</s><br />`)}${card}${left}`,
      html`${before.map((each) => html`<s>${code(each.card.certificateSha256)}</s><br />`)}${code(digest)}`,
    ];
  });
  const roles = [...new Set(state.script.parameters.participants.map(({ role }) => role))];
  return section(
    t('report.people'),
    table([t('report.name'), t('report.role'), t('report.card'), t('report.certificate')], rows),
    facts(roles.map((role) => [t(`report.roles.${role}`), t(`report.duties.${role}`)])),
  );
};

const devices = ({ state, events, t }: ReportDocument): Markup => {
  const { hsm } = state;
  const modules = new Map(
    events.flatMap((event) =>
      event.type === 'hsm-identified' || event.type === 'card-enrolled' || event.type === 'card-replaced'
        ? [[event.module.sha256, event.module] as const]
        : [],
    ),
  );
  const tokens = [...(hsm === null ? [] : [hsm.token]), ...knownCardsOf(state).map(({ token }) => token)];
  return section(
    t('report.devices'),
    table(
      [
        t('report.label'),
        t('report.maker'),
        t('report.serial'),
        t('report.hardware'),
        t('report.firmware'),
        t('report.isSoftware'),
      ],
      tokens.map((token) => [
        token.label,
        `${token.manufacturer} ${token.model}`,
        token.serial,
        token.hardwareVersion,
        token.firmwareVersion,
        token.software ? t('report.yes') : t('report.no'),
      ]),
    ),
    table(
      [t('report.module'), t('report.version'), 'SHA-256'],
      [...modules.values()].map(({ path, manufacturer, description, version, sha256 }) => [
        `${path} · ${manufacturer} · ${description}`,
        version,
        code(sha256),
      ]),
    ),
  );
};

const room = ({ state, t }: ReportDocument): Markup =>
  section(
    t('report.room'),
    facts([
      [
        t('report.airGap'),
        state.airGapFindings.length === 0
          ? t('report.airGapClean')
          : state.airGapFindings.map(
              ({ kind, name }) => html`${named(t(`screen.findings.${kind}`), name, { t })}<br />`,
            ),
      ],
      ...(state.clock === null
        ? []
        : [
            [t('report.hostClock'), time(state.clock.hostClock)] as const,
            ...state.clock.readings.map(({ by, wallClock }) => [nameOf(state, by), time(wallClock)] as const),
          ]),
    ]),
    table(
      [t('report.bag'), t('report.holds'), t('report.direction'), t('report.holder')],
      (['in', 'out'] as const).flatMap((direction) =>
        state.bags[direction].map(({ number, holds, custodian }) => [
          number,
          holds,
          t(`report.directions.${direction}`),
          custodian === null ? '' : nameOf(state, custodian),
        ]),
      ),
    ),
  );

const exceptions = ({ state, events, t, fold }: ReportDocument): Markup => {
  const count = (type: EventType): number => events.filter((event) => event.type === type).length;
  const voided = count('share-set-voided');
  const again = count('presentation-voided');
  // Nobody can raise one without words: a long transcript was read without them.
  const wordless = state.exceptions.filter(({ expected }) => expected === '');
  return section(
    t('report.exceptions'),
    state.exceptions.length === 0
      ? html`<p>${t('report.noExceptions')}</p>`
      : folded(
          state.exceptions.filter(({ expected }) => expected !== ''),
          fold,
          (some) => spanned('exceptions', some, t),
          (some) =>
            table(
              ['#', t('report.expected'), t('report.happened'), t('report.decided'), t('report.who')],
              some.map(({ seq, expected, happened, decided, by }) => [
                seq,
                expected,
                happened,
                decided,
                by.map((id) => nameOf(state, id)).join(', '),
              ]),
            ),
        ),
    ...(wordless.length === 0
      ? []
      : [
          html`<p>
            ${t('report.wordsLeftOut', {
              number: wordless.length,
              first: wordless[0]?.seq ?? 0,
              last: wordless.at(-1)?.seq ?? 0,
            })}
          </p>`,
        ]),
    ...events.flatMap((event) =>
      event.type === 'participant-departed'
        ? [
            html`<p>
              ${against(
                t('report.departed', { name: nameOf(state, event.participant), reason: event.reason }),
              )}
            </p>`,
          ]
        : [],
    ),
    ...rememberedOf(state, 'hsm-lost').map(
      ({ label, serial, reason }) =>
        html`<p>
          ${against(lossText(t('report.hsmLostBefore'), { label, serial, because: reason }, { t }))}
        </p>`,
    ),
    ...replacementsOf(state).map((each) => html`<p>${against(replacementText(each, { t }))}</p>`),
    ...exceededIn(registerOf(state)).map(
      ({ name, indices, threshold }) =>
        html`<p>${against(t('report.custodyExceeded', { name, shares: indices.length, threshold }))}</p>`,
    ),
    html`<p>${t('report.interruptions', { resumed: state.resumptions, voided, again })}</p>`,
  );
};

const declarations = ({ state, t }: ReportDocument): Markup =>
  section(
    t('report.declarations'),
    table(
      [t('report.name'), t('report.declares'), t('report.remark')],
      state.declarations.map(({ participant, agrees, remark }) => [
        nameOf(state, participant),
        agrees ? t('report.agrees') : against(t('report.agreesNot')),
        html`<span class="remark">${remark}</span>`,
      ]),
    ),
  );

/** Who signs this very report with the rest of the bundle; and lines for those whose rules want ink as well. */
const signatures = ({ state, t }: ReportDocument): Markup => {
  const loss = hsmLossOf(state);
  return section(
    t('report.signatures'),
    html`<p>${t('report.signaturesSay')}</p>`,
    table(
      ['#', t('report.name'), t('report.role'), t('report.inInk')],
      signersOf(state).map((signer, index): readonly Content[] => {
        const person = participantOf(state, signer);
        const name =
          signer === hsmSigner ? (state.hsm === null ? signer : tokenText(state.hsm.token)) : signer;
        return [
          index + 1,
          person?.name ?? name,
          person === undefined ? t('report.hsm') : t(`report.roles.${person.role}`),
          person === undefined ? '' : ink,
        ];
      }),
    ),
    ...(loss === null
      ? []
      : [
          html`<p>
            ${against(named(t('report.hsmLost'), state.hsm === null ? '' : tokenText(state.hsm.token), { t }))}
          </p>`,
        ]),
  );
};

const software = ({ state, t }: ReportDocument): Markup => {
  const used = state.software;
  if (used === null) return html``;
  return section(
    t('report.software'),
    facts([
      [t('report.version'), used.version],
      [t('report.appHash'), used.appHash === null ? t('report.none') : code(used.appHash)],
      [
        t('report.verifierSha256'),
        used.verifierSha256 === null ? t('report.none') : code(used.verifierSha256),
      ],
      [
        t('report.runtime'),
        `${t(`report.runtimes.${used.runtime}`)} · Electron ${used.electron ?? '-'} · Node ${used.node}`,
      ],
      [t('report.platform'), used.platform],
    ]),
  );
};

const verifying = ({ t }: ReportDocument): Markup =>
  section(t('report.verify'), html`<p>${t('report.verifySays')}</p>`, html`<p>${t('report.notes')}</p>`);

/** What people look for first comes first. */
const sections: readonly ((document: ReportDocument) => Markup)[] = [
  summary,
  life,
  rebuilt,
  health,
  contributions,
  people,
  timeline,
  keys,
  shareSets,
  devices,
  room,
  exceptions,
  declarations,
  signatures,
  software,
  verifying,
];
