import { facts, html, ink, table, type Markup } from './html.ts';
import { lifeSections, type LifePart, type LifeSection } from './lifeFacts.ts';
import { against, section, type ReportDocument } from './reportDocument.ts';

const partOf = (part: LifePart): Markup => {
  switch (part.kind) {
    case 'says':
      return html`<p>${part.text}</p>`;
    case 'warns':
      return html`<p>${against(part.text)}</p>`;
    case 'heading':
      return html`<h3>${part.text}</h3>`;
    case 'facts':
      return facts(part.rows);
    case 'table':
      return table(part.head, part.rows);
  }
};

/** A destruction certificate is handed on by itself, so it has a page of its own, with lines for ink. */
export const certificateOf = (
  heading: Markup,
  { parts }: LifeSection,
  { state, t }: Pick<ReportDocument, 'state' | 't'>,
): Markup => {
  const signers = state.script.parameters.participants.filter(({ id }) => state.cards[id] !== undefined);
  return html`<section class="certificate">
    ${heading} ${parts.map(partOf)}
    ${table(
      [t('report.name'), t('report.role'), t('reportLife.signature')],
      signers.map(({ name, role }) => [name, t(`report.roles.${role}`), ink]),
    )}
  </section> `;
};

/** What the ceremony did in the long life of keys and shares. */
export const life = (document: ReportDocument): Markup => {
  const { state } = document;
  const written = lifeSections(state, document).map((each) =>
    each.id === 'certificate'
      ? certificateOf(html`<h2>${each.title}</h2>`, each, document)
      : section(each.title, ...each.parts.map(partOf)),
  );
  return html`${written}`;
};
