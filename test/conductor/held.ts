import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../ceremonies/conductor/host.ts';
import { writeRehearsalInventory } from '../../ceremonies/conductor/rehearsalData.ts';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import { fromUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { register as registerSchema, type Register } from '../../ceremonies/model/register.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { decodeTranscript } from '../../ceremonies/transcript/chain.ts';
import { value } from '../tokens/softhsm.ts';
import { parametersFor, type TestRoom } from './rehearsalRoom.ts';

export { pixelsOf, printing, wordsOn } from './printed.ts';

export type Held = {
  readonly path: string;
  readonly register: Register;
  readonly state: State;
  readonly parameters: GenerateParameters;
  readonly pins: Map<ParticipantId, string>;
};

export const readBundle = async (path: string) => {
  const files = value(await readContainer(new Uint8Array(readFileSync(path))));
  const file = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();
  return {
    register: registerSchema.parse(JSON.parse(fromUtf8(file('register.json')))),
    state: replay(value(decodeTranscript(file('transcript.jsonl')))),
  };
};

/** A key that was made and split, 2 of 3, and the bundle that tells of it. */
export const hold = async (
  room: TestRoom,
  options: Partial<Parameters<typeof parametersFor>[0]> & { readonly keyLabel: string },
  host: Partial<Host> = {},
): Promise<Held> => {
  const parameters = parametersFor({ threshold: 2, custodians: 3, ...options });
  const pins = new Map<ParticipantId, string>();
  room.furnish(parameters.participants.length);
  const { engine, play } = room.rehearsal({ directory: room.place('held'), pins, host });
  const { path } = await play(engine.start({ kind: 'generate', parameters }, null));
  return { path, parameters, pins, ...(await readBundle(path)) };
};

export type Fresh = Extract<CeremonyPlan, { kind: 'reconstitute' }>['parameters']['fresh'];

export const reconstitution = ({ parameters, register }: Held, fresh: Fresh = null): CeremonyPlan => {
  const { domain, embassy, participants } = parameters;
  const sets = register.shareSets.filter(({ state }) => state === 'live').map(({ set }) => set);
  return {
    kind: 'reconstitute',
    parameters: { domain, embassy, place: 'Another country', participants, sets, fresh },
  };
};

export const check = ({ parameters, register }: Held): CeremonyPlan => {
  const { domain, embassy, participants } = parameters;
  const sets = register.shareSets.filter(({ state }) => state === 'live').map(({ set }) => set);
  return { kind: 'check', parameters: { domain, embassy, place: 'Another country', participants, sets } };
};

/** An inventory of data keys under the first version of a held key. */
export const inventoryOf = async (room: TestRoom, { register }: Held, count: number): Promise<string> => {
  const path = join(room.place('data'), 'inventory.jsonl');
  const [key] = register.keys;
  const [version] = key?.versions ?? [];
  const hsm = version?.hsms[0]?.token;
  assert.ok(key !== undefined && version !== undefined && hsm !== undefined);
  await writeRehearsalInventory(room.module, hsm, { ...version, label: key.label }, path, count);
  return path;
};
