import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { Finding } from '../../ceremonies/model/event.ts';
import { judgeAirGap, openAirGapProbe, probeAirGap, readNetwork } from '../../ceremonies/conductor/airgap.ts';
import { temporaryFolder } from '../temporary.ts';

const routeHeader = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n';

/** A machine with nothing but loopback, as a tree of files; `extra` is added to it. */
const machine = (extra: Readonly<Record<string, string>> = {}) => {
  const root = temporaryFolder('airgap');
  const files = {
    '/sys/class/net/lo/type': '772\n',
    '/sys/class/net/lo/operstate': 'unknown\n',
    '/sys/class/net/lo/carrier': '1\n',
    '/proc/net/route': routeHeader,
    // Linux always carries this refusing route on lo.
    '/proc/net/ipv6_route': `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ffffffff 00000001 00000000 00200200       lo\n`,
    ...extra,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true });
    else writeFileSync(join(root, path), text);
  }
  return judgeAirGap({ ...readNetwork(root, 'linux'), addresses: [] });
};

const net = (name: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`/sys/class/net/${name}/${file}`, text]));

const rfkill = (index: number, type: string, name: string, soft: 0 | 1, hard: 0 | 1 = 0) =>
  Object.fromEntries(
    Object.entries({ type, name, soft, hard }).map(([file, value]) => [
      `/sys/class/rfkill/rfkill${index}/${file}`,
      `${value}\n`,
    ]),
  );

const cases: readonly {
  readonly claim: string;
  readonly files: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}[] = [
  { claim: 'a machine with loopback alone has no finding', files: {}, findings: [] },
  {
    claim: 'a network card without a cable has no finding',
    files: net('eth0', { type: '1\n', operstate: 'down\n', carrier: '0\n' }),
    findings: [],
  },
  {
    claim: 'a cable in a network card is found',
    files: net('eth0', { type: '1\n', operstate: 'up\n', carrier: '1\n' }),
    findings: [{ kind: 'interface-up', name: 'eth0' }],
  },
  {
    claim: 'a tunnel whose state is unknown but which carries is found',
    files: net('tun0', { type: '65534\n', operstate: 'unknown\n', carrier: '1\n' }),
    findings: [{ kind: 'interface-up', name: 'tun0' }],
  },
  {
    claim: 'an IPv4 default route is found',
    files: {
      '/proc/net/route': `${routeHeader}eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\neth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n`,
    },
    findings: [{ kind: 'default-route', name: 'eth0' }],
  },
  {
    claim: 'a default route in two halves, as VPNs set it, is found',
    files: {
      '/proc/net/route': `${routeHeader}tun0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\ntun0\t00000080\t0101A8C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\n`,
    },
    findings: [{ kind: 'default-route', name: 'tun0' }],
  },
  {
    claim: 'an IPv6 default route is found',
    files: {
      '/proc/net/ipv6_route': `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe80000000000000000000000000abcd 00000400 00000001 00000000 00000003     eth0\n`,
    },
    findings: [{ kind: 'default-route', name: 'eth0' }],
  },
  {
    claim: 'Wi-Fi that rfkill does not block is found, by its switch and by its interface',
    files: {
      ...net('wlan0', { type: '1\n', operstate: 'down\n', 'wireless/': '', 'phy80211/name': 'phy0\n' }),
      ...rfkill(0, 'wlan', 'phy0', 0),
    },
    findings: [
      { kind: 'wifi', name: 'phy0' },
      { kind: 'wifi', name: 'wlan0' },
    ],
  },
  {
    claim: 'Wi-Fi that rfkill blocks has no finding',
    files: {
      ...net('wlan0', { type: '1\n', operstate: 'down\n', 'wireless/': '', 'phy80211/name': 'phy0\n' }),
      ...rfkill(0, 'wlan', 'phy0', 1),
    },
    findings: [],
  },
  {
    claim: 'one blocked Wi-Fi adapter does not excuse another',
    files: {
      ...net('wlan0', { type: '1\n', 'wireless/': '', 'phy80211/name': 'phy0\n' }),
      ...net('wlan1', { type: '1\n', 'wireless/': '', 'phy80211/name': 'phy1\n' }),
      ...rfkill(0, 'wlan', 'phy0', 0, 1),
    },
    findings: [{ kind: 'wifi', name: 'wlan1' }],
  },
  {
    claim: 'Bluetooth that is on is found once',
    files: { '/sys/class/bluetooth/hci0/': '', ...rfkill(1, 'bluetooth', 'hci0', 0) },
    findings: [{ kind: 'bluetooth', name: 'hci0' }],
  },
  {
    claim: 'a Bluetooth adapter that no switch knows is found',
    files: { '/sys/class/bluetooth/hci0/': '' },
    findings: [{ kind: 'bluetooth', name: 'hci0' }],
  },
  {
    claim: 'a mobile modem is found',
    files: net('wwan0', { type: '65534\n', operstate: 'down\n', uevent: 'DEVTYPE=wwan\nINTERFACE=wwan0\n' }),
    findings: [{ kind: 'modem', name: 'wwan0' }],
  },
  {
    claim: 'the control port of a modem on USB is found',
    files: { '/sys/class/usbmisc/cdc-wdm0/': '', '/sys/class/usbmisc/lp0/': '' },
    findings: [{ kind: 'modem', name: 'cdc-wdm0' }],
  },
  {
    claim: 'a modem that passes for a serial line is found, and a serial adapter is none',
    files: {
      '/sys/class/tty/ttyUSB2/device/uevent': 'DRIVER=option1\n',
      '/sys/class/tty/ttyACM0/device/uevent': 'DEVTYPE=usb_interface\nDRIVER=cdc_acm\n',
      '/sys/class/tty/ttyUSB0/device/uevent': 'DRIVER=ftdi_sio\n',
      '/sys/class/tty/ttyS0/device/uevent': 'DRIVER=serial\n',
    },
    findings: [
      { kind: 'modem', name: 'ttyACM0' },
      { kind: 'modem', name: 'ttyUSB2' },
    ],
  },
  {
    claim: 'a telephone or adapter on USB is found before it has a connection',
    files: net('usb0', {
      type: '1\n',
      operstate: 'down\n',
      'device/uevent': 'DEVTYPE=usb_interface\nDRIVER=rndis_host\n',
    }),
    findings: [{ kind: 'usb-network', name: 'usb0' }],
  },
];

