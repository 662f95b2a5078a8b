/**
 * Time to verify a bundle by the length of its transcript. A real 3-of-5 ceremony with keys in software is padded by what may
 * happen at any time in a real one: pauses, and exceptions put on record.
 */
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor, play } from '../model/straightRun.ts';
import { bundleOf, softwareRoom } from '../verify/fixture.ts';
import { heading, median, ms, table, times } from './print.ts';

const lengths = [1_000, 2_500, 5_000, 10_000] as const;
const rounds = 5;

const leaders = ['administrator', 'witness'];

/** One interruption: a pause and its end, or an exception. */
const interruption = (step: string, number: number): readonly EventBody[] =>
  number % 2 === 0
    ? [
        { type: 'paused', step, by: leaders },
        { type: 'continued', step, by: leaders },
      ]
    : [
        {
          type: 'exception-raised',
          about: { kind: 'other' },
          step,
          expected: 'The reader shows a green light.',
          happened: `The reader showed no light, for the ${number}th time.`,
          decided: 'Another cable was used, and the card was read again.',
          by: leaders,
        },
      ];

/** Interrupts one step of the ceremony, half-way through, with at least `count` events. */
const padding = (count: number) => {
  let padded = false;
  return (state: State): readonly EventBody[] => {
    const step = currentStep(state);
    if (padded || state.progress > 0 || step?.kind !== 'make-recovery-key') return [];
    padded = true;
    const bodies: EventBody[] = [];
    for (let number = 0; bodies.length < count; number += 1) bodies.push(...interruption(step.id, number));
    return bodies;
  };
};

const parameters = parametersFor(3, 5);
const room = await softwareRoom(parameters);
const { events: unpadded } = await play(parameters, room);

/** The signatures of the bundle are made after the last event, and the fixture's events come every 20 seconds. */
const atTheEnd = new Date('2026-07-01T00:00:00Z');
const patientRoom = {
  ...room,
  close: (signer: string, manifest: Uint8Array) => room.close(signer, manifest, atTheEnd),
};

const measure = async (length: number) => {
  const interrupt = padding(length - unpadded.length);
  const { bytes, events } = await bundleOf(await play(parameters, room, { interrupt }), patientRoom);
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
