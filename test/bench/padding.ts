import type { EventBody } from '../../ceremonies/model/event.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { parametersFor, play } from '../model/straightRun.ts';
import { bundleOf, softwareRoom } from '../verify/fixture.ts';

const leaders = ['administrator', 'witness'];

/** One interruption: a pause and its end, or an exception; of exceptions only if they are to be long. */
const interruption = (step: string, number: number, words: string | null): readonly EventBody[] =>
  words === null && number % 2 === 0
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
          happened: words ?? `The reader showed no light, for the ${number}th time.`,
          decided: 'Another cable was used, and the card was read again.',
          by: leaders,
        },
      ];

/** Interrupts one step of the ceremony, half-way through, with at least `count` events. */
const padding = (count: number, words: string | null) => {
  let padded = false;
  return (state: State): readonly EventBody[] => {
    const step = currentStep(state);
    if (padded || state.progress > 0 || step?.kind !== 'make-recovery-key') return [];
    padded = true;
    const bodies: EventBody[] = [];
    for (let number = 0; bodies.length < count; number += 1)
      bodies.push(...interruption(step.id, number, words));
    return bodies;
  };
};

/** The signatures of the bundle are made after the last event, and the fixture's events come every 20 seconds. */
const atTheEnd = new Date('2026-07-01T00:00:00Z');

/**
 * Bundles of one room, with keys in software, of any length: padded by what may happen at any time in a real ceremony, pauses, and
 * exceptions put on record.
 */
export const openPaddedRoom = async (threshold: number, custodians: number) => {
  const parameters = parametersFor(threshold, custodians);
  const room = await softwareRoom(parameters);
  const { events: unpadded } = await play(parameters, room);
  const patient = {
    ...room,
    close: (signer: string, manifest: Uint8Array) => room.close(signer, manifest, atTheEnd),
  };
  /** `words`: what each exception tells. */
  return async (events: number, words: string | null = null) =>
    bundleOf(await play(parameters, room, { interrupt: padding(events - unpadded.length, words) }), patient);
};