describe('the air-gap probe', () => {
  for (const { claim, files, findings } of cases) {
    it(claim, () => {
      assert.deepEqual(machine(files), findings);
    });
  }

  it('reports an address, and what it could not see, on a system without /sys and /proc', () => {
    const addresses = [{ name: 'en0', address: '192.168.1.7' }];
    const unseen = ['bluetooth', 'default-route', 'interface-up', 'modem', 'usb-network', 'wifi'];
    for (const platform of ['darwin', 'win32', 'linux']) {
      assert.deepEqual(judgeAirGap({ platform, files: {}, addresses }), [
        { kind: 'address', name: 'en0 192.168.1.7' },
        ...unseen.map((name) => ({ kind: 'not-observable', name })),
      ]);
    }
  });

  it('finds every address that this machine has besides loopback', () => {
    const expected = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
      list.filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
    );
    const found = probeAirGap().flatMap(({ kind, name }) => (kind === 'address' ? [name] : []));
    assert.deepEqual(found.sort(), expected.sort());
  });

  it('sees a cable that came and went between two looks, once', () => {
    const look = (carrier_up_count: number) => ({
      platform: 'linux',
      addresses: [],
      files: {
        '/proc/net/route': routeHeader,
        '/sys/class/net': '',
        '/sys/class/net/eth0': '',
        ...net('eth0', {
          type: '1\n',
          operstate: 'down\n',
          carrier: '0\n',
          carrier_up_count: `${carrier_up_count}\n`,
        }),
      },
    });
    const looks = [look(3), look(3), look(5), look(5)];
    const probe = openAirGapProbe(() => looks.shift() ?? look(5));
    const seen = [probe(), probe(), probe(), probe()];
    assert.deepEqual(seen, [[], [], [{ kind: 'interface-up', name: 'eth0' }], []]);
  });
});
