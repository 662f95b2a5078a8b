const elements: ReadonlySet<string> = new Set([
  ...['section', 'h2', 'h3', 'p', 'dl', 'dt', 'dd', 'code', 'span', 'time', 'br', 's', 'details', 'summary'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);
const attributes: ReadonlySet<string> = new Set(['class', 'scope', 'colspan', 'data-run']);
/** Where a space is one between words. */
const flowing: ReadonlySet<string> = new Set(['p', 'dt', 'dd', 'th', 'td', 'summary', 'span']);

/**
 * The report's markup as elements for this page. It is escaped where it is made; here, all the same, only what a report has comes
 * through.
 */
export const cleaned = (markup: string): readonly ChildNode[] => {
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  clean(body);
  return [...body.childNodes];
};

const clean = (parent: Element): void => {
  for (const child of [...parent.childNodes]) {
    if (child instanceof Element) {
      clean(child);
      if (!elements.has(child.localName)) child.replaceWith(...child.childNodes);
      else
        for (const name of child.getAttributeNames()) if (!attributes.has(name)) child.removeAttribute(name);
    } else if (!(child instanceof Text) || (child.data.trim() === '' && !flowing.has(parent.localName))) {
      child.remove();
    }
  }
};
