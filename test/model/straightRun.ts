import { binomial } from '../../ceremonies/model/binomial.ts';
import {
  genesis,
  listedMax,
  transcriptFormat,
  type CeremonyEvent,
  type EventBody,
  type EventOf,
  type KeyEvidence,
  type ModuleFacts,
  type ScriptEvent,
  type TokenAction,
} from '../../ceremonies/model/event.ts';
import { seat, type GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { announced, expectedEvents, isCollecting } from '../../ceremonies/model/expected.ts';
import { splitOf, type CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import {
  nextVersionOf,
  versionOf,
  type KeyVersion,
  type ShareSetRecord,
} from '../../ceremonies/model/register.ts';
import { reduce } from '../../ceremonies/model/reduce.ts';
import { actOf, type KeyName, type Script, type Step } from '../../ceremonies/model/script.ts';
import {
  currentSet,
  currentStep,
  custodiansOf,
  handedInSetsOf,
  holdsShare,
  isCardOf,
  participantOf,
  presentCustodiansOf,
  presentedSetsOf,
  recipientsOf,
  sameKey,
  shareIndexOf,
  vouchersFor,
  type State,
} from '../../ceremonies/model/state.ts';
import { statementFormat, type Signed, type Statement } from '../../ceremonies/model/statement.ts';
import type { ShareSource, TokenFacts } from '../../ceremonies/model/values.ts';
import { standardScript } from '../../ceremonies/scripts/standard.ts';
import { hashEvent } from '../../ceremonies/transcript/chain.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { fromBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { registerFile } from '../../ceremonies/transcript/bundleFiles.ts';

/**
 * The world outside a ceremony, as its events record it: people's cards, the HSM, the secrets. `paperRoom` invents it;
 * test/verify has one with real keys.
 */
export type Room = {
  readonly certificateOf: (holder: string) => string;
  readonly sealingKeyOf: (custodian: string) => string;
  /** From now on somebody has another card, and what is sealed to them is sealed to that. */
  readonly replaceCard: (holder: string) => Promise<void>;
  readonly sign: (statement: Statement) => Promise<Signed>;
  readonly key: {
    readonly checkValue: string;
    readonly certificate: string | null;
    readonly canary: string;
  };
  /** A fresh recovery key, split: the nth set of the sitting. */
  readonly makeSet: (number: number, ceremony: string) => Promise<SetOfRoom>;
};

export type SetOfRoom = {
  readonly set: string;
  readonly recoveryKeyCommitment: string;
  /** The room's own key under this recovery key; and the others that it knows. */
  readonly wrapped: string;
  readonly othersWrapped?: (key: KeyName) => string | undefined;
  readonly commitments: readonly string[];
  /** Sealed shares by index − 1. */
  readonly sealed: readonly string[];
};

export const parametersFor = (
  threshold: number,
  custodians: number,
  changes: Partial<Omit<GenerateParameters, 'participants'>> & { readonly auditors?: number } = {},
): GenerateParameters => {
  const { auditors = 1, ...rest } = changes;
  const named = (role: 'custodian' | 'auditor', count: number) =>
    Array.from({ length: count }, (_, index) => ({ role, name: `${role} Õie ${index + 1}` }));
  return {
    domain: 'rehearsal',
    embassy: 'Data Embassy of Estonia',
    place: 'Bettembourg, room 1',
    keyLabel: 'land-register',
    algorithm: 'ecp384',
    threshold,
    participants: [
      ...seat([
        { role: 'administrator', name: 'Mari Maasikas' },
        { role: 'witness', name: 'Jaan Tamm' },
        ...named('custodian', custodians),
        ...named('auditor', auditors),
      ]),
    ],
    dice: false,
    sheets: false,
    acceptsNoSpareShare: threshold === custodians,
    ...rest,
  };
};

export const tokenOf = (holder: string): TokenFacts => ({
  label: holder,
  serial: `serial-${holder}`,
  manufacturer: 'Maker',
  model: holder === 'hsm' ? 'HSM 9' : 'Card 3',
  hardwareVersion: '1.0',
  firmwareVersion: '2.6',
  software: false,
});

/** The label is of the seat at one ceremony; the card is the same at the next, whatever seat its owner has there. */
const cardTokenOf = async (label: string, certificate: string): Promise<TokenFacts> => ({
  ...tokenOf(label),
  serial: (await digestOf(certificate)).slice(0, 16),
});

const moduleFacts: ModuleFacts = {
  path: '/usr/lib/module.so',
  sha256: 'ab'.repeat(32),
  manufacturer: 'Maker',
  description: 'Module',
  version: '2.6',
};

const locked: KeyEvidence = { local: true, sensitive: true, extractable: false, neverExtractable: true };
const exportable: KeyEvidence = { ...locked, extractable: true, neverExtractable: false };

/** Numbers, dates and chains bodies: what the journal does. */
export const chain = async (
  bodies: readonly EventBody[],
  startsAt?: string,
): Promise<readonly CeremonyEvent[]> => {
  const events: CeremonyEvent[] = [];
  let previous = genesis;
  const [opening] = bodies;
  const previousBundle = opening?.type === 'ceremony-opened' ? opening.previousBundle : null;
  const from = startOf({ ...(startsAt === undefined ? {} : { startsAt }), previousBundle });
  for (const [seq, body] of bodies.entries()) {
    const event = dated(body, seq, previous, from);
    events.push(event);
    previous = await hashEvent(event);
  }
  return events;
};

/** When the first event of a run happens: when it says so, or on the day after the ceremony that it continues from. */
const startOf = ({ startsAt, previousBundle }: RunOptions): number => {
  if (startsAt !== undefined) return Date.parse(startsAt);
  const before = previousBundle?.made.closedAt;
  return before === undefined ? start : Math.max(start, Date.parse(before) + dayMs);
};
const dayMs = 24 * 60 * 60 * 1000;

/** When the first ceremony of a chain begins. */
export const start = Date.UTC(2026, 5, 1, 8, 0, 0);
const dated = (body: EventBody, seq: number, previous: string, from = start): CeremonyEvent => ({
  ...body,
  seq,
  previous,
  at: new Date(from + seq * 20_000).toISOString(),
});

/** The event as it was handed to the journal. */
export const bodyOf = (event: CeremonyEvent): EventBody => {
  const envelope: readonly string[] = ['seq', 'previous', 'at'];
  const fields = Object.entries(event).filter(([name]) => !envelope.includes(name));
  return Object.fromEntries(fields) as EventBody;
};

export type Run = { readonly events: readonly CeremonyEvent[]; readonly state: State; readonly room: Room };

export type RunOptions = {
  readonly ceremony?: string;
  readonly script?: Script;
  readonly previousBundle?: State['previousBundle'];
  /** What happens between the lines of the script: asked before each of its events. */
  readonly interrupt?: (state: State) => readonly EventBody[];
  /** Custodians in the order in which they come, where they may come in any; everyone, unless it says so. */
  readonly visitors?: readonly string[] | ((state: State) => readonly string[]);
  /** People who lost a card bring nothing that was on it. Everybody else tries. */
  readonly haveLostCards?: boolean;
  /** Custodians who bring their share from elsewhere than their card. */
  readonly sources?: Readonly<Record<string, ShareSource>>;
  /** The last word of each declaration: who does not agree, and why. */
  readonly against?: Readonly<Record<string, string>>;
  /** Custodians who hand in what they have of dead shares; everyone who came, unless it says so. */
  readonly handingIn?: readonly string[];
  /** The HSM's label; of itself, keys are rebuilt into another HSM than they were made on. */
  readonly hsm?: string;
  /** What lies under the versions before, at a rotation that moves it. */
  readonly data?: DataOfRun;
  readonly startsAt?: string;
};

/** An inventory and a folder of backups, by what becomes of them. */
export type DataOfRun = {
  readonly rows: EventOf<'rewrap-proved'>['rows'] | null;
  readonly way: 'inToken' | 'inEngine';
  /** Names of the backups, with the version that they were moved from, or why one was not. */
  readonly backups: Readonly<Record<string, string | number>> | null;
};

export const ceremonyId = '0b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b';

/** Plays a `generate` ceremony. */
export const play = (parameters: GenerateParameters, room: Room, options: RunOptions = {}): Promise<Run> =>
  playPlan({ kind: 'generate', parameters }, room, options);

/** Plays a ceremony to the end of its script, as the conductor would, event by event through the real `reduce`. */
export const playPlan = async (plan: CeremonyPlan, room: Room, options: RunOptions = {}): Promise<Run> => {
  const events: CeremonyEvent[] = [];
  const sets: SetOfRoom[] = [];
  let state: State | null = null;
  let previous = genesis;
  const from = startOf(options);
  const append = async (body: EventBody): Promise<State> => {
    const event = dated(body, events.length, previous, from);
    const next: State = reduce(state, event);
    state = next;
    events.push(event);
    previous = await hashEvent(event);
    return next;
  };

  let now = await append({
    type: 'ceremony-opened',
    format: transcriptFormat,
    ceremony: options.ceremony ?? ceremonyId,
    script: options.script ?? standardScript(plan, options.previousBundle?.register ?? null),
    previousBundle: options.previousBundle ?? null,
  });
  while (now.lifecycle === 'running') {
    for (const body of options.interrupt?.(now) ?? []) now = await append(body);
    const step = currentStep(now);
    const visit =
      step !== null && isCollecting(step) && now.replacing === null ? nextVisit(now, step, options) : null;
    const type = step === null ? undefined : (visit?.type ?? expectedEvents(now, step)[0]);
    if (step === null || type === undefined) break;
    const isAdopted = type === 'card-enrolled' && isHolder(now, visit?.participant ?? step.by[0] ?? '');
    const action = isAdopted ? null : announced(type);
    if (action !== null)
      now = await append({
        type: 'token-action-begun',
        step: step.id,
        action,
        token: null,
        ...found(action),
      });
    if (type === 'recovery-key-made') sets.push(await room.makeSet(now.sets.length + 1, now.ceremony));
    const set = sets.at(-1);
    now = await append(await makers[type]({ state: now, step, room, previous, set, visit, options }));
  }
  return { events, state: now, room };
};

/** As many objects as there are on the tokens of a paper room, where an action says how many it found. */
export const objectsFound: Readonly<Partial<Record<TokenAction, number>>> = {
  'make-working-copy': 0,
  'destroy-key': 3,
  'destroy-card': 5,
};

export const found = (action: TokenAction): { readonly objects?: number } => {
  const objects = objectsFound[action];
  return objects === undefined ? {} : { objects };
};

type Scene = {
  readonly state: State;
  readonly step: Step;
  readonly room: Room;
  readonly previous: string;
  readonly set: SetOfRoom | undefined;
  /** Whose turn it is where people come in any order. */
  readonly visit: Visit | null;
  readonly options: RunOptions;
};

type Visit = {
  readonly type: 'card-enrolled' | 'share-presented' | 'share-destroyed' | 'presentation-closed';
  readonly participant: string;
  readonly set: string;
  readonly index: number;
  readonly medium: 'card-object' | 'sheet';
};
const closing: Visit = {
  type: 'presentation-closed',
  participant: '',
  set: '',
  index: 0,
  medium: 'card-object',
};

/** The next thing that custodians do who come in any order. */
const nextVisit = (state: State, step: Step, options: RunOptions): Visit =>
  step.kind === 'hand-in-shares' ? nextHandIn(state, options) : nextShowing(state, options);

const visitorsOf = (state: State, visitors: RunOptions['visitors']): readonly string[] =>
  typeof visitors === 'function' ? visitors(state) : (visitors ?? custodiansOf(state).map(({ id }) => id));

/** People show their card, then each share that they still have. */
const nextShowing = (state: State, { visitors, haveLostCards = false }: RunOptions): Visit => {
  const coming = visitorsOf(state, visitors);
  for (const participant of coming) {
    if (state.cards[participant] === undefined) return { ...closing, type: 'card-enrolled', participant };
    const person = participantOf(state, participant);
    for (const set of presentedSetsOf(state)) {
      const held = set.shares.find(({ index }) => holdsShare(set, index, person));
      const isShown = state.presentation.shares.some(
        (share) => share.set === set.set && share.index === held?.index,
      );
      if (held === undefined || held.destroyed.length > 0 || isShown) continue;
      if (!haveLostCards || isOn(state, participant, set, held.index))
        return { ...closing, type: 'share-presented', participant, set: set.set, index: held.index };
    }
  }
  return closing;
};

/** People show their card, and hand in what they have of each dead share: on the card, then on paper. */
const nextHandIn = (state: State, { visitors, handingIn }: RunOptions): Visit => {
  const coming = handingIn ?? visitorsOf(state, visitors);
  for (const participant of coming) {
    if (state.cards[participant] === undefined) return { ...closing, type: 'card-enrolled', participant };
    const person = participantOf(state, participant);
    for (const set of handedInSetsOf(state)) {
      const held = set.shares.find(({ index }) => holdsShare(set, index, person));
      if (held === undefined) continue;
      const gone = [
        ...held.destroyed,
        ...state.destroyed.shares.filter((each) => each.set === set.set && each.index === held.index),
      ].map(({ medium }) => medium);
      const media = held.bag === null ? (['card-object'] as const) : (['card-object', 'sheet'] as const);
      const isHere = isOn(state, participant, set, held.index);
      const medium = media
        .filter((each) => each === 'sheet' || isHere)
        .find((each) => !gone.includes(each) && !gone.includes('card'));
      if (medium !== undefined)
        return { type: 'share-destroyed', participant, set: set.set, index: held.index, medium };
    }
  }
  return closing;
};

const isOn = (state: State, participant: string, set: ShareSetRecord, index: number): boolean => {
  const card = state.cards[participant];
  return card !== undefined && isCardOf(set, index, card);
};

/** Whoever holds a share comes with the card that it was sealed to. */
const isHolder = (state: State, id: string): boolean =>
  knownSetsOf(state).some((set) =>
    set.shares.some(({ index }) => holdsShare(set, index, participantOf(state, id))),
  );

/** The share sets by whose cards people are known. */
const knownSetsOf = (state: State): readonly ShareSetRecord[] => {
  switch (state.script.kind) {
    case 'rotate':
    case 'reshare':
    case 'destroy':
      return state.previousBundle?.register.shareSets ?? [];
    case 'generate':
    case 'reconstitute':
    case 'check':
      return presentedSetsOf(state);
  }
};

type Maker = (scene: Scene) => EventBody | Promise<EventBody>;

/** Keys are rebuilt into another HSM than they were made on. */
const hsmOf = ({ state, options }: Scene): string =>
  options.hsm ?? (state.script.kind === 'reconstitute' ? 'new hsm' : 'hsm');
const everyone = ({ step }: Scene) => ({ step: step.id, by: [...step.by] });
const one = ({ step, state, visit }: Scene) => {
  if (visit !== null) return { step: step.id, participant: visit.participant };
  const participant = step.kind === 'complete-act' ? step.by[state.progress - 1] : step.by[0];
  return { step: step.id, participant: participant ?? '' };
};
const keyOf = ({ step }: Scene): KeyName => {
  if (step.key === undefined) throw new Error('a step without a key');
  return { ...step.key };
};
const versionBefore = (scene: Scene): KeyVersion => {
  const register = scene.state.previousBundle?.register;
  const version = register === undefined ? undefined : versionOf(register, keyOf(scene));
  if (version === undefined) throw new Error('no such key before');
  return version;
};
/** The check value of a key that this ceremony made or restored. */
const checkValueOf = (scene: Scene): string =>
  scene.state.keys.find((key) => sameKey(key, keyOf(scene)))?.checkValue ?? '';

/** What was read, or ten data keys of the version before that the token moves. */
const dataOf = ({ state, options }: Scene): DataOfRun => {
  if (options.data !== undefined) return options.data;
  const label = state.script.kind === 'rotate' ? state.script.parameters.keyLabel : '';
  const register = state.previousBundle?.register;
  const version = register === undefined ? 1 : nextVersionOf(register, label) - 1;
  return {
    rows: [{ dataSet: 'parcels', version, moved: 10, notMoved: 0 }],
    way: 'inToken',
    backups: null,
  };
};
const total = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);
const setOf = ({ set }: Scene): SetOfRoom => {
  if (set === undefined) throw new Error('no set yet');
  return set;
};

const signed = (
  { state, room }: Scene,
  participant: string,
  about: Readonly<Record<string, unknown>>,
): Promise<Signed> =>
  room.sign({
    format: statementFormat(state.script.parameters.domain),
    ceremony: state.ceremony,
    participant,
    ...about,
  } as Statement);

const digestOf = (base64: string): Promise<string> => sha256Hex(fromBase64(base64));

const makers: Readonly<Record<ScriptEvent['type'], Maker>> = {
  'software-confirmed': (scene) => ({
    type: 'software-confirmed',
    ...everyone(scene),
    software: {
      version: '1.0.0',
      appHash: 'cd'.repeat(32),
      verifierSha256: 'ce'.repeat(32),
      electron: '45.4.1',
      node: '24.0.0',
      runtime: 'official',
      platform: 'linux x64',
    },
  }),
  'air-gap-checked': (scene) => ({ type: 'air-gap-checked', ...everyone(scene), findings: [] }),
  'hsm-identified': (scene) => ({
    type: 'hsm-identified',
    ...everyone(scene),
    module: moduleFacts,
    token: tokenOf(hsmOf(scene)),
    mechanisms: ['CKM_ECDSA'],
  }),
  'clock-compared': (scene) => ({
    type: 'clock-compared',
    ...everyone(scene),
    hostClock: '2026-06-01T08:02:00.000Z',
    readings: scene.step.by.map((by) => ({ by, wallClock: '2026-06-01T11:02:01+03:00' })),
  }),
  'bags-recorded': (scene) => ({
    type: 'bags-recorded',
    ...everyone(scene),
    direction: scene.step.kind === 'record-bags-in' ? 'in' : 'out',
    bags:
      scene.step.kind === 'record-bags-in'
        ? [{ number: 'A-0001', holds: 'HSM', custodian: null }]
        : presentCustodiansOf(scene.state).map(({ id }, index) => ({
            number: `B-${index + 1}`,
            holds: 'card',
            custodian: id,
          })),
  }),
  'card-enrolled': async (scene) => {
    const { step, participant } = one(scene);
    const certificate = scene.room.certificateOf(participant);
    const isAdopted = isHolder(scene.state, participant);
    const getsShare = recipientsOf(scene.state).includes(participant);
    const sealingKey = isAdopted || getsShare ? scene.room.sealingKeyOf(participant) : null;
    return {
      type: 'card-enrolled',
      step,
      participant,
      origin: isAdopted ? 'adopted' : 'initialised',
      token: await cardTokenOf(participant, certificate),
      module: moduleFacts,
      certificate,
      sealingKey,
      signed: await signed(scene, participant, {
        purpose: 'enrol',
        name: participantOf(scene.state, participant)?.name,
        certificateSha256: await digestOf(certificate),
        sealingKeySha256: sealingKey === null ? null : await digestOf(sealingKey),
      }),
    };
  },
  'card-replaced': async (scene) => {
    const { step, state, room } = scene;
    const participant = state.replacing?.participant ?? '';
    await room.replaceCard(participant);
    const certificate = room.certificateOf(participant);
    const sealingKey = recipientsOf(state).includes(participant) ? room.sealingKeyOf(participant) : null;
    return {
      type: 'card-replaced',
      step: step.id,
      participant,
      origin: 'initialised',
      token: await cardTokenOf(`${participant} ${state.replaced.length + 2}`, certificate),
      module: moduleFacts,
      certificate,
      sealingKey,
      signed: await signed(scene, participant, {
        purpose: 'enrol',
        name: participantOf(state, participant)?.name,
        certificateSha256: await digestOf(certificate),
        sealingKeySha256: sealingKey === null ? null : await digestOf(sealingKey),
      }),
    };
  },
  'card-vouched': async (scene) => {
    const { step, state } = scene;
    const holder = state.replacing?.participant ?? '';
    const next = vouchersFor(state, holder).find(
      ({ id }) => state.replacing?.vouchedBy.includes(id) === false,
    );
    const participant = next?.id ?? '';
    return {
      type: 'card-vouched',
      step: step.id,
      participant,
      signed: await signed(scene, participant, {
        purpose: 'vouch',
        holder,
        name: participantOf(state, holder)?.name,
        certificateSha256: state.replacing?.card?.certificateSha256,
      }),
    };
  },
  'ceremony-key-ready': (scene) => ({
    type: 'ceremony-key-ready',
    ...everyone(scene),
    origin: 'generated',
    token: tokenOf(hsmOf(scene)),
    certificate: scene.room.certificateOf('hsm'),
    evidence: locked,
  }),
  'embassy-key-generated': (scene) => ({
    type: 'embassy-key-generated',
    ...everyone(scene),
    ...keyOf(scene),
    algorithm:
      scene.state.script.kind === 'generate' || scene.state.script.kind === 'rotate'
        ? scene.state.script.parameters.algorithm
        : 'ecp384',
    token: tokenOf(hsmOf(scene)),
    checkValue: scene.room.key.checkValue,
    certificate: scene.room.key.certificate,
    evidence: exportable,
  }),
  'canary-sealed': (scene) => ({
    type: 'canary-sealed',
    ...everyone(scene),
    ...keyOf(scene),
    canary: scene.room.key.canary,
  }),
  'recovery-key-made': (scene) => ({
    type: 'recovery-key-made',
    ...everyone(scene),
    set: setOf(scene).set,
    mixed: { hsmBytes: 64, osBytes: 64, diceRolls: splitOf(scene.state.script)?.dice === true ? 60 : 0 },
    commitment: setOf(scene).recoveryKeyCommitment,
  }),
  'key-wrapped': (scene) => ({
    type: 'key-wrapped',
    ...everyone(scene),
    set: setOf(scene).set,
    ...keyOf(scene),
    mechanism: 'aes-kwp',
    wrapped: setOf(scene).othersWrapped?.(keyOf(scene)) ?? setOf(scene).wrapped,
  }),
  'working-copy-made': (scene) => ({
    type: 'working-copy-made',
    ...everyone(scene),
    ...keyOf(scene),
    checkValue: checkValueOf(scene),
    evidence: { ...locked, local: false, neverExtractable: false },
  }),
  'share-set-committed': (scene) => ({
    type: 'share-set-committed',
    ...everyone(scene),
    set: setOf(scene).set,
    threshold: splitOf(scene.state.script)?.threshold ?? 0,
    commitments: [...setOf(scene).commitments],
  }),
  'share-stored': (scene) => {
    const { step, participant } = one(scene);
    const index = shareIndexOf(scene.state, participant);
    return {
      type: 'share-stored',
      step,
      participant,
      set: setOf(scene).set,
      index,
      token: scene.state.cards[participant]?.token ?? tokenOf(participant),
      sealed: setOf(scene).sealed[index - 1] ?? '',
      readBackFrom: 'card-object',
    };
  },
  'share-receipted': async (scene) => {
    const { step, participant } = one(scene);
    const index = shareIndexOf(scene.state, participant);
    const { set, commitments, sealed } = setOf(scene);
    return {
      type: 'share-receipted',
      step,
      participant,
      set,
      index,
      signed: await signed(scene, participant, {
        purpose: 'receipt',
        set,
        index,
        commitment: commitments[index - 1],
        sealedSha256: await digestOf(sealed[index - 1] ?? ''),
      }),
    };
  },
  'quorums-proved': (scene) => {
    const threshold = splitOf(scene.state.script)?.threshold ?? 0;
    const count = recipientsOf(scene.state).length;
    return {
      type: 'quorums-proved',
      ...everyone(scene),
      set: setOf(scene).set,
      recombinations: count - threshold + 1,
      quorums: binomial(count, threshold).toString(),
    };
  },
  'recovery-key-wiped': (scene) => ({
    type: 'recovery-key-wiped',
    ...everyone(scene),
    set: currentSet(scene.state)?.set ?? '',
  }),
  'original-destroyed': (scene) => ({
    type: 'original-destroyed',
    ...everyone(scene),
    ...keyOf(scene),
    token: tokenOf(hsmOf(scene)),
    gone: true,
  }),
  'bundle-confirmed': (scene) => ({
    type: 'bundle-confirmed',
    ...everyone(scene),
    sha256: scene.state.previousBundle?.sha256 ?? '',
  }),
  'sheet-printed': (scene) => {
    const { step, participant } = one(scene);
    const index = shareIndexOf(scene.state, participant);
    const { set } = setOf(scene);
    return { type: 'sheet-printed', step, participant, set, index, printer: 'Printer', bag: `P-${index}` };
  },
  'share-presented': async (scene) => {
    const { step, participant } = one(scene);
    const { set, index } = scene.visit ?? { set: '', index: 0 };
    const record = presentedSetsOf(scene.state).find((each) => each.set === set);
    const commitment = record?.shares[index - 1]?.commitment;
    const source = scene.options.sources?.[participant] ?? 'card-object';
    const about = { purpose: 'present', set, index, commitment, source };
    return {
      type: 'share-presented',
      step,
      participant,
      set,
      index,
      source,
      signed: await signed(scene, participant, about),
    };
  },
  'presentation-closed': (scene) => ({ type: 'presentation-closed', ...everyone(scene) }),
  'recovery-key-rebuilt': (scene) => {
    const { rebuilt, shares } = scene.state.presentation;
    const next = presentedSetsOf(scene.state)[rebuilt.length];
    return {
      type: 'recovery-key-rebuilt',
      ...everyone(scene),
      set: next?.set ?? '',
      indices: shares
        .filter((share) => share.set === next?.set)
        .slice(0, next?.threshold)
        .map(({ index }) => index),
      commitment: next?.recoveryKeyCommitment ?? '',
    };
  },
  'key-restored': (scene) => ({
    type: 'key-restored',
    ...everyone(scene),
    ...keyOf(scene),
    set: versionBefore(scene).set,
    token: tokenOf(hsmOf(scene)),
    checkValue: versionBefore(scene).checkValue,
    evidence: {
      ...(splitOf(scene.state.script) === null ? locked : exportable),
      local: false,
      neverExtractable: false,
    },
    canary: 'opened',
  }),
  'rebuilt-key-wiped': (scene) => ({
    type: 'rebuilt-key-wiped',
    ...everyone(scene),
    set: presentedSetsOf(scene.state)[scene.state.presentation.wiped.length]?.set ?? '',
  }),
  'inventory-read': async (scene) => {
    const { rows, backups } = dataOf(scene);
    const lines = total((rows ?? []).map(({ moved, notMoved }) => moved + notMoved));
    const files = Object.keys(backups ?? {}).length;
    return {
      type: 'inventory-read',
      ...everyone(scene),
      inventory: rows === null ? null : { sha256: await hashOf('inventory'), sizeBytes: lines * 300, lines },
      backups: backups === null ? null : { folder: 'backups', files, sizeBytes: files * 1000 },
    };
  },
  'data-rewrapped': async (scene) => {
    const { rows, way, backups } = dataOf(scene);
    const moved = total((rows ?? []).map((row) => row.moved));
    const notMoved = total((rows ?? []).map((row) => row.notMoved));
    const codes = Object.entries(backups ?? {});
    return {
      type: 'data-rewrapped',
      ...everyone(scene),
      ...keyOf(scene),
      dataKeys:
        rows === null
          ? null
          : {
              inToken: way === 'inToken' ? moved : 0,
              inEngine: way === 'inEngine' ? moved : 0,
              notMoved,
              sha256: await hashOf('new inventory'),
              notMovedSha256: await hashOf('not moved'),
              listed: rows
                .flatMap(({ dataSet, notMoved: count }) => Array.from({ length: count }, () => dataSet))
                .slice(0, listedMax)
                .map((dataSet, index) => ({
                  line: index + 1,
                  dataSet,
                  id: `id ${index + 1}`,
                  code: 'inventory-altered',
                })),
            },
      backups:
        backups === null
          ? null
          : {
              moved: await Promise.all(
                codes
                  .flatMap(([name, from]) => (typeof from === 'number' ? [{ name, from }] : []))
                  .map(async ({ name, from }) => ({
                    name,
                    from,
                    oldSha256: await hashOf(`old ${name}`),
                    newSha256: await hashOf(`new ${name}`),
                    contentSha256: await hashOf(`content ${name}`),
                  })),
              ),
              notMoved: codes.flatMap(([name, code]) => (typeof code === 'number' ? [] : [{ name, code }])),
            },
    };
  },
  'rewrap-proved': (scene) => ({
    type: 'rewrap-proved',
    ...everyone(scene),
    rows: [...(dataOf(scene).rows ?? [])],
  }),
  'share-destroyed': async (scene) => {
    const { step, participant } = one(scene);
    const { set, index, medium } = scene.visit ?? closing;
    const record = handedInSetsOf(scene.state).find((each) => each.set === set);
    const commitment = record?.shares[index - 1]?.commitment;
    const about = { purpose: 'hand-in', set, index, commitment, medium };
    return {
      type: 'share-destroyed',
      step,
      participant,
      set,
      index,
      medium,
      signed: await signed(scene, participant, about),
    };
  },
  'data-given-up': async (scene) => {
    const { step, participant } = one(scene);
    const { script } = scene.state;
    const target = script.kind === 'destroy' ? script.parameters.target : null;
    const givenUp = target?.kind === 'key' ? target.givenUp : undefined;
    const about = { purpose: 'give-up', ...keyOf(scene), ...givenUp };
    return { type: 'data-given-up', step, participant, signed: await signed(scene, participant, about) };
  },
  'destruction-confirmed': async (scene) => {
    const { step, participant } = one(scene);
    const about = { purpose: 'destroy', ...keyOf(scene), checkValue: versionBefore(scene).checkValue };
    return {
      type: 'destruction-confirmed',
      step,
      participant,
      signed: await signed(scene, participant, about),
    };
  },
  'key-destroyed': (scene) => ({
    type: 'key-destroyed',
    ...everyone(scene),
    ...keyOf(scene),
    token: tokenOf(hsmOf(scene)),
    objects: objectsFound['destroy-key'] ?? 0,
    gone: true,
    use: 'refused',
  }),
  'card-destroyed': (scene) => {
    const { script } = scene.state;
    const target = script.kind === 'destroy' ? script.parameters.target : null;
    return {
      type: 'card-destroyed',
      ...everyone(scene),
      certificateSha256: target?.kind === 'card' ? target.certificateSha256 : '',
      way: 'erased',
      objects: objectsFound['destroy-card'] ?? 0,
    };
  },
  'act-completed': ({ step, state }) => ({
    type: 'act-completed',
    step: step.id,
    act: actOf(state.script, step.id)?.id ?? 'opening',
  }),
  'act-signed': async (scene) => {
    const { step, participant } = one(scene);
    const act = actOf(scene.state.script, step)?.id ?? 'opening';
    const head = scene.state.acts[act]?.head ?? scene.previous;
    return {
      type: 'act-signed',
      step,
      act,
      participant,
      signed: await signed(scene, participant, { purpose: 'act', act, head }),
    };
  },
  declared: async (scene) => {
    const { step, participant } = one(scene);
    const remark = scene.options.against?.[participant] ?? '';
    const agrees = remark === '';
    const about = { purpose: 'declare', agrees, remark, head: scene.previous };
    return {
      type: 'declared',
      step,
      participant,
      agrees,
      remark,
      signed: await signed(scene, participant, about),
    };
  },
  'transcript-closed': async (scene) => ({
    type: 'transcript-closed',
    ...everyone(scene),
    registerSha256: await sha256Hex(registerFile(registerOf(scene.state))),
  }),
};

const base64Of = (text: string): string => btoa(String.fromCharCode(...toUtf8(text)));
const hashOf = (text: string): Promise<string> => sha256Hex(toUtf8(text));

/** The nth share set's id. */
export const setIdOf = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Cards of paper: the first of each holder as it is called, and others that replace it. */
export const paperCards = (
  nameOf: (holder: string) => string,
): Pick<Room, 'certificateOf' | 'sealingKeyOf' | 'replaceCard'> => {
  const others = new Map<string, string>();
  const cardOf = (holder: string): string => `${nameOf(holder)}${others.get(holder) ?? ''}`;
  return {
    certificateOf: (holder) => base64Of(`certificate of ${cardOf(holder)}`),
    sealingKeyOf: (holder) => base64Of(`sealing key of ${cardOf(holder)}`),
    replaceCard: (holder) => {
      others.set(holder, `${others.get(holder) ?? ''}, another`);
      return Promise.resolve();
    },
  };
};

/** A room where everything is made up: enough for `reduce`, which looks at order, people, cards and counts. */
export const paperRoom = (parameters: GenerateParameters): Room => ({
  ...paperCards((holder) => holder),
  sign: (statement) =>
    Promise.resolve({ statement, algorithm: 'ecdsa-sha384', signature: base64Of('signature') }),
  key: {
    checkValue: parameters.algorithm === 'aes256' ? '0123456789' : 'ef'.repeat(32),
    certificate: parameters.algorithm === 'aes256' ? null : base64Of('certificate of the key'),
    canary: base64Of('canary'),
  },
  makeSet: async (number) => {
    const indices = parameters.participants
      .filter(({ role }) => role === 'custodian')
      .map((_, index) => index + 1);
    return {
      set: setIdOf(number),
      recoveryKeyCommitment: await hashOf(`recovery key ${number}`),
      wrapped: base64Of('wrapped'),
      commitments: await Promise.all(indices.map((index) => hashOf(`share ${number} ${index}`))),
      sealed: indices.map((index) => base64Of(`sealed ${number} ${index}`)),
    };
  },
});
