/** What Chromium says of a permission that a page asks for, or looks up. */
export type Asked = {
  readonly permission: string;
  /** Of the frame that asks. */
  readonly url: string;
  readonly media: readonly string[];
};

/** The camera alone, for our own page alone, and only while a share is being scanned. Nothing else is ever granted. */
export const mayUse = (
  { permission, url, media }: Asked,
  own: { readonly origin: string; readonly scanning: boolean },
): boolean =>
  own.scanning &&
  permission === 'media' &&
  (url === own.origin || url.startsWith(`${own.origin}/`)) &&
  media.length > 0 &&
  media.every((kind) => kind === 'video');
