/** What a PDF file says of itself, for archives that look for it: Chromium writes a title, but no metadata stream. */

export type PdfMetadata = {
  readonly title: string;
  /** As in BCP 47. */
  readonly language: string;
  /** The program that made it. */
  readonly creator: string;
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');

/** XMP (ISO 16684-1) with what PDF/A asks of every file: its title and language, and what made it. */
const xmp = ({
  title,
  language,
  creator,
}: PdfMetadata): string => `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>${escaped(creator)}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;

/** A text string (ISO 32000-1 section 7.9.2.2), as hexadecimal digits of UTF-16. */
const hexString = (text: string): string =>
  `<feff${Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0')).join('')}>`;

const entryBytes = 20;

/**
 * Appends metadata to a PDF as an incremental update (ISO 32000-1 section 7.5.6): a stream with XMP, a catalog that names it and
 * asks for the title in the window's frame, and the program's own name instead of a browser's.
 *
 * A file that is not as Chromium writes it (one table of cross-references, plain objects) comes back as it was: a document
 * without metadata is better than none.
 */
export const withMetadata = (pdf: Uint8Array, metadata: PdfMetadata): Uint8Array => {
  const file = Buffer.from(pdf);
  const text = file.toString('latin1');
  const [, size, root, info, startxref] =
    /trailer\s*<<\s*\/Size (\d+)\s*\/Root (\d+) 0 R\s*\/Info (\d+) 0 R\s*>>\s*startxref\s*(\d+)\s*%%EOF\s*$/.exec(
      text.slice(-300),
    ) ?? [];
  if (size === undefined || root === undefined || info === undefined || startxref === undefined) return pdf;
  const bodyOf = (number: string): string | null => {
    const table = /^xref\n0 \d+\n/.exec(text.slice(Number(startxref), Number(startxref) + 40));
    if (table === null) return null;
    const entry = Number(startxref) + table[0].length + entryBytes * Number(number);
    const object = text.slice(Number(text.slice(entry, entry + 10)));
    return new RegExp(`^${number} 0 obj\\s*(<<[^]*?>>)\\s*endobj`).exec(object)?.[1] ?? null;
  };
  const [catalog, known] = [bodyOf(root), bodyOf(info)];
  if (catalog === null || known === null) return pdf;

  const stream = Buffer.from(xmp(metadata), 'utf8').toString('latin1');
  const creator = `/Creator ${hexString(metadata.creator)}`;
  const objects: readonly (readonly [number: string, body: string])[] = [
    [info, known.replace(/\/Creator\s*(\((?:\\[^]|[^\\)])*\)|<[^>]*>)/, () => creator)],
    [root, `${catalog.slice(0, -2)}\n/Metadata ${size} 0 R\n/ViewerPreferences <</DisplayDocTitle true>>>>`],
    [size, `<</Type /Metadata /Subtype /XML /Length ${stream.length}>>\nstream\n${stream}\nendstream`],
  ];
  let added = '';
  const entries = objects.map(([number, body]) => {
    const offset = String(file.length + added.length).padStart(10, '0');
    added += `${number} 0 obj\n${body}\nendobj\n`;
    return `${number} 1\n${offset} 00000 n \n`;
  });
  const table = file.length + added.length;
  added += `xref\n${entries.join('')}trailer\n<</Size ${Number(size) + 1}\n/Root ${root} 0 R\n/Info ${info} 0 R\n/Prev ${startxref}>>\nstartxref\n${table}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([file, Buffer.from(added, 'latin1')]));
};
