import assert from 'node:assert/strict';
import type { FunctionName } from './board.ts';
import { elsewhere } from './elsewhere.ts';
import { deadlyKinds, faultAt, givesLengths, type FaultKind } from './faults.ts';
import type { FaultRoom } from './room.ts';
import type { Fault, Stretch, Walk, Walked } from './walk.ts';

/** A ceremony in which engines are to die, and what it is made of. */
export type Opened = {
  readonly walked: Walked;
  readonly walk: Walk;
  readonly stretches: readonly Stretch[];
};

type Placed = ReadonlyMap<string, { readonly death: Death; readonly fault: Fault }>;

/** Plays with engines that die, and gives the stretches in which they did. */
export const dieAt = async (
  room: FaultRoom,
  { walked, walk }: Pick<Opened, 'walked' | 'walk'>,
  placed: Placed,
): Promise<ReadonlySet<string>> => {
  const faults = new Map([...placed].map(([key, { fault }]) => [key, fault]));
  const { begin, raws, struck } = elsewhere(room, walked, faults);
  const { wrong } = await walk.survive(new Map(), begin);
  assert.deepEqual(wrong, []);
  assert.deepEqual(raws, []);
  return struck();
};

/** A function, and a way to die in it. */
export type Death = { readonly called: FunctionName; readonly kind: FaultKind };
export const nameOf = ({ called, kind }: Death): string => `${called}: ${kind.name}`;

export const deathsIn = (stretches: readonly Stretch[]): readonly Death[] =>
  [...new Set(stretches.flatMap(({ calls }) => calls))].flatMap((called) =>
    deadlyKinds
      .filter((kind) => !isAboutLengths(kind) || givesLengths.has(called))
      .map((kind) => ({ called, kind })),
  );

const isAboutLengths = ({ fault }: FaultKind): boolean =>
  typeof fault !== 'string' && (fault.kind === 'short' || fault.kind === 'long');

/** At most one death in each stretch; `turn` chooses among its calls of the function, and among the stretches. */
export const placeDeaths = (
  stretches: readonly Stretch[],
  deaths: readonly Death[],
  turn: number,
): Placed => {
  const placed = new Map<string, { readonly death: Death; readonly fault: Fault }>();
  for (const death of deaths) {
    const free = stretches.filter(({ key, calls }) => !placed.has(key) && calls.includes(death.called));
    const stretch = free[(placed.size * 7 + turn * 3) % free.length];
    if (stretch === undefined) continue;
    const count = stretch.calls.filter((called) => called === death.called).length;
    const fault = faultAt(death.kind, 1 + ((placed.size + turn) % count), death.called);
    placed.set(stretch.key, { death, fault });
  }
  return placed;
};
