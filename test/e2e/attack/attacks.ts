/** Where an attack aims: at listeners of the test on 127.0.0.1, by addresses that name the attack. */
export type Target = {
  readonly web: string;
  readonly socket: string;
  /** Takes connections and says nothing. */
  readonly tcpPort: number;
  readonly udpPort: number;
  /** A name that nobody has, by which a lookup is seen. */
  readonly host: string;
  /** A file of this machine, as an address. */
  readonly file: string;
};

/**
 * By what an attack that succeeds is seen: something arrives at a listener, another window opens, the window or a frame in it
 * shows another page, a download begins, or the attack's code returns `true`: it got what it wanted.
 */
export type Trace =
  'request' | 'connection' | 'datagram' | 'lookup' | 'window' | 'page' | 'frame' | 'download' | 'got';

export type Attack = {
  readonly name: string;
  readonly seenBy: Trace;
  /** What the page runs, as the body of an async function of `target`, as if a person had just clicked. */
  readonly code: string;
  /** A page of the web may not even try, so the control is a page that lies in a file. */
  readonly fromFile?: true;
  /** Stays in the page: a page without a policy may do it, and gains nothing that it has not. */
  readonly againstPolicyOnly?: true;
};

const attack = (name: string, seenBy: Trace, code: string): Attack => ({ name, seenBy, code });
const fromFile = (name: string, seenBy: Trace, code: string): Attack => ({
  name,
  seenBy,
  code,
  fromFile: true,
});

/** Puts an element with these properties into the page. */
const put = (element: string, properties: string, then = ''): string =>
  `const made = Object.assign(document.createElement('${element}'), ${properties}); document.body.append(made); ${then}`;

const tell = (result: string): string =>
  `new Promise((tell) => { ${result}; setTimeout(() => tell(false), 400); })`;

/** What leads away from the page, or opens another. */
const navigations: readonly Attack[] = [
  attack('location.href', 'request', 'location.href = target.web'),
  attack('location.replace', 'request', 'location.replace(target.web)'),
  attack('a link', 'request', put('a', '{ href: target.web }', 'made.click()')),
  attack(
    'a link to a new window',
    'window',
    put('a', "{ href: target.web, target: '_blank' }", 'made.click()'),
  ),
  attack(
    'a link that tells another',
    'request',
    put('a', "{ href: '#here', ping: target.web }", 'made.click()'),
  ),
  attack(
    'a meta refresh',
    'request',
    put('meta', "{ httpEquiv: 'refresh', content: '0;url=' + target.web }"),
  ),
  attack('a form, by get', 'request', put('form', '{ action: target.web }', 'made.submit()')),
  attack(
    'a form, by post',
    'request',
    put('form', "{ method: 'post', action: target.web }", 'made.submit()'),
  ),
  attack(
    'a form to a new window',
    'window',
    put('form', "{ target: '_blank', action: target.web }", 'made.submit()'),
  ),
  attack('window.open', 'window', 'window.open(target.web)'),
  attack('window.open of an empty page', 'window', "window.open('about:blank')"),
  attack(
    'window.open of a page of its own',
    'window',
    "window.open(URL.createObjectURL(new Blob(['<p>mine'], { type: 'text/html' })))",
  ),
  attack(
    'a navigation to a page of its own',
    'page',
    "location.href = URL.createObjectURL(new Blob(['<p>mine'], { type: 'text/html' }))",
  ),
  fromFile('a navigation to a file', 'page', 'location.href = target.file'),
  attack('a webview', 'request', put('webview', '{}', "made.setAttribute('src', target.web)")),
];

