/**
 * Whether this machine can be reached from outside. The probe looks and never touches: it opens no socket, so it cannot
 * itself become the leak it looks for. A finding is something that could carry data now; a radio that is present but
 * switched off by rfkill is none, and shows up the moment somebody switches it on, because the room is watched to the end.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../model/event.ts';
import { findingKinds } from '../model/values.ts';

/** What the operating system says about itself. */
export type NetworkSnapshot = {
  readonly platform: string;
  /** Linux: what is in each file under /sys and /proc that was readable, by its path; a folder is there as ''. */
  readonly files: Readonly<Record<string, string>>;
  /** Every address that is not of the loopback interface. */
  readonly addresses: readonly { readonly name: string; readonly address: string }[];
};

const netClass = '/sys/class/net';
const rfkillClass = '/sys/class/rfkill';
const ipv4Routes = '/proc/net/route';
const ipv6Routes = '/proc/net/ipv6_route';

/** Files read for each device of a class; the folders `wireless` and `phy80211` mark Wi-Fi by being there. */
const deviceFiles: Readonly<Record<string, readonly string[]>> = {
  [netClass]: [
    'type',
    'operstate',
    'carrier',
    'carrier_up_count',
    'uevent',
    'device/uevent',
    'wireless',
    'phy80211',
    'phy80211/name',
  ],
  [rfkillClass]: ['name', 'type', 'soft', 'hard'],
  '/sys/class/bluetooth': [],
  '/sys/class/wwan': [],
  '/sys/class/usbmisc': [],
  '/sys/class/tty': ['device/uevent'],
};

/** Of a class with many other devices, those that can be what is looked for. */
const among: Readonly<Record<string, RegExp>> = { '/sys/class/tty': /^tty(USB|ACM)\d+$/ };

/**
 * Judges a snapshot. What could not be looked at is a finding too (`not-observable`, its name the kind that was looked for):
 * silence about it would prove nothing.
 *
 * @returns each finding once, by kind
 */
export const judgeAirGap = ({ platform, files, addresses }: NetworkSnapshot): readonly Finding[] => {
  return inOrder([
    ...addresses.map(({ name, address }) => finding('address', `${name} ${address}`)),
    ...unobservable(platform, files).map((kind) => finding('not-observable', kind)),
    ...interfacesUp(files),
    ...[...ipv4Defaults(files), ...ipv6Defaults(files)].map((name) => finding('default-route', name)),
    ...radios(files),
    ...usbAdapters(files),
  ]);
};

/** Each once, by kind and name: the system lists the same things in another order from time to time. */
const inOrder = (findings: readonly Finding[]): readonly Finding[] => {
  const named = new Map(findings.map((one) => [`${one.kind} ${one.name}`, one]));
  const byName = [...named.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return findingKinds.flatMap((kind) => byName.filter((one) => one.kind === kind));
};

const finding = (kind: Finding['kind'], name: string): Finding => ({ kind, name });

const inSys = ['interface-up', 'wifi', 'bluetooth', 'modem', 'usb-network'] as const;

const unobservable = (platform: string, files: Files): readonly Finding['kind'][] => [
  ...(platform !== 'linux' || files[netClass] === undefined ? inSys : []),
  ...(platform !== 'linux' || files[ipv4Routes] === undefined ? (['default-route'] as const) : []),
];

type Files = NetworkSnapshot['files'];

/** The devices of a class, each with a reader for its files. */
const devices = (files: Files, folder: string) =>
  Object.keys(files)
    .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
    .map((path) => ({
      name: path.slice(folder.length + 1),
      read: (file: string) => files[`${path}/${file}`]?.trim(),
    }));

/** ARPHRD_LOOPBACK of <linux/if_arp.h>. */
const loopbackType = '772';

const netDevices = (files: Files) =>
  devices(files, netClass).filter(
    ({ name, read }) => (read('type') ?? (name === 'lo' && loopbackType)) !== loopbackType,
  );

/** `carrier` cannot be read while an interface is down; `operstate` stays "unknown" for some drivers and tunnels. */
const interfacesUp = (files: Files) =>
  netDevices(files)
    .filter(({ read }) => read('carrier') === '1' || read('operstate') === 'up')
    .map(({ name }) => finding('interface-up', name));

/** RTF_UP and RTF_REJECT of <linux/route.h>: a route is a way out when it is up and does not refuse. */
const leadsOut = (flags: number) => (flags & 0x1) !== 0 && (flags & 0x200) === 0;

/** A VPN may split the default route in two halves, so a prefix of one bit counts too. */
const widestPrefix = 1;

const rows = (text: string | undefined) =>
  (text ?? '').split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim().split(/\s+/)]));

const ipv4Defaults = (files: Files) =>
  rows(files[ipv4Routes])
    .slice(1)
    .flatMap(([name = '', , , flags = '', , , , mask = '']) => {
      const bits = parseInt(mask, 16).toString(2).replaceAll('0', '').length;
      return bits <= widestPrefix && leadsOut(parseInt(flags, 16)) ? [name] : [];
    });

