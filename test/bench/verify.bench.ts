/** Time to verify a bundle of a real 3-of-5 ceremony, with keys in software, by the length of its transcript. */
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { openPaddedRoom } from './padding.ts';
import { heading, median, ms, table, times } from './print.ts';

const lengths = [1_000, 2_500, 5_000, 10_000] as const;
const rounds = 5;

const bundleOf = await openPaddedRoom(3, 5);

const measure = async (length: number) => {
  const { bytes, events } = await bundleOf(length);
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const fromMs = performance.now();
    const { outcome, claims } = await verifyBundle(bytes);
    took.push(performance.now() - fromMs);
    const failed = claims.find(({ status }) => status === 'failed')?.id ?? '';
    if (outcome !== 'good') throw new CeremonyError('internal', { outcome, failed });
  }
  return { events: events.length, sizeBytes: bytes.length, firstMs: took[0] ?? NaN, tookMs: median(took) };
};

heading('Time to verify, by the number of events');
// What a program that has just been started pays once is not what grows with the transcript.
await measure(0);
const results: Awaited<ReturnType<typeof measure>>[] = [];
for (const length of lengths) results.push(await measure(length));
const perEvent = ({ tookMs, events }: (typeof results)[number]) => tookMs / events;
const [shortest] = results;
if (shortest !== undefined) {
  table([
    ['events', 'bundle', 'first', `median of ${rounds}`, 'an event', 'an event, against the shortest'],
    ...results.map((result) => [
      String(result.events),
      `${Math.round(result.sizeBytes / 1024)} KiB`,
      ms(result.firstMs),
      ms(result.tookMs),
      `${(1000 * perEvent(result)).toFixed(0)} µs`,
      times(perEvent(result), perEvent(shortest)),
    ]),
  ]);
}
const longest = results.at(-1);
if (longest !== undefined)
  console.log(`\n  ${longest.events} events: ${times(longest.tookMs, 2000)} of the 2 s that we allow.`);