/** Text that becomes code. Who got a script in has one already; this is what the policy holds against getting one in. */
const code: readonly Attack[] = [
  { name: 'eval', code: "return eval('true')" },
  { name: 'a function made of text', code: "return new Function('return true')()" },
  {
    name: 'a script of text',
    code: `${put('script', "{ textContent: 'globalThis.ranAsText = true' }")} return 'ranAsText' in globalThis`,
  },
  {
    name: 'a script of text in the page’s text',
    code: `document.body.innerHTML = '<img src="nowhere:" onerror="globalThis.ranAsHandler = true">';
      await new Promise((later) => setTimeout(later, 200)); return 'ranAsHandler' in globalThis`,
  },
  {
    name: 'a javascript: address',
    code: `${put('a', "{ href: 'javascript:void(globalThis.ranAsAddress = true)' }", 'made.click()')};
      await new Promise((later) => setTimeout(later, 100)); return 'ranAsAddress' in globalThis`,
  },
  {
    name: 'a script of data',
    code: `return await ${tell(
      `${put('script', "{ src: 'data:text/javascript,globalThis.ranAsData=true' }")} made.onload = () => tell('ranAsData' in globalThis)`,
    )}`,
  },
].map((each) => ({ ...each, seenBy: 'got', againstPolicyOnly: true }));

/** What a page can ask the network for, and what it can have its elements ask. */
const requests: readonly Attack[] = [
  attack('fetch', 'request', 'await fetch(target.web)'),
  attack(
    'fetch that outlives the page',
    'request',
    "await fetch(target.web, { mode: 'no-cors', keepalive: true, method: 'POST', body: 'x' })",
  ),
  attack(
    'XMLHttpRequest',
    'request',
    "const request = new XMLHttpRequest(); request.open('POST', target.web); request.send('x')",
  ),
  attack('WebSocket', 'request', 'new WebSocket(target.socket)'),
  attack('EventSource', 'request', 'new EventSource(target.web)'),
  attack('sendBeacon', 'request', "navigator.sendBeacon(target.web, 'x')"),
  attack(
    'WebTransport',
    'datagram',
    "await new WebTransport('https://127.0.0.1:' + target.udpPort + '/x').ready",
  ),
  attack('a picture', 'request', 'new Image().src = target.web'),
  attack(
    'a picture of a style',
    'request',
    "document.body.style.backgroundImage = 'url(' + target.web + ')'",
  ),
  attack(
    'a style that imports',
    'request',
    put('style', "{ textContent: '@import url(' + target.web + ');' }"),
  ),
  attack('a stylesheet', 'request', put('link', "{ rel: 'stylesheet', href: target.web }")),
  attack('a font', 'request', "await new FontFace('stolen', 'url(' + target.web + ')').load()"),
  attack('a script', 'request', put('script', '{ src: target.web }')),
  attack('a module', 'request', put('script', "{ type: 'module', src: target.web }")),
  attack('an import', 'request', 'await import(target.web)'),
  attack('a frame', 'request', put('iframe', '{ src: target.web }')),
  attack(
    'a frame of its own text',
    'request',
    put('iframe', "{ srcdoc: '<img src=\"' + target.web + '\">' }"),
  ),
  attack('an object', 'request', put('object', "{ type: 'text/html', data: target.web }")),
  attack('an embed', 'request', put('embed', "{ type: 'text/html', src: target.web }")),
  attack('a sound', 'request', put('audio', '{ src: target.web }')),
  attack('a film', 'request', put('video', '{ src: target.web }')),
  attack(
    'a drawing that refers out',
    'request',
    `const drawing = new DOMParser().parseFromString('<svg xmlns="http://www.w3.org/2000/svg"><image href="' + target.web + '"/></svg>', 'image/svg+xml');
     document.body.append(document.importNode(drawing.documentElement, true))`,
  ),
  attack(
    'a worker',
    'request',
    "new Worker(URL.createObjectURL(new Blob(['fetch(\"' + target.web + '\")'], { type: 'text/javascript' })))",
  ),
  attack(
    'a shared worker',
    'request',
    "new SharedWorker(URL.createObjectURL(new Blob(['fetch(\"' + target.web + '\")'], { type: 'text/javascript' })))",
  ),
  attack(
    'a service worker',
    'request',
    "await navigator.serviceWorker.register('/sw.js?target=' + encodeURIComponent(target.web))",
  ),
  attack('a worklet', 'request', 'await new AudioContext().audioWorklet.addModule(target.web)'),
];

