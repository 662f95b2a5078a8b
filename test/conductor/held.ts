import { readFileSync } from 'node:fs';
import type { Host } from '../../ceremonies/conductor/host.ts';
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

/** The pixels of the QR code on a sheet, as a perfect camera would see them. */
export const pixelsOf = (html: string) => {
  const side = Number(/viewBox="0 0 (\d+) /.exec(html)?.[1]);
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of html.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const from = (row * width + Number(x) * scale) * 4;
      for (let at = from; at < from + Number(length) * scale * 4; at += 4) data.fill(0, at, at + 3);
    }
  }
  return { width, height: width, data };
};

/** The words of a sheet, row by row. */
export const wordsOn = (html: string): readonly (readonly string[])[] => {
  const cells = [...html.matchAll(/<td[^>]*>([a-z]+)<\/td>/g)].map(([, word]) => word ?? '');
  return Array.from({ length: cells.length / 10 }, (_, row) => cells.slice(10 * row, 10 * row + 10));
};
