import { randomUUID } from 'node:crypto';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { good } from '../../ceremonies/model/error.ts';
import type { BundleFile } from '../../ceremonies/verify/chain.ts';
import { play, start } from '../model/straightRun.ts';
import { bundleOf, hold, softwareRoom, type Bundle, type Next, type SoftwareRoom } from './fixture.ts';

const dayMs = 24 * 60 * 60 * 1000;
const morning = (day: number): number => start + day * dayMs;

/** Everyone signs in the evening of that day. */
const signingOn = (room: SoftwareRoom, day: number): SoftwareRoom => {
  const evening = new Date(morning(day) + dayMs / 2);
  return { ...room, close: (signer, manifest, at = evening) => room.close(signer, manifest, at) };
};

/** A first ceremony, or with `previous` one that adds a key, of people with new cards. */
export const makeOn = async (
  day: number,
  parameters: GenerateParameters,
  previousBundle: PreviousBundle | null = null,
): Promise<Bundle> => {
  const room = signingOn(await softwareRoom(parameters), day);
  const options = { ceremony: randomUUID(), startsAt: new Date(morning(day)).toISOString(), previousBundle };
  return bundleOf(await play(parameters, room, options), room);
};

/** The next ceremony, held on the nth day after the first. */
export const onDay = (day: number, { plan, room, options }: Next): Next => ({
  plan,
  room: signingOn(room, day),
  options: { ...options, ceremony: randomUUID(), startsAt: new Date(morning(day)).toISOString() },
});

export const holdOn = (day: number, next: Next): Promise<Bundle> => hold(onDay(day, next));

export const fileOf = (name: string, bytes: Uint8Array): BundleFile => ({
  name,
  read: () => Promise.resolve(good(bytes)),
});
