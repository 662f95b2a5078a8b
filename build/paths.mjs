// @ts-check
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the build makes; everything in it can be made again. */
export const dist = join(root, 'dist');

/** Where the build works before it replaces `dist` in one move: on the same disk, and never in a commit. */
export const scratch = join(root, 'node_modules', '.cache', 'embassy-key-ceremony');

/**
 * Where large downloads are kept, outside the repository and shared by every checkout.
 *
 * @returns {string}
 */
export const userCache = () => {
  const base =
    process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : process.platform === 'win32'
        ? (process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'))
        : (process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'));
  return join(base, 'embassy-key-ceremony');
};
