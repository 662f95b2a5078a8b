import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { openEngine, type Engine, type EngineOptions } from '../../ceremonies/conductor/engine.ts';
import type { Host } from '../../ceremonies/conductor/host.ts';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRehearsal, type Rehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import {
  furnishRehearsalRoom,
  openRehearsalModule,
  type Furniture,
} from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import { seat, type GenerateParameters } from '../../ceremonies/model/parameters.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';

/** A room of real SoftHSM2 tokens for a test file, gone afterwards. One a process: the module is initialised once. */
export type TestRoom = {
  readonly directory: string;
  readonly module: Pkcs11Module;
  /** A fresh directory for journals and bundles. */
  readonly place: (name: string) => string;
  readonly furnish: (cards: number, hsm?: Furniture['hsm']) => void;
  /** An engine with nobody in the room: the test itself answers. */
  readonly engine: (directory: string, host?: Partial<Host>) => Engine;
  readonly rehearsal: (options: {
    readonly directory: string;
    readonly host?: Partial<Host>;
    readonly robot?: Robot;
    readonly openFile?: EngineOptions['openFile'];
    readonly modules?: EngineOptions['modules'];
    readonly pins?: Map<ParticipantId, string>;
  }) => Rehearsal;
};

/** `moduleFor`: another module than SoftHSM2 itself, made in the room's directory. */
export const openTestRoom = (moduleFor?: (directory: string) => string): TestRoom => {
  const directory = mkdtempSync(join(tmpdir(), 'room-'));
  const module = openRehearsalModule(directory, moduleFor?.(directory) ?? null);
  after(() => {
    module.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    directory,
    module,
    place: (name) => mkdtempSync(join(directory, `${name}-`)),
    furnish: (cards, hsm = 'any') => furnishRehearsalRoom(module, { cards, hsm }),
    engine: (place, host = {}) =>
      openEngine({
        directory: place,
        modules: () => ({ hsm: module, cards: module }),
        host: { ...nodeHost(softwareOf('')), ...host },
        published: () => undefined,
      }),
    rehearsal: ({ directory: place, host = {}, robot, openFile, modules, pins }) =>
      openRehearsal(
        {
          directory: place,
          modules: modules ?? (() => ({ hsm: module, cards: module })),
          host: { ...nodeHost(softwareOf('')), ...host },
          ...(openFile === undefined ? {} : { openFile }),
        },
        robot ?? openRobot(join(place, 'out'), pins),
      ),
  };
};

export const parametersFor = (options: {
  readonly keyLabel: string;
  readonly algorithm?: KeyAlgorithm;
  readonly threshold?: number;
  readonly custodians?: number;
  readonly dice?: boolean;
  readonly sheets?: boolean;
}): GenerateParameters => ({
  domain: 'rehearsal',
  embassy: 'Eesti andmesaatkond',
  place: 'Luxembourg',
  keyLabel: options.keyLabel,
  algorithm: options.algorithm ?? 'ecp384',
  threshold: options.threshold ?? 2,
  participants: [
    ...seat([
      { role: 'administrator', name: 'Peeter Kuusk' },
      { role: 'witness', name: 'Ene Saar' },
      ...Array.from({ length: options.custodians ?? 3 }, (_, index) => ({
        role: 'custodian' as const,
        name: `Võtmehoidja ${index + 1}`,
      })),
    ]),
  ],
  dice: options.dice ?? false,
  sheets: options.sheets ?? false,
  acceptsNoSpareShare: true,
});