/** What a page can make the browser do ahead of a request. */
const hints: readonly Attack[] = [
  attack('preload', 'request', put('link', "{ rel: 'preload', as: 'image', href: target.web }")),
  attack('modulepreload', 'request', put('link', "{ rel: 'modulepreload', href: target.web }")),
  attack('prefetch', 'request', put('link', "{ rel: 'prefetch', href: target.web }")),
  attack(
    'dns-prefetch',
    'lookup',
    put('link', "{ rel: 'dns-prefetch', href: 'http://' + target.host + '/' }"),
  ),
  attack('a name to look up', 'lookup', "new Image().src = 'http://' + target.host + '/'"),
  attack(
    'speculation rules',
    'request',
    put(
      'script',
      "{ type: 'speculationrules', textContent: JSON.stringify({ prefetch: [{ source: 'list', urls: [target.web], eagerness: 'immediate' }] }) }",
    ),
  ),
];

/** A connection between browsers, told of a server or of a partner that is the listener. */
const peer = (servers: string, then: string): string =>
  `const peer = new RTCPeerConnection({ iceServers: [${servers}] });
   peer.createDataChannel('x');
   await peer.setLocalDescription();
   ${then}
   await new Promise((gathered) => setTimeout(gathered, 1200))`;

/** A partner that never was, reached at one address. */
const partner = (candidate: string): string =>
  `const other = new RTCPeerConnection();
   await other.setRemoteDescription(peer.localDescription);
   await other.setLocalDescription();
   await peer.setRemoteDescription(other.localDescription);
   await peer.addIceCandidate({ candidate: ${candidate}, sdpMid: '0' });`;

const webRtc: readonly Attack[] = [
  attack('WebRTC to a STUN server', 'datagram', peer("{ urls: 'stun:127.0.0.1:' + target.udpPort }", '')),
  attack(
    'WebRTC to a TURN server',
    'datagram',
    peer("{ urls: 'turn:127.0.0.1:' + target.udpPort, username: 'a', credential: 'b' }", ''),
  ),
  attack(
    'WebRTC to a TURN server, by TCP',
    'connection',
    peer(
      "{ urls: 'turn:127.0.0.1:' + target.tcpPort + '?transport=tcp', username: 'a', credential: 'b' }",
      '',
    ),
  ),
  attack('WebRTC to a STUN server by name', 'lookup', peer("{ urls: 'stun:' + target.host + ':3478' }", '')),
  attack(
    'WebRTC to a partner',
    'datagram',
    peer('', partner("'candidate:1 1 udp 2122260223 127.0.0.1 ' + target.udpPort + ' typ host'")),
  ),
  attack(
    'WebRTC to a partner, by TCP',
    'connection',
    peer(
      '',
      partner("'candidate:1 1 tcp 1518280447 127.0.0.1 ' + target.tcpPort + ' typ host tcptype passive'"),
    ),
  ),
  attack(
    'WebRTC that shows an address of this machine',
    'got',
    `const peer = new RTCPeerConnection(); peer.createDataChannel('x');
     const shown = [];
     peer.onicecandidate = ({ candidate }) => { if (candidate?.candidate) shown.push(candidate.candidate); };
     await peer.setLocalDescription();
     await new Promise((gathered) => setTimeout(gathered, 1000)); return shown.length > 0`,
  ),
];

