import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { draftFor, parametersOf } from '../../renderer/screens/draft.ts';
import { printing, wordsOn } from '../conductor/printed.ts';

const invented = parametersOf(draftFor('rehearsal'));

/** The rehearsal that the program itself proposes, without the auditor. */
export const rehearsal: GenerateParameters = {
  ...invented,
  participants: invented.participants.filter(({ role }) => role !== 'auditor'),
};

export type HeldKey = {
  readonly bundle: string;
  readonly pins: Map<ParticipantId, string>;
  /** The words of each custodian's sheet, row by row, where there are sheets. */
  readonly sheets: readonly (readonly (readonly string[])[])[];
};

/** Lets somebody work with the tokens of the app's rehearsal room while no app is open over this home. */
export const inRehearsalRoom = async <T>(
  home: string,
  use: (module: Pkcs11Module) => Promise<T>,
): Promise<T> => {
  const room = join(home, 'profile', 'rehearsal');
  mkdirSync(room, { recursive: true });
  const module = openRehearsalModule(room, null);
  try {
    return await use(module);
  } finally {
    module.close();
    delete process.env['SOFTHSM2_CONF'];
  }
};

/** A key that is made and split before the story begins, without a screen. */
export const holdKey = async (
  module: Pkcs11Module,
  home: string,
  parameters: GenerateParameters,
): Promise<HeldKey> => {
  const pins = new Map<ParticipantId, string>();
  const { sheets, host } = printing();
  furnishRehearsalRoom(module, { cards: parameters.participants.length, hsm: 'any' });
  const { engine, play } = openRehearsal(
    {
      directory: join(home, 'held'),
      modules: () => ({ hsm: module, cards: module }),
      host: { ...nodeHost(softwareOf('')), ...host },
    },
    openRobot(join(home, 'archive'), pins),
  );
  const { path } = await play(engine.start({ kind: 'generate', parameters }, null));
  return { bundle: path, pins, sheets: sheets.map(wordsOn) };
};
