import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import { openRobot, type Robot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyKind, CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { sameToken, type TokenFacts } from '../../ceremonies/model/values.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { destruction, resharing, rotation } from '../conductor/chains.ts';
import { readBundle, reconstitution, type Held } from '../conductor/held.ts';
import { parametersFor } from '../conductor/rehearsalRoom.ts';
import { soPin, userPin } from './kinds.ts';

export const people = ['administrator', 'witness', 'custodian-1', 'custodian-2', 'custodian-3'] as const;

export type Room = {
  readonly directory: string;
  readonly modules: { readonly hsm: Pkcs11Module; readonly cards: Pkcs11Module };
  /** Labels: where keys are made, and where they are rebuilt. */
  readonly hsms: readonly [string, string];
  /** Labels of the people's cards, and whether they are made ready in the ceremony or have keys already. */
  readonly cards: Readonly<Record<string, string>>;
  readonly mode: 'initialise' | 'adopt';
};

export type Kind = Exclude<CeremonyKind, 'check'>;

const planOf = (kind: Kind, held: Held): CeremonyPlan => {
  switch (kind) {
    case 'generate':
      return { kind, parameters: held.parameters };
    case 'rotate':
      return rotation(held);
    case 'reshare':
      return resharing(held);
    case 'reconstitute':
      return reconstitution(held);
    case 'destroy':
      return destruction(held, { kind: 'key', label: held.parameters.keyLabel, version: 1 });
  }
};

/** `enrolled`: cards that became somebody's before. */
const robotFor = (
  room: Room,
  out: string,
  rebuilt: boolean,
  enrolled: ReadonlyMap<string, TokenFacts>,
): Robot => {
  const pins = new Map<string, string>(people.map((id) => [id, userPin]));
  const usual = openRobot(out, pins);
  return (question, state) => {
    const { problem } = question;
    // Cards that keep no data objects have nothing to hand in.
    if (question.kind === 'present-share' && problem?.code === 'share-not-here')
      return { kind: 'present-share', offer: { kind: 'nobody-else', by: ['administrator', 'witness'] } };
    if (problem !== null) throw new CeremonyError(problem.code, problem.details);
    if (question.kind === 'hsm-pin') return { kind: 'hsm-pin', pin: userPin };
    if (question.kind === 'choose-hsm') {
      const label = room.hsms[rebuilt ? 1 : 0];
      const candidate = question.tokens.find(({ token }) => token.label === label);
      if (candidate === undefined) throw new CeremonyError('token-absent', { label });
      const { serial } = candidate.token;
      return { kind: 'choose-hsm', token: { label, serial }, pin: userPin, by: ['administrator', 'witness'] };
    }
    if (question.kind !== 'enrol-card') return usual(question, state);
    const { participant } = question;
    const own = enrolled.get(participant);
    const label = room.cards[participant] ?? '';
    const card = question.cards.find(({ token }) =>
      own === undefined ? token.label === label : sameToken(token, own),
    );
    if (card === undefined) throw new CeremonyError('token-absent', { label });
    const token = { label: card.token.label, serial: card.token.serial };
    return own === undefined && room.mode === 'initialise'
      ? { kind: 'enrol-card', token, mode: { kind: 'initialise', soPin, userPin } }
      : { kind: 'enrol-card', token, mode: { kind: 'adopt', userPin } };
  };
};

/** Plays these ceremonies, each from the bundle before. Throws, by its code, what the room could not do; a bundle that is not good. */
export const playChain = async (
  room: Room,
  algorithm: KeyAlgorithm,
  kinds: readonly Kind[],
): Promise<State> => {
  const parameters = parametersFor({ keyLabel: `key-${algorithm}`, algorithm, threshold: 2, custodians: 3 });
  let held: (Omit<Held, 'register' | 'state'> & Partial<Held>) | null = null;
  let rebuilt = false;
  const enrolled = new Map<string, TokenFacts>();
  for (const kind of kinds) {
    rebuilt ||= kind === 'reconstitute';
    const directory = await mkdtemp(join(room.directory, `${kind}-`));
    const robot = robotFor(room, join(directory, 'out'), rebuilt, enrolled);
    const { engine, play } = openRehearsal(
      { directory, modules: () => room.modules, host: nodeHost(softwareOf('')) },
      robot,
    );
    const start: CeremonyPlan =
      held?.register === undefined || held.state === undefined
        ? { kind: 'generate', parameters }
        : planOf(kind, { ...held, register: held.register, state: held.state });
    const { path } = await play(engine.start(start, held?.path ?? null));
    const { outcome } = await verifyBundle(new Uint8Array(readFileSync(path)));
    if (outcome !== 'good') throw new CeremonyError('bundle-not-good', { kind, outcome });
    const { register, state }: Awaited<ReturnType<typeof readBundle>> = await readBundle(path);
    for (const [id, card] of Object.entries(state.cards)) enrolled.set(id, card.token);
    held = { path, parameters, pins: new Map(), register, state };
  }
  if (held?.state === undefined) throw new CeremonyError('internal', { reason: 'no ceremony' });
  return held.state;
};