const ipv6Defaults = (files: Files) =>
  rows(files[ipv6Routes]).flatMap(([, prefix = '', , , , , , , flags = '', name = '']) =>
    parseInt(prefix, 16) <= widestPrefix && leadsOut(parseInt(flags, 16)) ? [name] : [],
  );

const rfkillKinds: Readonly<Record<string, Finding['kind']>> = {
  wlan: 'wifi',
  bluetooth: 'bluetooth',
  wwan: 'modem',
};

/** Kernel drivers of modems; of those that CDC ACM names a modem, too. Other serial adapters are none. */
const modemDriver = /^DRIVER=(option1?|qcserial|sierra|cdc_acm)$/m;

/** Radios that rfkill lists and does not block, and radios that it does not know, which nothing can be blocking. */
const radios = (files: Files): readonly Finding[] => {
  const switches = devices(files, rfkillClass).map(({ name, read }) => ({
    name: read('name') ?? name,
    type: read('type') ?? '',
    isBlocked: read('soft') === '1' || read('hard') === '1',
  }));
  const isBlocked = (...names: readonly (string | undefined)[]) =>
    switches.some((one) => one.isBlocked && names.includes(one.name));

  const switchedOn = switches.flatMap(({ name, type, isBlocked: blocked }) => {
    const kind = rfkillKinds[type];
    return kind === undefined || blocked ? [] : [finding(kind, name)];
  });
  const wifi = netDevices(files)
    .filter(({ read }) => read('wireless') !== undefined || read('phy80211') !== undefined)
    .filter(({ name, read }) => !isBlocked(name, read('phy80211/name')))
    .map(({ name }) => finding('wifi', name));
  const bluetooth = devices(files, '/sys/class/bluetooth')
    .filter(({ name }) => /^hci\d+$/.test(name) && !isBlocked(name))
    .map(({ name }) => finding('bluetooth', name));
  const modemIsBlocked = switches.some((one) => one.type === 'wwan' && one.isBlocked);
  const modems = [
    ...devices(files, '/sys/class/wwan'),
    // Control ports of modems on USB (QMI, MBIM), and modems that pass for a serial line.
    ...devices(files, '/sys/class/usbmisc').filter(({ name }) => /^cdc-wdm\d+$/.test(name)),
    ...devices(files, '/sys/class/tty').filter(({ read }) => modemDriver.test(read('device/uevent') ?? '')),
    ...netDevices(files).filter(({ read }) => read('uevent')?.split('\n').includes('DEVTYPE=wwan')),
  ].map(({ name }) => finding('modem', name));
  return [...switchedOn, ...wifi, ...bluetooth, ...(modemIsBlocked ? [] : modems)];
};

/** A phone that shares its connection is one of these; so is an adapter that somebody brings along. */
const usbAdapters = (files: Files) =>
  netDevices(files)
    .filter(({ read }) => read('device/uevent')?.split('\n').includes('DEVTYPE=usb_interface'))
    .map(({ name }) => finding('usb-network', name));

/**
 * Reads what the operating system says.
 *
 * @param root where `/sys` and `/proc` are looked for
 */
export const readNetwork = (root = '/', platform: string = process.platform): NetworkSnapshot => {
  const files: Record<string, string> = {};
  const read = (path: string) => {
    const text = readQuietly(join(root, path));
    if (text !== undefined) files[path] = text;
  };
  if (platform === 'linux') {
    for (const [folder, names] of Object.entries(deviceFiles)) {
      const entries = listQuietly(join(root, folder));
      if (entries === undefined) continue;
      files[folder] = '';
      for (const entry of entries.filter((each) => among[folder]?.test(each) ?? true)) {
        files[`${folder}/${entry}`] = '';
        for (const name of names) read(`${folder}/${entry}/${name}`);
      }
    }
    for (const path of [ipv4Routes, ipv6Routes]) read(path);
  }
  const addresses = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
    list.filter(({ internal }) => !internal).map(({ address }) => ({ name, address })),
  );
  return { platform, files, addresses };
};

/** Some files of /sys refuse to be read in some states of the device; that is an answer too. */
const readQuietly = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return existsSync(path) ? '' : undefined;
  }
};

const listQuietly = (path: string): readonly string[] | undefined => {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
};

/** Looks once. */
export const probeAirGap = (): readonly Finding[] => judgeAirGap(readNetwork());

/**
 * Looks again and again, and sees what came and went between two looks, too: the kernel counts how often each interface had a
 * carrier. Such an interface is reported at the next look as up, and no more at the one after it.
 */
export const openAirGapProbe = (read: () => NetworkSnapshot = readNetwork): (() => readonly Finding[]) => {
  let counts: ReadonlyMap<string, number> | null = null;
  return () => {
    const snapshot = read();
    const before = counts;
    counts = carrierCounts(snapshot.files);
    const findings = judgeAirGap(snapshot);
    if (before === null) return findings;
    const were = [...counts]
      .filter(([name, count]) => count > (before.get(name) ?? 0))
      .map(([name]) => finding('interface-up', name));
    return inOrder([...findings, ...were]);
  };
};

const carrierCounts = (files: Files): ReadonlyMap<string, number> =>
  new Map(netDevices(files).map(({ name, read }) => [name, Number(read('carrier_up_count') ?? 0)]));
