/**
 * What the window may not do: anything that leaves it. The page's own policy (appProtocol.ts) already forbids most of this; the
 * rules here hold even for a page that broke out of its policy.
 */
import { type Session, type WebContents, app } from 'electron';
import { appOrigin } from './appProtocol.ts';
import { keepMemoryOutOfCores } from './coreDumps.ts';
import { mayUse } from './permissions.ts';

/** Chromium's own habits of talking to the network, each off. Nothing here is a secret, so a wrong name only has no effect. */
const switches: readonly (readonly [name: string, value?: string])[] = [
  // No name resolves and no address is reached, whatever asks for it.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['dns-prefetch-disable'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['no-pings'],
  ['no-first-run'],
  ['disable-breakpad'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  // Devices are chosen in a dialog that no permission comes before: pages have no way to ask for one.
  ['disable-blink-features', 'WebHID,WebUSB,Serial,WebBluetooth'],
  [
    'disable-features',
    'MediaRouter,DialMediaRouteProvider,NetworkTimeServiceQuerying,Translate,OptimizationHints',
  ],
];

/** Everything that must be said before the app is ready. */
export const lockDownProcess = () => {
  // A few pages of text need no graphics driver: one thing less that can fail on a machine nobody knows, or be attacked.
  app.disableHardwareAcceleration();
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
  // Root cannot use Chromium's sandbox; such a start says so on the command line and is never one for real keys.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  keepMemoryOutOfCores();

  app.on('web-contents-created', (_event, contents) => {
    lockDownContents(contents);
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('login', (event) => {
    event.preventDefault();
  });
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    answer();
  });
};

const lockDownContents = (contents: WebContents) => {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
};

/** Where a request may go: to our own files, and to the developer tools where they are allowed at all. */
const mayLoad = (url: string, withDevTools: boolean) =>
  url.startsWith('app://') || (withDevTools && url.startsWith('devtools://'));

/** Lets the page have the camera, or takes it away: only while main knows that a share is being scanned. */
export type AllowCamera = (allowed: boolean) => void;

/**
 * Refuses every permission, download, device and request of a session but those for `app:`, and the camera while it is
 * allowed. A picture that runs already is not stopped by taking the permission away: the page does that.
 */
export const lockDownSession = (session: Session, withDevTools: boolean): AllowCamera => {
  let scanning = false;
  const own = () => ({ origin: appOrigin, scanning });
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(details.isMainFrame && mayUse({ permission, url: details.requestingUrl, media }, own()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    const media = details.mediaType === undefined ? [] : [details.mediaType];
    return details.isMainFrame && mayUse({ permission, url: origin, media }, own());
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !mayLoad(details.url, withDevTools) });
  });
  session.setSpellCheckerEnabled(false);
  return (allowed) => {
    scanning = allowed;
  };
};
