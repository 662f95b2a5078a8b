/**
 * What was typed into a page lies about in the memory of its process, wherever JavaScript has let go of it, until that process ends.
 * A page of another origin between two of ours makes Chromium end it; the window stays as it is, and where it is.
 */
import type { WebContents } from 'electron';
import { appUrl, betweenUrl } from './appProtocol.ts';

/** @returns once our page is there again, in a process of its own. Rejects where it cannot be loaded. */
export const loadAfresh = async (contents: WebContents): Promise<void> => {
  await contents.loadURL(betweenUrl);
  await contents.loadURL(appUrl);
};