/** Files of this machine, read or shown without anybody choosing them. */
const files: readonly Attack[] = [
  fromFile(
    'a picture that is a file',
    'got',
    `return await ${tell(
      'const image = new Image(); image.onload = () => tell(true); image.src = target.file.replace(/[^/]*$/, "one.svg")',
    )}`,
  ),
  fromFile(
    'a script that is a file',
    'got',
    `return await ${tell(
      `${put('script', "{ src: target.file.replace(/[^/]*$/, 'one.js') }")} made.onload = () => tell('ranFromFile' in globalThis)`,
    )}`,
  ),
  fromFile('a frame that is a file', 'frame', put('iframe', '{ src: target.file }')),
];

/** What Chromium asks a person or a policy about. */
const permission = (name: string, code: string): Attack => attack(name, 'got', code);
const granted = (name: string): Attack =>
  permission(
    `the permission ${name}`,
    `return (await navigator.permissions.query({ name: '${name}' })).state === 'granted'`,
  );
const permissions: readonly Attack[] = [
  ...[
    'camera',
    'microphone',
    'geolocation',
    'notifications',
    'midi',
    'clipboard-read',
    'clipboard-write',
    'background-sync',
    'persistent-storage',
    'screen-wake-lock',
    'idle-detection',
    'storage-access',
    'window-management',
    'local-fonts',
    'accelerometer',
  ].map(granted),
  permission('a notification', "return (await Notification.requestPermission()) === 'granted'"),
  permission(
    'a sound from the microphone',
    'return (await navigator.mediaDevices.getUserMedia({ audio: true })).active',
  ),
  permission(
    'a picture from the camera',
    'return (await navigator.mediaDevices.getUserMedia({ video: true })).active',
  ),
  permission(
    'where the machine is',
    // Nobody here knows where it is: without permission that is not even tried (code 1).
    'return await new Promise((tell) => navigator.geolocation.getCurrentPosition(() => tell(true), ({ code }) => tell(code !== 1), { timeout: 200 }))',
  ),
  permission('the clipboard, read', "return typeof (await navigator.clipboard.readText()) === 'string'"),
  permission('the clipboard, written', "await navigator.clipboard.writeText('x'); return true"),
  permission('the whole screen', 'await document.documentElement.requestFullscreen(); return true'),
  permission('the pointer', 'await document.body.requestPointerLock(); return true'),
  permission('the keyboard', "await navigator.keyboard.lock(['Escape']); return true"),
  permission('the other screens', 'return (await getScreenDetails()).screens.length > 0'),
  permission('the fonts of this machine', 'return (await queryLocalFonts()).length > 0'),
  permission(
    'a lock of the screen’s sleep',
    "return (await navigator.wakeLock.request('screen')).type === 'screen'",
  ),
];

/** Devices: there is none here, so what is seen is whether the page is let as far as the choice. */
const devices: readonly Attack[] = [
  attack(
    'a choice of HID devices',
    'got',
    'globalThis.choosing = true; await navigator.hid.requestDevice({ filters: [] }); return true',
  ),
  attack(
    'a choice of USB devices',
    'got',
    "try { await navigator.usb.requestDevice({ filters: [] }); return true } catch ({ name }) { return name === 'NotFoundError' }",
  ),
  attack(
    'a choice of serial ports',
    'got',
    "try { await navigator.serial.requestPort(); return true } catch ({ name }) { return name === 'NotFoundError' }",
  ),
];

const downloads: readonly Attack[] = [
  attack(
    'a download of data',
    'download',
    put('a', "{ href: 'data:text/plain,mine', download: 'mine.txt' }", 'made.click()'),
  ),
  attack(
    'a download of its own making',
    'download',
    put('a', "{ href: URL.createObjectURL(new Blob(['mine'])), download: 'mine.txt' }", 'made.click()'),
  ),
  attack(
    'a download from outside',
    'request',
    put('a', "{ href: target.web, download: 'x' }", 'made.click()'),
  ),
];

/** Everything that a page might try, in the order of the docs. */
export const attacks: readonly Attack[] = [
  ...navigations,
  ...code,
  ...requests,
  ...hints,
  ...webRtc,
  ...files,
  ...permissions,
  ...devices,
  ...downloads,
];
