import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedRuntime } from '../../../build/runtime.mjs';
import { temporaryFolder } from '../../temporary.ts';

/**
 * Electron as it starts here, but with this machine's own loopback as its name server, so that the test hears every name that is
 * asked for. Where that is not allowed, Electron as it is.
 */
export const electronAskingHere = (isHeard: boolean): string => {
  const runtime = installedRuntime();
  if (runtime === undefined) throw new Error('no Electron runtime: run `npm run set-up`');
  if (!isHeard) return runtime.executable;
  const folder = temporaryFolder('resolver');
  const [resolver, start] = [join(folder, 'resolv.conf'), join(folder, 'electron')];
  writeFileSync(resolver, 'nameserver 127.0.0.1\noptions attempts:1 timeout:1\n');
  writeFileSync(
    start,
    `#!/bin/sh
exec unshare --mount sh -c 'mount --bind "$0" /etc/resolv.conf && exec "$@"' '${resolver}' '${runtime.executable}' "$@"
`,
  );
  chmodSync(start, 0o755);
  return start;
};
