import { rewrapInventory } from '../../../ceremonies/keys/rewrap/rewrapInventory.ts';
import { findObject } from '../../../ceremonies/tokens/objects.ts';
import { openModule } from '../../../ceremonies/tokens/module.ts';
import { openSession } from '../../../ceremonies/tokens/session.ts';
import { useSoftHsmDirectory } from '../../../ceremonies/tokens/softhsm.ts';
import { softHsmLibrary, userPin, value } from '../../tokens/softhsm.ts';

/** One life of a program that moves data keys and may be killed at any moment. It says when it begins, and when it is done. */
const [, , directory = '', sha256 = ''] = process.argv;
useSoftHsmDirectory(directory);
const module = openModule(softHsmLibrary());
const [token] = module.tokens();
if (token === undefined) throw new Error('no token');
const session = value(openSession(module, token, { kind: 'user', pin: userPin }));
const version = (kid: string) =>
  ({
    kid,
    algorithm: 'aes256',
    key: value(findObject(session, { kind: 'secret-key', label: kid })),
  }) as const;
process.stdout.write('begun\n');
const results = value(
  await rewrapInventory({
    sessions: [session],
    from: [version('kek.v1')],
    to: version('kek.v2'),
    inventory: { path: `${directory}/inventory.jsonl`, sha256 },
    output: { directory, name: 'new' },
  }),
);
process.stdout.write(`${JSON.stringify(results)}\n`);
process.exit(0);
