import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../temporary.ts';

/** A network of its own, with a /sys that shows it: a user may have one too, where the system lets users make namespaces. */
const namespace = [
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
  '--net',
  '--mount',
  'sh',
  '-c',
  'mount -t sysfs sysfs /sys && ip link set lo up && exec "$@"',
  'sh',
];

const inNamespace = (...command: readonly string[]) =>
  spawnSync('unshare', [...namespace, ...command], {
    encoding: 'utf8',
    timeout: 90_000,
    killSignal: 'SIGKILL',
  });

const isPossible =
  inNamespace('ip', 'link', 'add', 'cable0', 'type', 'veth', 'peer', 'name', 'socket0').status === 0;

const played = (play: string): unknown => {
  const child = new URL('airgap.child.ts', import.meta.url).pathname;
  const run = inNamespace(process.execPath, '--import', 'tsx', child, play, temporaryFolder('namespace'));
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
};

const cable = ['interface-up cable0', 'interface-up socket0'];

type Seen = Readonly<Record<string, readonly { readonly kind: string; readonly name: string }[]>>;

describe(
  'in a real network whose interfaces come and go',
  { skip: isPossible ? false : 'needs unshare, and leave to make network namespaces' },
  () => {
    test('the probe sees each thing that is done to it, also when it is undone before the next look', () => {
      const looks = Object.entries(played('probe') as Seen);
      const seen = Object.fromEntries(
        looks.map(([name, findings]) => [
          name,
          // The kernel gives IPv6 addresses to interfaces that are up, when it pleases.
          findings.map((one) => `${one.kind} ${one.name}`).filter((text) => !/^address \S+ fe80:/.test(text)),
        ]),
      );
      const [addressed, routed] = [['address cable0 10.9.0.1'], ['default-route cable0']] as const;
      const expected: Readonly<Record<string, readonly string[]>> = {
        nothing: [],
        'a cable that is not plugged in': [],
        'a cable that is plugged in': cable,
        'an address': [...cable, ...addressed],
        'a default route': [...cable, ...addressed, ...routed],
        'a default route of IPv6': [...cable, ...addressed, ...routed],
        'a cable that is pulled out': [],
        'a cable that comes and goes between two looks': cable,
        'a cable that comes and goes between two looks, a look later': [],
        'no cable any more': [],
      };
      for (const [name, findings] of Object.entries(expected))
        assert.deepEqual([...(seen[name] ?? ['not looked'])].sort(), [...findings].sort(), name);
    });

    test('what happens while an HSM works and nobody is asked is journalled at once, and in order', () => {
      assert.deepEqual(played('working'), [
        'up: cable0 socket0',
        'up: ',
        'embassy-key-generated',
        'canary-sealed',
        'act-completed',
      ]);
    });

    test('a cable stops a ceremony with real keys, until two people decide', () => {
      assert.deepEqual(played('stopped-by-two'), {
        before: ['up: cable0 socket0'],
        problem: 'exception-needed',
        after: ['exception-raised', 'hsm-identified'],
      });
    });

    test('a cable stops a ceremony with real keys, until it is pulled out', () => {
      assert.deepEqual(played('stopped-until-pulled'), {
        before: ['up: cable0 socket0'],
        problem: 'exception-needed',
        after: ['up: ', 'hsm-identified'],
      });
    });
  },
);
