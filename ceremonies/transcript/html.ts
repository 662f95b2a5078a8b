/**
 * HTML by tagged templates: everything put in is escaped, unless it was made here. Names and remarks are typed by people,
 * and a report is signed: it must not be possible to put words into it that a reader takes for the program's.
 */
export type Markup = { readonly markup: string };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Invisible and direction-changing characters are shown by number: a name must not rearrange the line it stands in. */
const shown = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, (character) =>
      character === '\n'
        ? character
        : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');

export type Content = string | number | Markup | readonly Markup[];

const markupOf = (content: Content): string => {
  if (typeof content === 'string') return shown(content);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : content.map(({ markup }) => markup).join('');
};

export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup => ({
  markup: parts
    .map((part, index) => part + (index < contents.length ? markupOf(contents[index] ?? '') : ''))
    .join(''),
});

/** A table with a head; nothing at all when there are no rows. */
export const table = (head: readonly string[], rows: readonly (readonly Content[])[]): Markup =>
  rows.length === 0
    ? html``
    : html`<table>
        <thead>
          <tr>
            ${head.map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell) => html`<td>${cell}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>`;

/** Names and values. */
export const facts = (pairs: readonly (readonly [name: string, value: Content])[]): Markup =>
  html`<dl>
    ${pairs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd> `,
    )}
  </dl>`;
