import assert from 'node:assert/strict';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { Furniture } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { destruction, follow, resharing, rotation } from '../conductor/chains.ts';
import { check, hold, inventoryOf, reconstitution, type Held } from '../conductor/held.ts';
import { parametersFor, type TestRoom } from '../conductor/rehearsalRoom.ts';
import type { FaultRoom } from './room.ts';
import type { Walked } from './walk.ts';

/** A ceremony to be walked: what comes before it, and what it is. */
type Kind = {
  readonly name: string;
  readonly before: (room: TestRoom) => Promise<Held>;
  readonly plan: (held: Held) => CeremonyPlan;
  readonly hsm?: Furniture['hsm'];
  /** An inventory of so many data keys. */
  readonly dataKeys?: number;
};

const aKey = (room: TestRoom): Promise<Held> => hold(room, { keyLabel: 'land-register' });

const aRotatedKey = async (room: TestRoom): Promise<Held> => {
  const held = await aKey(room);
  return follow(room, held, rotation(held));
};

const anEndedKey = async (room: TestRoom): Promise<Held> => {
  const rotated = await aRotatedKey(room);
  return follow(room, rotated, destruction(rotated, { kind: 'key', label: 'land-register', version: 1 }));
};

const continued = {
  check: { name: 'check', before: aKey, plan: check },
  reconstitute: { name: 'reconstitute', before: aKey, plan: (held) => reconstitution(held), hsm: 'empty' },
  'reconstitute-anew': {
    name: 'reconstitute, with fresh shares',
    before: aKey,
    plan: (held) =>
      reconstitution(held, {
        threshold: 2,
        recipients: ['custodian-1', 'custodian-2', 'custodian-3'],
        dice: false,
        sheets: false,
        acceptsNoSpareShare: true,
      }),
    hsm: 'empty',
  },
  rotate: { name: 'rotate', before: aKey, plan: (held) => rotation(held) },
  'rotate-rewrap': {
    name: 'rotate, and re-wrap data keys',
    before: (room) => hold(room, { keyLabel: 'land-register', algorithm: 'aes256' }),
    plan: (held) => rotation(held, { rewrap: true }),
    dataKeys: 9,
  },
  reshare: { name: 'reshare', before: aKey, plan: (held) => resharing(held) },
  'destroy-key': {
    name: 'destroy a key',
    before: aRotatedKey,
    plan: (held) => destruction(held, { kind: 'key', label: 'land-register', version: 1 }),
  },
  'destroy-set': {
    name: 'destroy a share set',
    before: anEndedKey,
    plan: (held) => destruction(held, { kind: 'set', set: held.register.shareSets[0]?.set ?? '' }),
  },
  'destroy-card': {
    name: 'destroy a card',
    before: aKey,
    plan: (held) => {
      const certificateSha256 = held.register.shareSets[0]?.shares[2]?.holder?.certificateSha256 ?? '';
      const plan = destruction(held, { kind: 'card', certificateSha256 });
      const leaders = plan.parameters.participants.filter(({ role }) => role !== 'custodian');
      assert.ok(plan.kind === 'destroy');
      return { kind: 'destroy', parameters: { ...plan.parameters, participants: leaders } };
    },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type CeremonyName = 'generate' | 'generate-sheets' | keyof typeof continued;
export const ceremonyNames: readonly CeremonyName[] = [
  'generate',
  'generate-sheets',
  'check',
  'reconstitute',
  'reconstitute-anew',
  'rotate',
  'rotate-rewrap',
  'reshare',
  'destroy-key',
  'destroy-set',
  'destroy-card',
];

/** Prepares the room for a ceremony, from empty. `spares`: how many fresh cards lie there that nobody is to need. */
export const prepare = async (
  { room, keep, empty }: FaultRoom,
  name: CeremonyName,
  spares = 0,
): Promise<Walked> => {
  empty();
  if (name === 'generate' || name === 'generate-sheets') {
    const parameters = parametersFor({ keyLabel: 'land-register', sheets: name === 'generate-sheets' });
    room.furnish(parameters.participants.length + spares);
    return {
      name,
      start: keep(),
      plan: { kind: 'generate', parameters },
      previous: null,
      pins: new Map(),
      inventory: null,
      givesUp: null,
      losses: [],
    };
  }
  const kind: Kind = continued[name];
  const held = await kind.before(room);
  const plan = kind.plan(held);
  room.furnish(spares, kind.hsm);
  const inventory = kind.dataKeys === undefined ? null : await inventoryOf(room, held, kind.dataKeys);
  return {
    name: kind.name,
    start: keep(),
    plan,
    previous: held.path,
    pins: held.pins,
    inventory,
    givesUp: null,
    losses: [],
  };
};
