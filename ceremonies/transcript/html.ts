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

/** A table with a head; nothing at all when there are no rows. `over`: what stands over a row, across the whole table. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly Content[])[],
  over: (row: number) => string | null = () => null,
): Markup =>
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
            (row, index) =>
              html`${across(over(index), head.length)}
                <tr>
                  ${row.map((cell) => html`<td${typeof cell === 'number' ? html` class="n"` : html``}>${cell}</td>`)}
                </tr> `,
          )}
        </tbody>
      </table>`;

/** Text as a string of CSS. */
export const cssString = (text: string): string =>
  `"${text.replace(/["\\\n<]/g, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `)}"`;

const across = (text: string | null, columns: number): Markup =>
  text === null
    ? html``
    : html`<tr class="spans">
        <th scope="rowgroup" colspan="${columns}">${text}</th>
      </tr> `;

/**
 * The policy of a document that is kept: nothing is loaded and nothing runs. Fonts only as data, which printing adds: see
 * electron/printing.ts.
 */
export const pagePolicy = html`<meta
  http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; font-src data:"
/>`;

/** Where people write by hand. */
export const ink: Markup = html`<span class="ink"></span>`;

/** Names and values. */
export const facts = (pairs: readonly (readonly [name: string, value: Content])[]): Markup =>
  html`<dl>
    ${pairs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd> `,
    )}
  </dl>`;
