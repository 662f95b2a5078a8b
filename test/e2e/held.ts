import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { readPreviousBundle } from '../../ceremonies/conductor/previousBundle.ts';
import { writeRehearsalInventory } from '../../ceremonies/conductor/rehearsalData.ts';
import { openRehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import { readContainer } from '../../ceremonies/formats/asic.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { must } from '../../ceremonies/model/error.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { draftFor, parametersOf } from '../../renderer/screens/draft.ts';
import { printing, wordsOn } from '../conductor/printed.ts';
import { temporaryFolder } from '../temporary.ts';

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

/** A ceremony that was held before the story begins, over the bundle before it. */
export type Earlier = (previous: PreviousBundle) => CeremonyPlan;

/** A key that is made and split before the story begins, and what came after that, without a screen. */
export const holdKey = async (
  module: Pkcs11Module,
  home: string,
  parameters: GenerateParameters,
  earlier: readonly Earlier[] = [],
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
  let { path } = await play(engine.start({ kind: 'generate', parameters }, null));
  for (const plan of earlier) {
    furnishRehearsalRoom(module, { cards: parameters.participants.length, hsm: 'empty' });
    ({ path } = await play(engine.start(plan(must(await readPreviousBundle(path))), path)));
  }
  return { bundle: path, pins, sheets: sheets.map(wordsOn) };
};

export type Home = HeldKey & {
  /** Where the app keeps everything. */
  readonly home: string;
  /** Where people export to. */
  readonly out: string;
};

/** A home of the app in whose rehearsal room a key is held. Its custodians kept their cards; others lead now, with new ones. */
export const homeWithKey = async (
  parameters: GenerateParameters = rehearsal,
  earlier: readonly Earlier[] = [],
  furnish: (module: Pkcs11Module, held: HeldKey, home: string) => Promise<void> = () => Promise.resolve(),
): Promise<Home> => {
  const home = temporaryFolder('home');
  const out = join(home, 'usb');
  mkdirSync(out);
  const held = await inRehearsalRoom(home, async (module) => {
    const key = await holdKey(module, home, parameters, earlier);
    await furnish(module, key, home);
    return key;
  });
  for (const id of ['administrator', 'witness']) held.pins.delete(id);
  return { home, out, ...held };
};

/** The bundle that was exported here, where there is one only. */
export const bundleIn = (folder: string): string => {
  const [name, ...others] = readdirSync(folder);
  if (name === undefined || others.length > 0) throw new Error('not one bundle');
  return join(folder, name);
};

/** Where the data keys lie that are wrapped under the key that is held. */
export const inventoryIn = (home: string): string => join(home, 'inventory.jsonl');

/** For `homeWithKey`: an inventory of this many data keys under the key. */
export const layOutData =
  (count: number) =>
  async (module: Pkcs11Module, { bundle }: HeldKey, home: string): Promise<void> => {
    const [key] = must(await readPreviousBundle(bundle)).register.keys;
    const version = key?.versions[0];
    const hsm = version?.hsms[0]?.token;
    if (key === undefined || version === undefined || hsm === undefined) throw new Error('no key');
    await writeRehearsalInventory(module, hsm, { ...version, label: key.label }, inventoryIn(home), count);
  };

/** Writes the certificate of the key that is held, for those who seal backups to it. */
export const certificateIn = async (home: string, bundle: string): Promise<string> => {
  const pem = must(await readContainer(readFileSync(bundle))).get('keys/land-register.v1.pem');
  if (pem === undefined) throw new Error('no certificate in the bundle');
  const path = join(home, 'land-register.pem');
  writeFileSync(path, pem);
  return path;
};

/** A card that is no more: its token is gone from the room. */
export const loseCard = (home: string, participant: string): void => {
  const tokens = join(home, 'profile', 'rehearsal', 'softhsm', 'tokens');
  const lost = readdirSync(tokens).filter((name) =>
    readFileSync(join(tokens, name, 'token.object')).includes(`${participant} `),
  );
  if (lost.length !== 1) throw new Error('not one card');
  for (const name of lost) rmSync(join(tokens, name), { recursive: true });
};
