/** Verifies a bundle some times in a process of its own, as the command line would. Prints a line of JSON for each time. */
import { readFile } from 'node:fs/promises';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { recordWebCrypto, type WebCryptoCost } from './webCrypto.ts';

export type Verified = WebCryptoCost & { readonly tookMs: number; readonly peakBytes: number };

const [path = '', times = '1'] = process.argv.slice(2);
const bytes = await readFile(path);
const webCrypto = recordWebCrypto();
for (let time = 0; time < Number(times); time += 1) {
  webCrypto.begin();
  const fromMs = performance.now();
  const { outcome } = await verifyBundle(bytes);
  const tookMs = performance.now() - fromMs;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  if (outcome !== 'good') throw new CeremonyError('internal', { outcome });
  const verified: Verified = { tookMs, peakBytes, ...(await webCrypto.replay()) };
  console.log(JSON.stringify(verified));
}
