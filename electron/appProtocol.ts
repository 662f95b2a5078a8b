/**
 * `app://ceremony/`: the window's files, served from a list that is read once. There is no path to resolve, so there is no
 * way out of the folder; and every answer carries the policy that forbids the page everything it does not need.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { type Session, app, protocol } from 'electron';

const scheme = 'app';
export const appOrigin = `${scheme}://ceremony`;
export const appUrl = `${appOrigin}/index.html`;
/** Stands in the window for a moment: see freshPage.ts. */
export const betweenUrl = `${scheme}://between/`;

/** https://www.w3.org/TR/CSP3/ : nothing but our own files; no connection of any kind, not even to ourselves. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const htmlType = 'text/html; charset=utf-8';
const contentTypes: Readonly<Record<string, string>> = {
  '.html': htmlType,
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Makes `app:` an origin like https: for the browser's rules. Before the app is ready. */
export const registerScheme = () => {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
};

/** Empty, in the colours of the system and under the program's name. */
const betweenPage = () =>
  `<!doctype html><meta name="color-scheme" content="light dark"><title>${app.getName()}</title>`;

/** Answers `app://ceremony/…` in one session with the files of a folder. */
export const serveApp = (session: Session, folder: string) => {
  const files = new Map(listFiles(folder).map((path) => [`/${path}`, join(folder, path)]));
  session.protocol.handle(scheme, (request) => {
    const url = new URL(request.url);
    if (url.href === betweenUrl) {
      return new Response(betweenPage(), { headers: { ...headers, 'Content-Type': htmlType } });
    }
    const path = files.get(url.pathname);
    if (path === undefined || url.host !== 'ceremony' || request.method !== 'GET') {
      return new Response('', { status: 404, headers });
    }
    const type = contentTypes[extname(path)] ?? 'application/octet-stream';
    return new Response(readFileSync(path), { headers: { ...headers, 'Content-Type': type } });
  });
};

const listFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
