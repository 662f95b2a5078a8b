import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../../ceremonies/model/error.ts';
import pkcs11js from 'pkcs11js';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { openModule, slotOf, type Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { findSoftHsm, useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';

/** Other people's PKCS#11 modules, as Debian packages them, each with tokens of its own that are gone afterwards. */

export const soPin = '87654321';
export const userPin = '11235813';

export type ModuleName = 'SoftHSM2' | 'NSS softokn' | 'openCryptoki' | 'tpm2-pkcs11';

export type Opened = {
  readonly module: Pkcs11Module;
  /** Makes an initialised token whose user PIN is set, and gives its label. */
  readonly makeToken: (label: string) => string;
  readonly close: () => void;
};

export type ModuleKind = {
  /** Debian packages. */
  readonly packages: readonly string[];
  /** What must be on the machine, besides Linux. */
  readonly files: readonly string[];
  /** It has a daemon and files that are the machine's, so it runs as root where it sees others. */
  readonly apart: boolean;
  /** How many tokens there can be, at most. */
  readonly tokens: number;
  readonly open: (directory: string) => Promise<Opened>;
};

const library = (path: string): string => join('/usr/lib/x86_64-linux-gnu', path);

const start = (command: string, args: readonly string[], children: ChildProcess[]): ChildProcess => {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
};

const until = async (isReady: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 100 && !isReady(); tries += 1) await sleep(50);
};

const initialise = (module: Pkcs11Module, label: string): string =>
  must(initialiseToken(module, { kind: 'blank' }, { label, soPin, userPin })).label;

const openSoftHsm = async (directory: string): Promise<Opened> => {
  useSoftHsmDirectory(directory);
  const module = openModule(findSoftHsm() ?? '');
  const makeToken = (label: string) => {
    const made = initialise(module, label);
    module.rescan();
    return made;
  };
  return Promise.resolve({ module, makeToken, close: module.close });
};

const nssTokens = 12;

/** NSS makes a token of each folder that it is told of when it starts; its officer has no PIN, until the user has one. */
const openNss = async (directory: string): Promise<Opened> => {
  const folders = Array.from({ length: nssTokens }, (_, at) => join(directory, `token-${at + 1}`));
  for (const folder of folders) mkdirSync(folder);
  const tokens = folders.map(
    (folder, at) => `${at + 4}=[configdir='sql:${folder}' tokenDescription='Token ${at + 1}']`,
  );
  const module = openModule(library('libsoftokn3.so'), {
    parameters: `configdir='' certPrefix='' keyPrefix='' secmod='' flags=noCertDB,noModDB tokens=<${tokens.join(' ')}>`,
  });
  let made = 0;
  const makeToken = () => {
    made += 1;
    const address = { label: `Token ${made}`, serial: '0000000000000000' };
    const { cryptoki } = module;
    const session = cryptoki.C_OpenSession(
      slotOf(module, address).slot,
      pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION,
    );
    cryptoki.C_Login(session, pkcs11js.CKU_SO, '');
    cryptoki.C_InitPIN(session, userPin);
    cryptoki.C_CloseSession(session);
    return address.label;
  };
  return Promise.resolve({ module, makeToken, close: module.close });
};

const bind = (from: string, to: string): void => {
  mkdirSync(from, { recursive: true });
  mkdirSync(to, { recursive: true });
  spawnSync('chgrp', ['pkcs11', from]);
  chmodSync(from, 0o770);
  const { status } = spawnSync('mount', ['--bind', from, to]);
  if (status !== 0) throw new Error(`mount ${to}`);
};

/**
 * One token a machine, in /var/lib, and a daemon for it: all of that is put elsewhere for this process and its children, in a
 * namespace that `apart` made. p11-kit joins SoftHSM to it, for the other people's cards, as it would join several makes of card.
 */
const openOpenCryptoki = async (directory: string): Promise<Opened> => {
  const place = (name: string) => join(directory, name);
  bind(place('etc'), '/etc/opencryptoki');
  writeFileSync(
    '/etc/opencryptoki/opencryptoki.conf',
    'version opencryptoki-3.1\nslot 3\n{\nstdll = libpkcs11_sw.so\n}\n',
  );
  bind(place('lib'), '/var/lib/opencryptoki');
  for (const folder of ['swtok', 'swtok/TOK_OBJ']) {
    mkdirSync(join('/var/lib/opencryptoki', folder));
    spawnSync('chgrp', ['pkcs11', join('/var/lib/opencryptoki', folder)]);
    chmodSync(join('/var/lib/opencryptoki', folder), 0o770);
  }
  bind(place('lock'), '/var/lock/opencryptoki');
  bind(place('log'), '/var/log/opencryptoki');
  mkdirSync('/var/lock/opencryptoki/swtok');
  spawnSync('chgrp', ['pkcs11', '/var/lock/opencryptoki/swtok']);
  bind(place('p11-kit'), '/etc/pkcs11');
  mkdirSync('/etc/pkcs11/modules');
  writeFileSync('/etc/pkcs11/pkcs11.conf', 'user-config: none\n');
  writeFileSync('/etc/pkcs11/modules/1.module', `module: ${findSoftHsm() ?? ''}\n`);
  writeFileSync('/etc/pkcs11/modules/2.module', `module: ${library('pkcs11/libopencryptoki.so')}\n`);
  bind(place('none'), '/usr/share/p11-kit/modules');

  const children: ChildProcess[] = [];
  start('pkcsslotd', ['-f'], children);
  await until(() => spawnSync('pkcsconf', ['-t']).status === 0);
  useSoftHsmDirectory(directory);
  const module = openModule(library('p11-kit-proxy.so'));
  const blank = () =>
    module.tokens().find(({ initialised, manufacturer }) => !initialised && manufacturer.startsWith('IBM'));
  const makeToken = (label: string) => {
    const reader = blank()?.reader ?? module.tokens().find(({ initialised }) => !initialised)?.reader ?? '';
    const target = { kind: 'blank', reader } as const;
    const made = must(initialiseToken(module, target, { label, soPin, userPin })).label;
    module.rescan();
    return made;
  };
  return {
    module,
    makeToken,
    close: () => {
      module.close();
      for (const child of children) child.kill();
    },
  };
};

/** A TPM in a process, and the broker that shares its few places for keys, as the kernel does for a real one. */
const openTpm = async (directory: string): Promise<Opened> => {
  const children: ChildProcess[] = [];
  const place = (name: string) => join(directory, name);
  for (const folder of ['state', 'store']) mkdirSync(place(folder));
  start(
    'swtpm',
    [
      ...[
        'socket',
        '--tpm2',
        '--tpmstate',
        `dir=${place('state')}`,
        '--flags',
        'not-need-init,startup-clear',
      ],
      ...['--server', `type=unixio,path=${place('tpm')}`, '--ctrl', `type=unixio,path=${place('tpm.ctrl')}`],
    ],
    children,
  );
  await until(() => existsSync(place('tpm')) && existsSync(place('tpm.ctrl')));
  const bus = start('dbus-daemon', ['--session', '--nofork', '--print-address'], children);
  const address = await new Promise<string>((resolve) => {
    bus.stdout?.once('data', (line: Buffer) => {
      resolve(line.toString().trim());
    });
  });
  process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
  start('tpm2-abrmd', ['--allow-root', '--session', `--tcti=swtpm:path=${place('tpm')}`], children);
  const asked = ['--session', '--print-reply', '--dest=com.intel.tss2.Tabrmd', '/', 'x.y'];
  await until(() => !spawnSync('dbus-send', asked, { encoding: 'utf8' }).stderr.includes('ServiceUnknown'));
  process.env['TPM2_PKCS11_TCTI'] = 'tabrmd:bus_type=session';
  process.env['TPM2_PKCS11_STORE'] = place('store');
  // What the module says on stderr of everything that it refuses.
  process.env['TSS2_LOG'] = 'all+none';
  process.env['TPM2_PKCS11_LOG_LEVEL'] = '0';
  const module = openModule(library('pkcs11/libtpm2_pkcs11.so'));
  return {
    module,
    makeToken: (label) => initialise(module, label),
    close: () => {
      module.close();
      for (const child of children.reverse()) child.kill();
    },
  };
};

export const moduleKinds: Readonly<Record<ModuleName, ModuleKind>> = {
  SoftHSM2: { packages: ['softhsm2'], files: [], apart: false, tokens: 99, open: openSoftHsm },
  'NSS softokn': {
    packages: ['libnss3'],
    files: [library('libsoftokn3.so')],
    apart: false,
    tokens: nssTokens,
    open: openNss,
  },
  openCryptoki: {
    packages: ['opencryptoki', 'p11-kit-modules'],
    files: [library('pkcs11/libopencryptoki.so'), library('p11-kit-proxy.so'), '/usr/sbin/pkcsslotd'],
    apart: true,
    tokens: 1,
    open: openOpenCryptoki,
  },
  'tpm2-pkcs11': {
    packages: ['libtpm2-pkcs11-1', 'swtpm', 'tpm2-abrmd', 'libtss2-tcti-tabrmd0', 'dbus-daemon', 'dbus-bin'],
    files: [
      library('pkcs11/libtpm2_pkcs11.so'),
      library('libtss2-tcti-tabrmd.so.0'),
      '/usr/bin/swtpm',
      '/usr/sbin/tpm2-abrmd',
      '/usr/bin/dbus-daemon',
    ],
    apart: false,
    tokens: 99,
    open: openTpm,
  },
};
