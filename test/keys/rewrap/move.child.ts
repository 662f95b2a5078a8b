import { findObject } from '../../../ceremonies/tokens/objects.ts';
import { openModule } from '../../../ceremonies/tokens/module.ts';
import { openSession } from '../../../ceremonies/tokens/session.ts';
import { findSoftHsm } from '../../../ceremonies/tokens/softhsm.ts';
import { rewrapBackups } from '../../../ceremonies/keys/rewrap/backups.ts';

/** Moves a folder in a process of its own, which dies at its n-th breath where it is told to. */
export type ChildOrder = {
  readonly token: string;
  readonly pin: string;
  readonly from: { readonly label: string; readonly certificate: string };
  readonly to: { readonly label: string; readonly certificate: string };
  readonly folder: string;
  readonly out: string;
  readonly diesAtBreath: number;
};

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;
const module = openModule(findSoftHsm() ?? '');
const token = module.tokens().find(({ label }) => label === order.token);
if (token === undefined) throw new Error('no token');
const session = openSession(module, token, { kind: 'user', pin: order.pin });
if (!session.ok) throw new Error(session.problem.code);

const version = ({ label, certificate }: ChildOrder['from']) => {
  const key = findObject(session.value, { kind: 'private-key', label });
  if (!key.ok) throw new Error(key.problem.code);
  return { label, certificate: new Uint8Array(Buffer.from(certificate, 'base64')), key: key.value };
};

let breaths = 0;
const moved = await rewrapBackups({
  session: session.value,
  from: [version(order.from)],
  to: version(order.to),
  folder: order.folder,
  out: order.out,
  breathe: () => {
    breaths += 1;
    if (breaths === order.diesAtBreath) process.kill(process.pid, 'SIGKILL');
    return Promise.resolve();
  },
});
process.stdout.write(moved.ok ? 'good' : moved.problem.code);
