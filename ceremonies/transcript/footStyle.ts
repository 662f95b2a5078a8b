import { cssString } from './html.ts';

/**
 * What stands at the foot of every printed page, so that no page can be exchanged for another's: a digest, what it is the
 * digest of, and the page's number. The digest is always that of a file that whoever holds the paper can have, and
 * `sha256sum` alone gives it. docs/FORMAT.md, "Documents on paper".
 */
export type Foot = {
  readonly says: string;
  /** 64 hexadecimal digits. */
  readonly digest: string;
  /** What a page is called. */
  readonly page: string;
};

/** 64 digits as 16 groups of four: what two people can compare. */
export const inFours = (hex: string): string => (hex.match(/.{1,4}/g) ?? []).join(' ');

/** The foot as the page margins of CSS Paged Media: the text of the page cannot reach there. */
export const footStyle = ({ says, digest, page }: Foot): string => `
@page {
  @bottom-left { content: ${cssString(`${says}\n${inFours(digest)}`)}; white-space: pre; width: 82%;
    font: 7pt/1.4 "Atkinson Hyperlegible Mono", "DejaVu Sans Mono", monospace; }
  @bottom-right { content: ${cssString(`${page} `)} counter(page) " / " counter(pages); text-align: right;
    font: 8pt/1.2 "Atkinson Hyperlegible Next", "DejaVu Sans", sans-serif; }
}
`;
