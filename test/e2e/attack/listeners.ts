import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';

/** What arrived, by any way, with the name of the attack that it belongs to where the way has room for one. */
export type Arrival = {
  readonly by: 'request' | 'connection' | 'datagram' | 'lookup';
  readonly about: string;
};

export type Listeners = {
  /** The ports on 127.0.0.1: of web pages, of bare TCP connections, of bare UDP datagrams. */
  readonly ports: { readonly web: number; readonly tcp: number; readonly udp: number };
  /** Whether names are asked for here, too: only root may listen where a resolver asks. */
  readonly hearsLookups: boolean;
  /** Everything since the last time it was asked. */
  readonly take: () => readonly Arrival[];
  readonly close: () => void;
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A page that a frame, a worker or a window may load from outside, and what is served where. */
const served = (url: string): readonly [type: string, body: string] => {
  if (url.startsWith('/control.html'))
    return ['text/html', '<!doctype html><title>control</title><p>control'];
  if (url.startsWith('/sw.js'))
    return ['text/javascript', `fetch(new URL(location).searchParams.get('target'))`];
  return ['text/plain', 'outside'];
};

/** The name that a query asks for (RFC 1035, section 4.1.2). */
const nameAsked = (query: Uint8Array): string => {
  const labels: string[] = [];
  for (let at = 12; ;) {
    const length = query[at] ?? 0;
    if (length === 0) return labels.join('.');
    labels.push(Buffer.from(query.subarray(at + 1, at + 1 + length)).toString('latin1'));
    at += 1 + length;
  }
};

/** The same question with the answer that there is no such name. */
const noSuchName = (query: Uint8Array): Buffer => {
  const reply = Buffer.from(query);
  reply.writeUInt16BE(0x8183, 2);
  reply.writeUInt16BE(0, 10);
  return reply;
};

const bindLookups = async (heard: (arrival: Arrival) => void): Promise<UdpSocket | null> => {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    heard({ by: 'lookup', about: nameAsked(query) });
    socket.send(noSuchName(query), from.port, from.address);
  });
  const bound = await Promise.race([
    once(socket.bind(53, '127.0.0.1'), 'listening').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  if (bound) return socket;
  socket.close();
  return null;
};

/** Listens on this machine's loopback by every way on which a page could reach somebody. */
export const openListeners = async (): Promise<Listeners> => {
  let arrivals: Arrival[] = [];
  const heard = (arrival: Arrival) => void arrivals.push(arrival);

  const web = createHttpServer((request, response) => {
    const url = request.url ?? '';
    // The page of the control itself, and its icon, are no attack.
    if (!/^\/(control\.html|sw\.js|favicon\.ico)/.test(url)) heard({ by: 'request', about: url.slice(1) });
    const [type, body] = served(url);
    response.setHeader('Content-Type', type).setHeader('Access-Control-Allow-Origin', '*').end(body);
  });
  web.on('upgrade', (request, socket) => {
    heard({ by: 'request', about: (request.url ?? '').slice(1) });
    socket.destroy();
  });
  const tcp = createTcpServer((socket) => {
    heard({ by: 'connection', about: '' });
    socket.on('error', () => undefined).destroy();
  });
  const udp = createSocket('udp4');
  udp.on('message', () => heard({ by: 'datagram', about: '' }));

  await Promise.all([
    once(web.listen(0, '127.0.0.1'), 'listening'),
    once(tcp.listen(0, '127.0.0.1'), 'listening'),
    once(udp.bind(0, '127.0.0.1'), 'listening'),
  ]);
  const lookups = process.getuid?.() === 0 ? await bindLookups(heard) : null;

  return {
    ports: { web: portOf(web), tcp: portOf(tcp), udp: udp.address().port },
    hearsLookups: lookups !== null,
    take: () => {
      const taken = arrivals;
      arrivals = [];
      return taken;
    },
    close: () => {
      web.closeAllConnections();
      web.close();
      tcp.close();
      udp.close();
      lookups?.close();
    },
  };
};
