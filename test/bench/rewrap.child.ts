/** How much memory it takes to move an inventory, in a process of its own: by the program, or by the bare calls. Prints bytes. */
import { findObject } from '../../ceremonies/tokens/objects.ts';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { rewrapInventory } from '../../ceremonies/keys/rewrap/rewrapInventory.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { softHsmLibrary, userPin, value } from '../tokens/softhsm.ts';
import { openBareLoop, wrappedKeysOf } from './bareRewrap.ts';

const [way = '', path = '', sha256 = '', directory = ''] = process.argv.slice(2);
const module = openModule(softHsmLibrary());
const [token] = module.tokens();
if (token === undefined) throw new CeremonyError('internal', { reason: 'no token' });
const session = value(openSession(module, token, { kind: 'user', pin: userPin }));
const versionOf = (kid: string) => {
  const key = value(findObject(session, { kind: 'secret-key', label: kid }));
  return { kid, algorithm: 'aes256', key } as const;
};
const [old, to] = [versionOf('kek.v1'), versionOf('kek.v2')];

const bare = () => {
  const loop = openBareLoop(session, old, to);
  const keys = wrappedKeysOf(path);
  const beforeBytes = process.memoryUsage.rss();
  loop(keys);
  return process.memoryUsage.rss() - beforeBytes;
};

const own = async () => {
  const beforeBytes = process.memoryUsage.rss();
  const output = { directory, name: `child-${process.pid}` };
  value(await rewrapInventory({ sessions: [session], from: [old], to, inventory: { path, sha256 }, output }));
  return process.resourceUsage().maxRSS * 1024 - beforeBytes;
};

console.log(way === 'bare' ? bare() : await own());
session.close();
module.close();
