import { join } from 'node:path';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import {
  openRehearsalModule,
  rehearsalHsmLabel,
  rehearsalPins,
} from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { value } from '../tokens/softhsm.ts';
import { parametersFor } from '../conductor/rehearsalRoom.ts';

/** One life of a program that may be killed at any moment: starts a ceremony, or goes on with the one that lies there. */
const [, , directory = '', label = '', killedAfterMs = ''] = process.argv;
const module = openRehearsalModule(directory, null);
const people = ['administrator', 'witness', 'custodian-1', 'custodian-2', 'custodian-3'];
const pins = new Map(people.map((id, index) => [id, `13572468${String(index)}`]));
const answer = openRobot(join(directory, 'out'), pins);
const rehearsal = openRehearsal(
  { directory, modules: () => ({ hsm: module, cards: module }), host: nodeHost(softwareOf('')) },
  (question, state) => (question.kind === 'try-again' ? { kind: 'try-again' } : answer(question, state)),
);
// Killed from within, which is between two calls to the module: SoftHSM rewrites its token files in place, and a kill amid one
// loses a token, as no real one is lost. A call on a worker thread may still be cut short.
if (killedAfterMs !== '') setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(killedAfterMs));
const [unfinished] = await rehearsal.engine.unfinished();
const { path } = await rehearsal.play(
  unfinished === undefined
    ? rehearsal.engine.start(
        { kind: 'generate', parameters: parametersFor({ keyLabel: label, threshold: 2, custodians: 3 }) },
        null,
      )
    : rehearsal.engine.resume(unfinished.sitting),
);
const hsm = module.tokens().find((token) => token.label === rehearsalHsmLabel);
if (hsm === undefined) throw new Error('no HSM');
const session = value(openSession(module, hsm, { kind: 'user', pin: rehearsalPins.hsm }));
const count = (name: string) => value(findObjects(session, { kind: 'private-key', label: name })).length;
process.stdout.write(
  JSON.stringify({ path, original: count(`${label}.v1.original`), working: count(`${label}.v1`) }),
);
process.exit(0);
