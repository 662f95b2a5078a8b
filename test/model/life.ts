import { createHash } from 'node:crypto';
import { toBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { splitOf, type CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import { seat, type DestroyTarget } from '../../ceremonies/model/parameters.ts';
import { nextVersionOf, type Register } from '../../ceremonies/model/register.ts';
import { replacementsOf } from '../../ceremonies/model/replacements.ts';
import type { KeyName } from '../../ceremonies/model/script.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { statementFormat } from '../../ceremonies/model/statement.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { paperCards, playPlan, type Room, type Run, type RunOptions } from './straightRun.ts';

/** An embassy on paper, from ceremony to ceremony: people are known by their names and cards, whatever seat they have. */
export type Life = {
  readonly before: PreviousBundle | null;
  readonly ceremonies: number;
  /** How many cards somebody lost so far, by name. */
  readonly lost: Readonly<Record<string, number>>;
};

export const newborn: Life = { before: null, ceremonies: 0, lost: {} };

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const base64 = (text: string): string => toBase64(toUtf8(text));
const digest = (text: string): string => createHash('sha256').update(toUtf8(text)).digest('hex');
const uuid = (kind: number, number: number): string =>
  `0000000${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;

const cardName = (name: string, lost: number): string => `${name}${', another'.repeat(lost)}`;

/** The digest by which the register knows somebody's card. */
export const cardOf = (name: string, lost = 0): string => digest(`certificate of ${cardName(name, lost)}`);

const roomOf = (plan: CeremonyPlan, key: KeyName, { ceremonies: ceremony, lost }: Life): Room => {
  const nameOf = (id: string): string =>
    plan.parameters.participants.find((person) => person.id === id)?.name ?? id;
  const count = splitOf(plan)?.recipients.length ?? 0;
  const indices = Array.from({ length: count }, (_, index) => index + 1);
  return {
    ...paperCards((id) => cardName(nameOf(id), lost[nameOf(id)] ?? 0)),
    sign: (statement) =>
      Promise.resolve({ statement, algorithm: 'ecdsa-sha384', signature: base64('signature') }),
    key: {
      checkValue: hex(`${key.label}.v${key.version} of ${ceremony}`),
      certificate: base64('certificate of the key'),
      canary: base64('canary'),
    },
    makeSet: (number) => {
      const nth = ceremony * 100 + number;
      return Promise.resolve({
        set: uuid(1, nth),
        recoveryKeyCommitment: hex(`recovery key ${nth}`),
        wrapped: base64('wrapped'),
        commitments: indices.map((index) => hex(`share ${nth} ${index}`)),
        sealed: indices.map((index) => base64(`sealed ${nth} ${index}`)),
      });
    },
  };
};

export const registerBefore = ({ before }: Life): Register | null => before?.register ?? null;

/** Holds the next ceremony of an embassy, on one HSM. @throws CeremonyError whatever it is refused with */
export const holdNext = async (
  life: Life,
  plan: CeremonyPlan,
  options: RunOptions = {},
  change: (room: Room) => Room = (room) => room,
): Promise<Run> => {
  const register = registerBefore(life);
  const label = plan.kind === 'generate' || plan.kind === 'rotate' ? plan.parameters.keyLabel : '';
  const key = { label, version: register === null ? 1 : nextVersionOf(register, label) };
  return playPlan(plan, change(roomOf(plan, key, life)), {
    ceremony: uuid(2, life.ceremonies),
    previousBundle: life.before,
    startsAt: new Date(Date.UTC(2026, 5, 1 + life.ceremonies, 8)).toISOString(),
    hsm: 'hsm',
    haveLostCards: true,
    ...options,
  });
};

/** The embassy after a ceremony; the one before it, if it was given up. */
export const after = (life: Life, { state }: Run): Life => {
  const ceremonies = life.ceremonies + 1;
  if (state.lifecycle !== 'closed') return { ...life, ceremonies };
  const { kind, parameters } = state.script;
  const lost = { ...life.lost };
  for (const { name } of replacementsOf(state)) lost[name] = (lost[name] ?? 0) + 1;
  return {
    ceremonies,
    lost,
    before: {
      sha256: hex(`bundle ${life.ceremonies}`),
      ceremony: state.ceremony,
      register: registerOf(state),
      made: { kind, closedAt: state.closedAt ?? '', place: parameters.place },
      doubts: [],
    },
  };
};

// --- plans ---

export const sitting = (custodians: readonly string[]) => ({
  domain: 'rehearsal' as const,
  embassy: 'Data Embassy of Estonia',
  place: 'Bettembourg, room 1',
  participants: [
    ...seat([
      { role: 'administrator', name: 'Mari Maasikas' },
      { role: 'witness', name: 'Jaan Tamm' },
      ...custodians.map((name) => ({ role: 'custodian' as const, name })),
    ]),
  ],
});

const splitting = (threshold: number, count: number) => ({
  threshold,
  dice: false,
  sheets: false,
  acceptsNoSpareShare: threshold === count,
});

type Split = { readonly threshold: number; readonly holders: readonly string[] };

export const toGenerate = (keyLabel: string, { threshold, holders }: Split): CeremonyPlan => ({
  kind: 'generate',
  parameters: {
    ...sitting(holders),
    ...splitting(threshold, holders.length),
    keyLabel,
    algorithm: 'ecp384',
  },
});

export const toRotate = (keyLabel: string, { threshold, holders }: Split, rewrap: boolean): CeremonyPlan => ({
  kind: 'rotate',
  parameters: {
    ...sitting(holders),
    ...splitting(threshold, holders.length),
    keyLabel,
    algorithm: 'ecp384',
    rewrap,
  },
});

/** `coming`: who brings the old shares; the new ones are for the holders. */
export const toReshare = (
  sets: readonly string[],
  coming: readonly string[],
  { threshold, holders }: Split,
): CeremonyPlan => {
  const about = sitting([...new Set([...coming, ...holders])]);
  const recipients = holders.flatMap(
    (name) => about.participants.find((person) => person.name === name)?.id ?? [],
  );
  const fresh = { ...splitting(threshold, holders.length), recipients };
  return { kind: 'reshare', parameters: { ...about, sets: [...sets], fresh } };
};

export const toReconstitute = (sets: readonly string[], coming: readonly string[]): CeremonyPlan => ({
  kind: 'reconstitute',
  parameters: { ...sitting(coming), sets: [...sets], fresh: null },
});

export const toCheck = (sets: readonly string[], coming: readonly string[]): CeremonyPlan => ({
  kind: 'check',
  parameters: { ...sitting(coming), sets: [...sets] },
});

export const toDestroy = (target: DestroyTarget, coming: readonly string[] = []): CeremonyPlan => ({
  kind: 'destroy',
  parameters: { ...sitting(coming), target },
});

// --- what happens in between ---

const leaders = ['administrator', 'witness'];

/** Something that happens once, before the nth event of the script or later, as soon as it can. */
export const onceAt = (
  place: number,
  make: (state: State, step: string) => readonly EventBody[],
): NonNullable<RunOptions['interrupt']> => {
  let asked = 0;
  let done = false;
  return (state) => {
    asked += 1;
    if (done || asked <= place) return [];
    const bodies = make(state, currentStep(state)?.id ?? '');
    done = bodies.length > 0;
    return bodies;
  };
};

export const compromised = ({ label, version }: KeyName, step: string): EventBody => ({
  type: 'key-compromised',
  step,
  label,
  version,
  by: leaders,
  reason: 'A copy was found.',
});

export const abandoned = (state: State, step: string): EventBody => ({
  type: 'ceremony-abandoned',
  step,
  by: leaders,
  reason: 'The room is needed.',
  keys: state.keys.length === 0 ? 'none' : 'unreachable',
});

/** Somebody brings a share of another's on paper, and two who lead let it pass. */
export const surrogate = (
  { ceremony, previousBundle }: State,
  step: string,
  { participant, set, index }: { readonly participant: string; readonly set: string; readonly index: number },
): readonly EventBody[] => {
  const record = previousBundle?.register.shareSets.find((each) => each.set === set);
  const about = { set, index, source: 'sheet' } as const;
  return [
    {
      type: 'exception-raised',
      step,
      about: { kind: 'surrogate', participant, set, index },
      expected: 'The holder brings it.',
      happened: 'The holder is ill.',
      decided: 'The deputy brings it.',
      by: [...leaders, participant],
    },
    {
      type: 'share-presented',
      step,
      participant,
      ...about,
      signed: {
        statement: {
          format: statementFormat('rehearsal'),
          ceremony,
          purpose: 'present',
          participant,
          commitment: record?.shares[index - 1]?.commitment ?? '',
          ...about,
        },
        algorithm: 'ecdsa-sha384',
        signature: base64('signature'),
      },
    },
  ];
};
