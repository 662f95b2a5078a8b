import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { DestroyTarget, RotateParameters } from '../../ceremonies/model/parameters.ts';
import type { Answer } from '../../ceremonies/model/question.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { readBundle, type Held } from './held.ts';
import type { TestRoom } from './rehearsalRoom.ts';

/** What a chain goes on from. */
export type Link = Held & { readonly directory?: string };

export type Data = Omit<Extract<Answer, { kind: 'bring-data' }>, 'kind'>;

const sitting = ({ parameters: { domain, embassy, participants } }: Held) => ({
  domain,
  embassy,
  place: 'Luxembourg',
  participants,
});

const splitting = { threshold: 2, dice: false, sheets: false, acceptsNoSpareShare: true } as const;

const liveSets = ({ register }: Held): readonly string[] =>
  register.shareSets.filter(({ state }) => state === 'live').map(({ set }) => set);

export const rotation = (held: Held, change: Partial<RotateParameters> = {}): CeremonyPlan => {
  const { keyLabel, algorithm } = held.parameters;
  return {
    kind: 'rotate',
    parameters: { ...sitting(held), ...splitting, keyLabel, algorithm, rewrap: false, ...change },
  };
};

export const resharing = (
  held: Held,
  recipients: readonly string[] = ['custodian-1', 'custodian-2', 'custodian-3'],
): CeremonyPlan => ({
  kind: 'reshare',
  parameters: {
    ...sitting(held),
    sets: [...liveSets(held)],
    fresh: { ...splitting, recipients: [...recipients] },
  },
});

export const destruction = (held: Held, target: DestroyTarget): CeremonyPlan => ({
  kind: 'destroy',
  parameters: { ...sitting(held), target },
});

/** Plays a ceremony that continues from a bundle, at the HSM that has the keys, and says how verification finds it. */
export const follow = async (
  room: TestRoom,
  held: Link,
  plan: CeremonyPlan,
  options: { readonly robot?: (right: Robot) => Robot; readonly data?: Data } = {},
) => {
  const directory = room.place(plan.kind);
  room.furnish(plan.parameters.participants.length, plan.kind === 'reconstitute' ? 'empty' : 'any');
  const right = openRobot(join(directory, 'out'), held.pins, options.data);
  const { engine, play } = room.rehearsal({ directory, robot: options.robot?.(right) ?? right });
  const { path } = await play(engine.start(plan, held.path));
  const verdict = await verifyBundle(new Uint8Array(readFileSync(path)), {
    previous: new Uint8Array(readFileSync(held.path)),
  });
  const failed = verdict.claims.filter(({ status }) => status === 'failed');
  return { ...held, path, directory, failed, outcome: verdict.outcome, ...(await readBundle(path)) };
};
