/** Time to verify a folder of bundles, by the number of ceremonies in the chain: a key, and then one check of its shares a day. */
import { verifyChain } from '../../ceremonies/verify/chain.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { parametersFor } from '../model/straightRun.ts';
import { fileOf, holdOn, makeOn } from '../verify/chainFixture.ts';
import { toCheck, type Bundle } from '../verify/fixture.ts';
import { heading, median, ms, table, times } from './print.ts';

const lengths = [10, 25, 50] as const;
const rounds = 3;

const links: Bundle[] = [await makeOn(0, parametersFor(3, 5))];
for (let last = links[0]; last !== undefined && links.length < Math.max(...lengths); last = links.at(-1))
  links.push(await holdOn(links.length, await toCheck(last)));

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const fromMs = performance.now();
    await work();
    took.push(performance.now() - fromMs);
  }
  return median(took);
};

const measure = async (length: number) => {
  const chain = links.slice(0, length);
  const files = chain.map(({ bytes }, index) => fileOf(`${String(index).padStart(2, '0')}.asice`, bytes));
  const tookMs = await timed(async () => {
    const { outcome } = await verifyChain(files);
    if (outcome !== 'good') throw new CeremonyError('internal', { outcome });
  });
  const aloneMs = await timed(async () => {
    for (const { bytes } of chain) await verifyBundle(bytes);
  });
  return { length, tookMs, aloneMs };
};

heading('Time to verify a chain, by the number of bundles');
// What a program that has just been started pays once is not what grows with the chain.
await measure(2);
const results: Awaited<ReturnType<typeof measure>>[] = [];
for (const length of lengths) results.push(await measure(length));
const each = ({ tookMs, length }: (typeof results)[number]) => tookMs / length;
const [shortest] = results;
if (shortest !== undefined)
  table([
    ['bundles', `median of ${rounds}`, 'a bundle', 'against the shortest', 'against each bundle by itself'],
    ...results.map((result) => [
      String(result.length),
      ms(result.tookMs),
      ms(each(result)),
      times(each(result), each(shortest)),
      times(result.tookMs, result.aloneMs),
    ]),
  ]);
