import { readSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { readPreviousBundle } from '../../ceremonies/conductor/previousBundle.ts';
import { openRehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import { must } from '../../ceremonies/model/error.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { parametersFor } from '../conductor/rehearsalRoom.ts';
import { pinsOfLeaks } from './leaks.pins.ts';

/** Makes a key, with sheets, and rebuilds it; stands still at each moment that the test wants to look at, with that moment's name. */
const [, , directory = ''] = process.argv;

const standStill = (moment: string): void => {
  process.stdout.write(`${moment}\n`);
  readSync(0, Buffer.alloc(1));
};

const module = openRehearsalModule(directory, null);
const pins = new Map<ParticipantId, string>(pinsOfLeaks);
const robot = openRobot(join(directory, 'out'), pins);
const { engine, play } = openRehearsal(
  {
    directory,
    modules: () => ({ hsm: module, cards: module }),
    host: {
      ...nodeHost(softwareOf('')),
      printSheet: () => Promise.resolve({ ok: true, value: { printer: 'none' } }),
    },
  },
  (question, state) => {
    if (question.kind === 'bag-sheet' && question.participant === 'custodian-2')
      standStill('amid the making');
    return robot(question, state);
  },
);
const parameters = parametersFor({ keyLabel: 'land-register', custodians: 3, dice: true, sheets: true });
furnishRehearsalRoom(module, { cards: 5, hsm: 'any' });
const { path } = await play(engine.start({ kind: 'generate', parameters }, null));
standStill('after the making');

furnishRehearsalRoom(module, { cards: 2, hsm: 'empty' });
const { register } = must(await readPreviousBundle(path));
const { participants, domain, embassy, place } = parameters;
const sets = register.shareSets.map(({ set }) => set);
await play(
  engine.start(
    { kind: 'reconstitute', parameters: { domain, embassy, place, participants, sets, fresh: null } },
    path,
  ),
);
standStill('after the rebuilding');
module.close();
