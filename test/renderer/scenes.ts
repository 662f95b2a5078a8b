import { bad, good, type Problem, type Result } from '../../ceremonies/model/error.ts';
import type { Duty } from '../../ceremonies/model/duties.ts';
import type { PreviousBundle, Remembered } from '../../ceremonies/model/event.ts';
import { seat, type DestroyTarget } from '../../ceremonies/model/parameters.ts';
import { dataListsOf, dataUnder } from '../../ceremonies/model/register.ts';
import type { PresentableCard, Question, QuestionBody } from '../../ceremonies/model/question.ts';
import type { StepKind } from '../../ceremonies/model/script.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { currentStep, custodiansOf, presentedSetsOf } from '../../ceremonies/model/state.ts';
import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import type { Comparison } from '../../ceremonies/verify/comparison.ts';
import type { Claim, Verdict } from '../../ceremonies/verify/verdict.ts';
import type { RoomDescription } from '../../electron/contract.ts';
import type { Continuing, Inspected, Page, View } from '../../renderer/store.ts';
import {
  advance,
  append,
  begun,
  cardOf,
  closed,
  hsm,
  opened,
  parameters,
  playedTo,
  previousFrom,
  signedAndExported,
  snapshotOf,
  software,
  visited,
  type Tape,
} from './fixture.ts';

import { lostCard } from '../model/interrupts.ts';

/**
 * Every screen of the program by name, as the program would push it: for tests, and for people who look at pictures.
 */
export type Scene = {
  readonly name: string;
  /** What the window has been told. */
  readonly view: Partial<View>;
  /** What a bundle that is chosen here turns out to be. */
  readonly verdict?: Verdict;
  /** What a folder of bundles that is chosen here turns out to be. */
  readonly chain?: ChainVerdict;
  /** What two bundles that are chosen to be compared turn out to be. */
  readonly comparison?: Comparison;
  /** The name of a dialog that is open, by the words of the button that opens it, as a key of the catalogue. */
  readonly press?: readonly string[];
};

const setId = '5f0c8f0a-51c5-4b6e-9a51-9f6c5b1f0a77';
const rehearsalPins = { pins: { hsm: '123456', transport: '000000' } };

export const room: RoomDescription = {
  software,
  modes: { rehearsal: rehearsalPins, production: { code: 'runtime-unofficial', details: {} } },
  tokens: [hsm],
  unfinished: [],
};

const leaders = ['administrator', 'witness'] as const;
const none = null;

const ask = (
  tape: Tape,
  body: QuestionBody,
  problem: Problem | null = none,
  rest: Partial<Snapshot> = {},
): Partial<View> => {
  const question: Question = { id: 7, step: currentStep(tape.state)?.id ?? '', problem, ...body };
  return { room, snapshot: snapshotOf(tape, { question, ...rest }) };
};

const work = (kind: StepKind, done: number, total: number): Partial<View> => ({
  room,
  snapshot: snapshotOf(playedTo(kind), {
    work: { step: kind, done, total, unit: 'steps', elapsedMs: 4000, pausable: false },
  }),
});

const pin = (
  participant: string,
  purpose: 'sign-act' | 'store-share' | 'sign-bundle' | 'give-up-data' | 'confirm-destruction' | 'vouch',
) =>
  ({
    kind: 'card-pin',
    participant,
    purpose,
    card: cardOf(participant),
    present: true,
    tries: 'all',
  }) as const;

const actSigned = (): Tape => advance(advance(playedTo('complete-act')));

/** All that is wanted of the HSM is its last signature, and it is not there. */
const hsmAbsent = (): Partial<View> =>
  ask(
    playedTo('close-transcript'),
    { kind: 'try-again' },
    { code: 'token-absent', details: { label: hsm.label } },
  );

/** The witness's card signs no more. */
const cardLocked = (): Partial<View> =>
  ask(
    playedTo('declare', 'witness'),
    { kind: 'declare', participant: 'witness', card: cardOf('witness'), present: true, tries: 'none' },
    { code: 'pin-locked', details: { label: cardOf('witness').label } },
  );

/** Somebody's card is lost: another is wanted, or there is one, and people vouch for it. */
const lostCardTo = (moment: 'replace' | 'vouch', at = playedTo('declare', 'witness')): Tape => {
  const step = currentStep(at.state);
  const lost = append(at, lostCard(step?.id ?? '', step?.by[0] ?? ''));
  return moment === 'replace' ? lost : advance(advance(advance(lost)));
};

/** Of a custodian who is to receive a share. */
const shareLocked = (): Partial<View> =>
  ask(
    playedTo('store-share', 'custodian-2'),
    { ...pin('custodian-2', 'store-share'), tries: 'none' },
    { code: 'pin-locked', details: {} },
  );

const paused = (): Tape => {
  const tape = playedTo('store-share');
  return append(tape, { type: 'paused', step: currentStep(tape.state)?.id ?? '', by: [...leaders] });
};

const announced = (tape: Tape): Tape =>
  append(tape, {
    type: 'token-action-begun',
    step: currentStep(tape.state)?.id ?? '',
    action: 'abandon-keys',
    token: hsm,
  });

const givenUp = (tape: Tape, keys: 'none' | 'destroyed'): Tape =>
  append(keys === 'none' ? tape : announced(tape), {
    type: 'ceremony-abandoned',
    step: currentStep(tape.state)?.id ?? '',
    by: [...leaders],
    reason: 'The building is being evacuated.',
    keys,
  });

const abandoned = (): Tape => givenUp(playedTo('store-share'), 'destroyed');

/** The bundle of the ceremony before, and two that continue from it. */
export const previous = previousFrom(closed());
const [brought] = previous.register.shareSets;
/** What this machine saw at a ceremony that was given up. */
const occasion = { ceremony: 'd1b2a3c4-0000-4000-8000-00000000beef', at: '2026-03-12T10:15:00.000Z' };
const remembered: readonly Remembered[] = [
  { kind: 'share-seen', ...occasion, set: brought?.set ?? '', index: 2, name: 'Helena Aas' },
  {
    kind: 'key-compromised',
    ...occasion,
    label: parameters.keyLabel,
    version: 1,
    reason: 'A copy of the HSM was offered for sale.',
  },
  {
    kind: 'hsm-lost',
    ...occasion,
    label: hsm.label,
    serial: hsm.serial,
    reason: 'It fell, and was not seen by any reader afterwards.',
  },
];
/** What lies beside a bundle and cannot be read. */
const unread = ['2027-01-11-land-register-check.asice', 'copy of 2026.asice', 'Untitled.asice'];
const guests = (surrogates: readonly string[] = []) => [
  ...seat([
    { role: 'administrator', name: 'Maarja Lepik' },
    { role: 'witness', name: 'Andres Kivi' },
    ...(brought?.shares ?? []).map(({ holder }) => ({
      role: 'custodian' as const,
      name: holder?.name ?? '',
    })),
    ...surrogates.map((name) => ({ role: 'custodian' as const, name })),
  ]),
];
const sitting = {
  domain: parameters.domain,
  embassy: parameters.embassy,
  place: 'Tallinn',
  sets: [brought?.set ?? ''],
};

/** With a fresh share set where there are recipients. */
export const rebuilding = (recipients: readonly string[] = []): Tape =>
  begun(
    {
      kind: 'reconstitute',
      parameters: {
        ...sitting,
        participants: guests(['Helena Aas']),
        fresh:
          recipients.length === 0
            ? null
            : {
                threshold: 2,
                dice: false,
                sheets: true,
                acceptsNoSpareShare: true,
                recipients: [...recipients],
              },
      },
    },
    previous,
  );
export const checking = (): Tape =>
  begun({ kind: 'check', parameters: { ...sitting, participants: guests() } }, previous);

export const collecting = (...came: readonly string[]): Tape =>
  came.reduce(visited, playedTo('collect-shares', undefined, rebuilding()));
const showing = (...came: readonly string[]): Tape =>
  came.reduce(visited, playedTo('show-shares', undefined, checking()));

const blank = {
  token: { ...cardOf('blank'), label: 'Fresh card 04' },
  holds: 'blank',
  owner: null,
  tries: 'all',
} as const;
const ownCard = (owner: string) =>
  ({ token: cardOf(owner), holds: 'personal', owner, tries: 'all' }) as const;

/** What the conductor asks while custodians come. */
export const presenting = (
  { state }: Tape,
  purpose: 'collect' | 'show' | 'hand-in',
  cards: readonly PresentableCard[],
): QuestionBody => ({
  kind: 'present-share',
  purpose,
  sets: presentedSetsOf(state).map(({ set, threshold, count }) => ({
    set,
    threshold,
    count,
    keyLabels: [parameters.keyLabel],
    presented: state.presentation.shares.map(({ index }) => index),
  })),
  people: custodiansOf(state).map((person) => ({
    participant: person.id,
    enrolled: state.cards[person.id] !== undefined,
    state: state.presentation.shares.some(({ participant }) => participant === person.id)
      ? 'presented'
      : (brought?.shares.some(({ holder }) => holder?.name === person.name) ?? false)
        ? 'awaited'
        : 'holds-none',
  })),
  cards,
});

const visiting = (
  tape: Tape,
  cards: readonly PresentableCard[],
  problem: Problem | null = null,
): Partial<View> =>
  ask(
    tape,
    presenting(tape, currentStep(tape.state)?.kind === 'show-shares' ? 'show' : 'collect', cards),
    problem,
  );

const ended = (from: Tape, name: string, dataPlaces: Snapshot['dataPlaces'] = null): Partial<View> => {
  const tape = signedAndExported(from);
  const sha256 = tape.state.bundle.exported?.sha256 ?? '';
  return {
    room,
    snapshot: snapshotOf(tape, { exported: { path: `/media/ceremony/${name}`, sha256 }, dataPlaces }),
  };
};

/** Somebody does not come: the two who lead close the showing. */
const closedWith = (tape: Tape): Tape =>
  append(tape, {
    type: 'presentation-closed',
    step: currentStep(tape.state)?.id ?? '',
    by: ['administrator', 'witness'],
  });

const inspected = (kind: 'reconstitute' | 'check', found: Result<PreviousBundle>): Page => ({
  name: 'set-up',
  kind,
  bundle: { file: '/media/archive/2026-11-22-land-register-generate.asice', found },
});

const splitting = { threshold: 2, dice: false, sheets: true, acceptsNoSpareShare: false };

/** The next version of the key, for the custodians of the first. */
export const rotating = (from: PreviousBundle = previous): Tape =>
  begun(
    {
      kind: 'rotate',
      parameters: {
        domain: parameters.domain,
        embassy: parameters.embassy,
        place: 'Tallinn',
        participants: guests(),
        ...splitting,
        keyLabel: parameters.keyLabel,
        algorithm: 'ecp384',
        rewrap: true,
      },
    },
    from,
  );
export const afterRotating = previousFrom(closed(rotating()));

/** One custodian hands over to somebody new. */
const resharing = (): Tape => {
  const live = afterRotating.register.shareSets.findLast(({ state }) => state === 'live');
  return begun(
    {
      kind: 'reshare',
      parameters: {
        ...sitting,
        sets: [live?.set ?? ''],
        participants: guests(['Helena Aas', 'Mart Oja']),
        fresh: { ...splitting, recipients: ['custodian-1', 'custodian-2', 'custodian-4', 'custodian-5'] },
      },
    },
    afterRotating,
  );
};
/** Only one of the old shares is handed in. */
const handedInByOne = (): Tape =>
  closedWith(visited(playedTo('hand-in-shares', undefined, resharing()), 'custodian-1'));
export const afterResharing = previousFrom(closed(handedInByOne()));

const destroying = (target: DestroyTarget, from: PreviousBundle): Tape =>
  begun(
    {
      kind: 'destroy',
      parameters: {
        domain: parameters.domain,
        embassy: parameters.embassy,
        place: 'Tallinn',
        participants: target.kind === 'set' ? guests() : guests().slice(0, 2),
        target,
      },
    },
    from,
  );
const firstVersion: DestroyTarget = { kind: 'key', label: parameters.keyLabel, version: 1 };
/** What still lies under it is given up. */
const givingUp: DestroyTarget = {
  ...firstVersion,
  givenUp: {
    reason: 'Damaged when the register moved house; the land register holds the same data anew.',
    dataSets: dataListsOf(dataUnder(afterRotating.register, { label: parameters.keyLabel, version: 1 })),
  },
};
/** Nothing lies under the first version, so that it may go. */
const withoutData = (from: PreviousBundle): PreviousBundle => ({
  ...from,
  register: { ...from.register, dataSets: [] },
});
const withOneVersion: PreviousBundle = {
  ...afterRotating,
  register: {
    ...afterRotating.register,
    keys: afterRotating.register.keys.map((key) => ({ ...key, versions: key.versions.slice(1) })),
  },
};
const voidSet = afterResharing.register.shareSets.find(({ state }) => state === 'void')?.set ?? '';
const firstCard = brought?.shares[0]?.holder?.certificateSha256 ?? '';

const compromisedIn = (tape: Tape): Tape =>
  append(tape, {
    type: 'key-compromised',
    step: currentStep(tape.state)?.id ?? '',
    by: [...leaders],
    label: parameters.keyLabel,
    version: 1,
    reason: 'A copy of the HSM’s backup was found outside the data centre.',
  });

/** As if all this had been two and a half years ago. */
const aged = (from: PreviousBundle): PreviousBundle =>
  JSON.parse(JSON.stringify(from).replaceAll('2026-11-22', '2024-05-14')) as PreviousBundle;
const neglected = aged(
  previousFrom(closed(compromisedIn(playedTo('compare-clock', undefined, rotating(afterRotating))))),
);

/** Somebody had another card in place of this one, on which the share was. */
const straysFrom = '5'.repeat(64);
const astray: PreviousBundle = {
  ...previous,
  register: {
    ...previous.register,
    shareSets: previous.register.shareSets.map((set) => ({
      ...set,
      shares: set.shares.map((share) =>
        share.index === 2 && share.holder !== null
          ? {
              ...share,
              lostCards: [
                {
                  name: share.holder.name,
                  card: { ...share.holder.card, serial: '8f3b61d2a90c' },
                  certificateSha256: straysFrom,
                  at: '2026-11-22T09:14:00.000Z',
                  ceremony: set.ceremony,
                  ended: null,
                },
              ],
            }
          : share,
      ),
    })),
  },
};

const file = '/media/archive/2026-11-22-land-register-reshare.asice';
const bundleOpened = (found: PreviousBundle, of: string = file): Inspected => ({
  file: of,
  found: good(found),
});
const preparing = (kind: Continuing, found: PreviousBundle, duty?: Duty): Partial<View> => ({
  room,
  last: bundleOpened(found),
  page: { name: 'set-up', kind, bundle: bundleOpened(found), ...(duty === undefined ? {} : { duty }) },
});
const rewrapping = (paused = false): Partial<View> => {
  const at = playedTo('rewrap', undefined, rotating());
  const tape = paused
    ? append(at, { type: 'paused', step: currentStep(at.state)?.id ?? '', by: [...leaders] })
    : at;
  return {
    room,
    snapshot: snapshotOf(tape, {
      work: {
        step: 'rewrap',
        done: 12_400,
        total: 100_000,
        unit: 'data-keys',
        elapsedMs: 40_000,
        pausable: true,
      },
    }),
  };
};

/** An embassy with several keys under two recovery keys, of which one was made anew. */
export const larger: PreviousBundle = {
  ...previous,
  doubts: ['certificates-fit'],
  register: {
    ...previous.register,
    keys: ['land-register', 'population-register', 'business-register', 'health-records', 'court-files'].map(
      (label, index) => ({
        label,
        versions: (previous.register.keys[0]?.versions ?? []).map((version) => ({
          ...version,
          algorithm: index === 4 ? ('aes256' as const) : version.algorithm,
          set: index < 3 ? version.set : setId,
        })),
      }),
    ),
    shareSets: previous.register.shareSets.flatMap((set) => [
      set,
      {
        ...set,
        set: setId,
        threshold: 3,
        count: 5,
        shares: [...set.shares, ...set.shares.slice(0, 2)].map((share, index) => ({
          ...share,
          index: index + 1,
          holder:
            share.holder === null || index < 2
              ? share.holder
              : { ...share.holder, name: `Võtmehoidja Pikanimelisson-${index}` },
        })),
      },
    ]),
  },
};

const bundle = {
  sha256: '5d1f0b7ae8c24963a1fe07d2b84c6e9035fa71d8c6b29e40f3a85b1c7d60e2f4',
  sizeBytes: 48_213,
};

const everyEvent = Array.from({ length: 57 }, (_, seq) => seq);
const claimRows: readonly (readonly [id: string, status: Claim['status'], events: readonly number[]])[] = [
  ['container-strict', 'proved', []],
  ['manifests-cover-files', 'proved', []],
  ['time-stamped', 'not-shown', []],
  ['chain-unbroken', 'proved', everyEvent],
  ['script-followed', 'proved', everyEvent],
  ['signatures-complete', 'proved', []],
  ['signers-known', 'not-shown', []],
  ['acts-countersigned', 'proved', [12, 13, 22, 23, 28, 29, 43, 44]],
  ['receipts-signed', 'proved', [36, 38, 40]],
  ['shares-sealed', 'proved', [35, 37, 39]],
  ['nobody-holds-quorum', 'proved', []],
  ['made-on-hsm', 'attested', [26]],
  ['quorums-proved', 'attested', [41]],
  ['recovery-key-wiped', 'attested', [42]],
  ['everyone-agrees', 'attested', [46, 47, 48, 49, 50, 51]],
];
const claims: readonly Claim[] = claimRows.map(([id, status, events]) => ({
  id,
  status,
  details: {},
  events,
  problem: null,
  requirements: [],
}));

const summary = {
  previousBundle: 'b27e90c4fd1a5386e07c4b9d12f8a6350e91c7d4a2b86f3059ed41c8076ba3f5',
  ceremony: '7b0b1c7e-9a43-4c55-9d0e-3c7d1f2a9b10',
  kind: 'generate',
  domain: 'rehearsal',
  embassy: parameters.embassy,
  place: parameters.place,
  openedAt: '2026-11-22T09:00:00.000Z',
  closedAt: '2026-11-22T09:48:12.000Z',
  keyLabel: parameters.keyLabel,
  algorithm: parameters.algorithm,
  algorithms: [parameters.algorithm],
  destroyed: [],
  moved: null,
  health: [],
  threshold: 2,
  custodians: 3,
  participants: parameters.participants,
  exceptions: 1,
  departures: [],
  disagreements: 0,
  events: 57,
  head: snapshotOf(closed()).head,
} as const;

export const verdicts = {
  good: {
    format: 'embassy-key-ceremony/verdict/1',
    outcome: 'good',
    problem: null,
    bundle,
    summary,
    claims,
  },
  bad: {
    format: 'embassy-key-ceremony/verdict/1',
    outcome: 'bad',
    problem: null,
    bundle,
    summary,
    claims: claims.map((claim) =>
      claim.id === 'acts-countersigned'
        ? {
            ...claim,
            status: 'failed',
            problem: { code: 'signature-invalid', details: { reason: 'signature', seq: 13 } },
          }
        : claim,
    ),
  },
  unreadable: {
    format: 'embassy-key-ceremony/verdict/1',
    outcome: 'unreadable',
    problem: { code: 'bundle-not-zip', details: {} },
    bundle,
    summary: null,
    claims: [],
  },
} as const satisfies Record<string, Verdict>;

const chainClaims = (failed: string | null): readonly Claim[] =>
  ['bundles-good', 'chain-beginning', 'chain-whole', 'chain-unforked', 'states-forward'].map((id) => ({
    id,
    status: id === failed ? 'failed' : 'proved',
    details: {},
    events: [],
    problem:
      id === failed ? { code: 'chain-forked', details: { files: '03-rotate.asice, 04-rotate.asice' } } : null,
    requirements: [],
  }));
const chainOf = (failed: string | null): ChainVerdict => ({
  format: 'embassy-key-ceremony/chain-verdict/1',
  outcome: failed === null ? 'good' : 'bad',
  claims: chainClaims(failed),
  bundles: (['generate', 'check', 'rotate', 'reshare'] as const).map((kind, index) => ({
    name: `0${index + 1}-${kind}.asice`,
    copies: index === 0 ? ['copy of 01-generate.asice'] : [],
    verdict: { ...verdicts.good, summary: { ...summary, kind } },
  })),
  newest:
    failed === null ? { name: '04-reshare.asice', sha256: bundle.sha256, ceremony: summary.ceremony } : null,
});
const chains = { good: chainOf(null), bad: chainOf('chain-unforked') };

const comparison: Comparison = {
  diff: {
    format: 'embassy-key-ceremony/diff/1',
    a: { sha256: verdicts.good.bundle.sha256, ceremony: setId },
    b: { sha256: verdicts.bad.bundle.sha256, ceremony: setId },
    continuity: { kind: 'continues', between: 0 },
    groups: [
      {
        group: 'people',
        changes: [
          { path: ['Liis Saar', 'came'], before: 'stayed', after: 'left' },
          { path: ['Anu Lõhmus', 'name'], before: null, after: 'Anu Lõhmus' },
          { path: ['Anu Lõhmus', 'role'], before: null, after: 'custodian' },
        ],
      },
      { group: 'software', changes: [{ path: ['', 'version'], before: '1.0.0', after: '1.1.0' }] },
      {
        group: 'keys',
        changes: [
          { path: ['land-register v1', 'state'], before: 'active', after: 'deactivated' },
          { path: ['land-register v2', 'state'], before: null, after: 'active' },
        ],
      },
    ],
  },
  verdicts: { a: verdicts.good, b: verdicts.bad },
};

/** A custodian's card that is to be destroyed, in the reader or not. */
const cardToDestroy = (
  card: Pick<Extract<Question, { readonly kind: 'destroy-card' }>, 'present' | 'tries'>,
): Scene['view'] =>
  ask(
    playedTo('destroy-card', undefined, destroying({ kind: 'card', certificateSha256: firstCard }, previous)),
    { kind: 'destroy-card', holder: 'Liis Saar', card: cardOf('custodian-1'), ...card },
  );

export const scenes = (): readonly Scene[] => [
  { name: 'start', view: { room } },
  {
    name: 'start-unfinished',
    view: {
      room: {
        ...room,
        unfinished: [
          {
            sitting: '7b0b1c7e-9a43-4c55-9d0e-3c7d1f2a9b10',
            openedAt: '2026-11-22T09:00:00.000Z',
            embassy: 'Luxembourg',
            kind: 'reconstitute',
            keyLabel: 'land-register',
            domain: 'rehearsal',
            events: 31,
            problem: null,
          },
          {
            sitting: '7b0b1c7e-9a43-4c55-9d0e-3c7d1f2a9b11',
            openedAt: '2026-11-20T12:30:00.000Z',
            embassy: 'Luxembourg',
            kind: 'generate',
            keyLabel: 'population-register',
            domain: 'rehearsal',
            events: 12,
            problem: { code: 'journal-changed', details: { line: 9 } },
          },
        ],
      },
    },
  },
  {
    name: 'start-production',
    view: { room: { ...room, modes: { rehearsal: rehearsalPins, production: null } } },
  },
  { name: 'set-up', view: { room, page: { name: 'set-up', kind: 'generate', domain: 'rehearsal' } } },
  {
    name: 'set-up-production-problems',
    view: {
      room: { ...room, modes: { rehearsal: rehearsalPins, production: null } },
      page: { name: 'set-up', kind: 'generate', domain: 'production' },
    },
    press: ['screen.set-up.begin-production'],
  },
  {
    name: 'confirm-software',
    view: ask(opened(), {
      kind: 'confirm',
      by: leaders,
      facts: [
        { name: 'version', value: software.version },
        { name: 'app-hash', value: software.appHash ?? '–' },
        { name: 'verifier-hash', value: software.verifierSha256 ?? '–' },
        { name: 'electron', value: software.electron ?? '–' },
        { name: 'runtime', value: software.runtime },
        { name: 'node', value: software.node },
        { name: 'platform', value: software.platform },
      ],
    }),
  },
  {
    name: 'air-gap-confirm',
    view: ask(playedTo('check-air-gap'), { kind: 'confirm', by: leaders, facts: [] }),
  },
  {
    name: 'air-gap-open',
    view: ask(
      playedTo('check-air-gap'),
      {
        kind: 'air-gap-open',
        findings: [
          { kind: 'interface-up', name: 'enp3s0' },
          { kind: 'wifi', name: 'wlp2s0' },
        ],
      },
      none,
      {
        surroundings: {
          airGap: [
            { kind: 'interface-up', name: 'enp3s0' },
            { kind: 'wifi', name: 'wlp2s0' },
          ],
          tokens: [hsm],
        },
      },
    ),
  },
  {
    name: 'choose-hsm',
    view: ask(playedTo('identify-hsm'), {
      kind: 'choose-hsm',
      tokens: [
        { token: hsm, missing: [] },
        {
          token: { ...hsm, label: 'old-hsm', serial: '00112233' },
          missing: ['CKM_AES_KEY_WRAP_PAD', 'CKM_ECDSA'],
        },
      ],
    }),
  },
  {
    name: 'clock',
    view: ask(playedTo('compare-clock'), {
      kind: 'clock',
      by: leaders,
      hostClock: '2026-11-22T09:03:00.000Z',
    }),
  },
  {
    name: 'bags-in',
    view: ask(playedTo('record-bags-in'), {
      kind: 'bags',
      direction: 'in',
      custodians: ['custodian-1', 'custodian-2', 'custodian-3'],
    }),
  },
  {
    name: 'enrol-card-blank',
    view: ask(playedTo('enrol-card'), {
      kind: 'enrol-card',
      participant: 'administrator',
      cards: [{ token: { ...cardOf('administrator'), label: '' }, holds: 'blank' }],
    }),
  },
  {
    name: 'enrol-card-choice',
    view: ask(
      playedTo('enrol-card', 'custodian-2'),
      {
        kind: 'enrol-card',
        participant: 'custodian-2',
        cards: [
          { token: { ...cardOf('blank'), label: '' }, holds: 'blank' },
          { token: { ...cardOf('id'), label: 'ID-kaart', manufacturer: 'Idemia' }, holds: 'personal' },
        ],
      },
      { code: 'card-twice', details: { participant: 'custodian-1' } },
    ),
  },
  {
    name: 'enrol-card-none',
    view: ask(playedTo('enrol-card', 'custodian-2'), {
      kind: 'enrol-card',
      participant: 'custodian-2',
      cards: [],
    }),
  },
  { name: 'sign-act', view: ask(advance(playedTo('complete-act')), pin('administrator', 'sign-act')) },
  {
    name: 'sign-act-second-wrong-pin',
    view: ask(
      actSigned(),
      { ...pin('witness', 'sign-act'), tries: 'one' },
      { code: 'pin-wrong', details: {} },
    ),
  },
  {
    name: 'generate-key',
    view: ask(playedTo('generate-embassy-key'), {
      kind: 'confirm',
      by: leaders,
      facts: [
        { name: 'key-label', value: 'land-register' },
        { name: 'algorithm', value: 'ecp384' },
        { name: 'hsm', value: `${hsm.label} · ${hsm.serial}` },
      ],
    }),
  },
  { name: 'working', view: work('generate-embassy-key', 0, 1) },
  { name: 'dice', view: ask(playedTo('make-recovery-key'), { kind: 'dice', rollsMin: 99 }) },
  {
    name: 'store-share',
    view: ask(playedTo('store-share', 'custodian-2'), pin('custodian-2', 'store-share')),
  },
  {
    name: 'store-share-absent',
    view: ask(
      playedTo('store-share', 'custodian-2'),
      { ...pin('custodian-2', 'store-share'), present: false },
      { code: 'token-wrong', details: { label: 'card-custodian-1' } },
    ),
  },
  {
    name: 'store-share-locked',
    view: shareLocked(),
  },
  { name: 'store-share-lost-dialog', view: shareLocked(), press: ['screen.card.lost-open'] },
  {
    name: 'vouch-locked-receiver',
    view: ask(
      advance(lostCardTo('vouch', playedTo('store-share', 'custodian-2'))),
      { ...pin('custodian-1', 'vouch'), tries: 'none' },
      { code: 'pin-locked', details: {} },
    ),
  },
  { name: 'prove-quorums', view: work('prove-quorums', 1, 2) },
  {
    name: 'destroy-original',
    view: ask(playedTo('destroy-original'), {
      kind: 'confirm',
      by: leaders,
      facts: [
        { name: 'original', value: 'land-register.1.original' },
        { name: 'check-value', value: playedTo('destroy-original').state.keys[0]?.checkValue ?? '' },
      ],
    }),
  },
  {
    name: 'try-again',
    view: ask(
      playedTo('store-share', 'custodian-2'),
      { kind: 'try-again' },
      { code: 'token-removed', details: { label: 'card-custodian-2' } },
      { notices: [{ code: 'journal-truncated', details: { droppedBytes: 112 } }] },
    ),
  },
  {
    name: 'hsm-pin',
    view: ask(playedTo('wrap-key'), { kind: 'hsm-pin', token: hsm, tries: 'fewer' }),
  },
  { name: 'hsm-lost', view: hsmAbsent() },
  { name: 'hsm-lost-dialog', view: hsmAbsent(), press: ['screen.hsm.lost-open'] },
  { name: 'card-locked', view: cardLocked() },
  { name: 'card-lost-dialog', view: cardLocked(), press: ['screen.card.lost-open'] },
  {
    name: 'card-locked-at-act',
    view: ask(
      advance(playedTo('complete-act', undefined, playedTo('prove-quorums'))),
      { ...pin('administrator', 'sign-act'), tries: 'none' },
      { code: 'pin-locked', details: { label: cardOf('administrator').label } },
    ),
  },
  {
    name: 'card-locked-of-another',
    view: ask(
      closed(),
      { ...pin('custodian-1', 'sign-bundle'), tries: 'none' },
      { code: 'pin-locked', details: { label: cardOf('custodian-1').label } },
    ),
  },
  {
    name: 'card-absent-at-act',
    view: ask(advance(playedTo('complete-act', undefined, playedTo('make-ceremony-key'))), {
      kind: 'card-pin',
      participant: 'administrator',
      purpose: 'sign-act',
      card: cardOf('administrator'),
      present: false,
      tries: 'all',
    }),
  },
  {
    name: 'replace-card',
    view: ask(lostCardTo('replace'), {
      kind: 'enrol-card',
      participant: 'witness',
      cards: [{ token: cardOf('spare'), holds: 'blank' }],
    }),
  },
  {
    name: 'vouch-card',
    view: ask(lostCardTo('vouch'), {
      kind: 'card-pin',
      participant: 'custodian-2',
      purpose: 'vouch',
      card: cardOf('custodian-2'),
      present: true,
      tries: 'all',
    }),
  },
  {
    name: 'bags-out',
    view: ask(playedTo('record-bags-out'), {
      kind: 'bags',
      direction: 'out',
      custodians: ['custodian-1', 'custodian-2', 'custodian-3'],
    }),
  },
  {
    name: 'declare',
    view: ask(playedTo('declare', 'custodian-3'), {
      kind: 'declare',
      participant: 'custodian-3',
      card: cardOf('custodian-3'),
      present: true,
      tries: 'all',
    }),
  },
  {
    name: 'declare-disagree',
    view: ask(playedTo('declare', 'auditor-1'), {
      kind: 'declare',
      participant: 'auditor-1',
      card: cardOf('auditor-1'),
      present: true,
      tries: 'all',
    }),
    press: ['screen.declare.disagree'],
  },
  { name: 'sign-bundle', view: ask(closed(), pin('custodian-1', 'sign-bundle')) },
  {
    name: 'export',
    view: ask(
      closed(),
      { kind: 'export', fileName: '2026-11-22-land-register-generate.asice' },
      { code: 'file-exists', details: {} },
    ),
    press: ['screen.export.choose'],
  },
  {
    name: 'exported',
    view: {
      room,
      snapshot: snapshotOf(signedAndExported(), {
        exported: {
          path: '/media/ceremony/2026-11-22-land-register-generate.asice',
          sha256: signedAndExported().state.bundle.exported?.sha256 ?? '',
        },
      }),
    },
  },
  {
    name: 'set-up-reconstitute',
    view: { room, page: { name: 'set-up', kind: 'reconstitute', bundle: null } },
  },
  {
    name: 'set-up-check',
    view: { room, page: { name: 'set-up', kind: 'check', bundle: null } },
  },
  {
    name: 'set-up-reconstitute-refused',
    view: {
      room,
      page: inspected('reconstitute', bad('bundle-not-good', { claim: 'acts-countersigned' })),
    },
  },
  {
    name: 'set-up-reconstitute-good',
    view: { room, page: inspected('reconstitute', good(previous)) },
  },
  {
    name: 'set-up-reconstitute-remembered',
    view: { room, page: inspected('reconstitute', good({ ...previous, remembered: [...remembered] })) },
  },
  {
    name: 'set-up-reconstitute-fresh',
    view: { room, page: inspected('reconstitute', good(previous)) },
    press: ['screen.continue.fresh'],
  },
  {
    name: 'set-up-reconstitute-large',
    view: { room, page: inspected('reconstitute', good(larger)) },
    press: ['screen.continue.begin.reconstitute'],
  },
  { name: 'set-up-check-good', view: { room, page: inspected('check', good(previous)) } },
  {
    name: 'confirm-bundle',
    view: ask(playedTo('confirm-bundle', undefined, rebuilding()), {
      kind: 'confirm',
      by: leaders,
      facts: [
        { name: 'embassy', value: previous.register.embassy },
        { name: 'made-at', value: previous.made.closedAt },
        { name: 'made-in', value: previous.made.place },
        { name: 'key-label', value: parameters.keyLabel },
        { name: 'quorum', value: '2 / 3' },
        ...(brought?.shares ?? []).map(({ holder }) => ({
          name: 'holder' as const,
          value: holder?.name ?? '',
        })),
        { name: 'bundle', value: previous.sha256 },
      ],
    }),
  },
  {
    name: 'confirm-bundle-doubt',
    view: ask(
      playedTo('confirm-bundle', undefined, rebuilding()),
      { kind: 'try-again' },
      { code: 'exception-needed', details: { step: 'opening.3', claim: 'certificates-fit' } },
    ),
  },
  {
    name: 'confirm-bundle-custody',
    view: ask(
      playedTo('confirm-bundle', undefined, rebuilding()),
      { kind: 'try-again' },
      { code: 'custody-was-exceeded', details: { name: 'Helena Aas', shares: 2, threshold: 2 } },
    ),
  },
  {
    name: 'confirm-bundle-unread',
    view: ask(
      playedTo('confirm-bundle', undefined, rebuilding()),
      { kind: 'try-again' },
      { code: 'bundle-beside-unread', details: { files: unread.join(', ') } },
    ),
  },
  { name: 'present-none', view: visiting(collecting(), []) },
  {
    name: 'present-recognised',
    view: visiting(collecting('custodian-2'), [ownCard('custodian-1')]),
  },
  {
    name: 'present-wrong-pin',
    view: visiting(collecting('custodian-2'), [ownCard('custodian-1')], { code: 'pin-wrong', details: {} }),
  },
  {
    name: 'present-card-of-another',
    view: visiting(collecting('custodian-2'), [], {
      code: 'card-of-another',
      details: { name: 'Peeter Mägi', label: 'card-custodian-2' },
    }),
  },
  {
    name: 'present-choice',
    view: visiting(collecting(), [ownCard('custodian-1'), ownCard('custodian-2'), blank]),
    press: ['Liis Saar'],
  },
  {
    name: 'present-blank',
    view: visiting(collecting('custodian-2'), [blank]),
    press: ['Liis Saar'],
  },
  {
    name: 'present-words',
    view: visiting(collecting('custodian-2'), [blank]),
    press: ['Liis Saar', 'screen.present.on-paper'],
  },
  {
    name: 'present-code',
    view: visiting(collecting('custodian-2'), [blank]),
    press: ['Liis Saar', 'screen.present.on-paper', 'screen.present.ways.code'],
  },
  {
    name: 'present-surrogate',
    view: visiting(collecting('custodian-2'), [blank], {
      code: 'share-of-another',
      details: { index: 1, name: 'Liis Saar', set: setId, participant: 'custodian-4' },
    }),
    press: ['Helena Aas'],
  },
  {
    name: 'present-foreign',
    view: visiting(collecting('custodian-2'), [], { code: 'share-set-void', details: { set: setId } }),
  },
  {
    name: 'rebuild-recovery-key',
    view: ask(playedTo('rebuild-recovery-key', undefined, rebuilding()), {
      kind: 'confirm',
      by: leaders,
      facts: [
        { name: 'holder', value: 'Liis Saar' },
        { name: 'holder', value: 'Peeter Mägi' },
        { name: 'hsm', value: `${hsm.label} · ${hsm.serial}` },
      ],
    }),
  },
  {
    name: 'recovery-key-differs',
    view: ask(
      playedTo('rebuild-recovery-key', undefined, rebuilding()),
      { kind: 'try-again' },
      { code: 'recovery-key-differs', details: { set: setId } },
    ),
  },
  {
    name: 'restore-key',
    view: {
      room,
      snapshot: snapshotOf(playedTo('restore-key', undefined, rebuilding()), {
        work: { step: 'restore-key', done: 3, total: 12, unit: 'steps', elapsedMs: 4000, pausable: false },
      }),
    },
  },
  {
    name: 'bag-sheet',
    view: ask(playedTo('print-sheet', undefined, rebuilding(['custodian-1', 'custodian-2'])), {
      kind: 'bag-sheet',
      participant: 'custodian-1',
      index: 1,
      printer: 'Brother HL-L2310D series',
    }),
  },
  {
    name: 'bag-sheet-again',
    view: ask(
      playedTo('print-sheet', undefined, rebuilding(['custodian-1', 'custodian-2'])),
      { kind: 'bag-sheet', participant: 'custodian-1', index: 1, printer: 'Brother HL-L2310D series' },
      { code: 'sheet-unproved', details: { index: 1 } },
    ),
    press: ['screen.sheet.again'],
  },
  { name: 'show-shares', view: visiting(showing('custodian-2'), [ownCard('custodian-1')]) },
  {
    name: 'show-nobody-else',
    view: visiting(showing('custodian-2', 'custodian-1'), []),
    press: ['screen.present.nobody-else'],
  },
  {
    name: 'exported-reconstitute',
    view: ended(rebuilding(), '2026-11-22-land-register-reconstitute.asice'),
  },
  {
    name: 'exported-reconstitute-fresh',
    view: ended(
      rebuilding(['custodian-1', 'custodian-2', 'custodian-4']),
      '2026-11-22-land-register-reconstitute.asice',
    ),
  },
  {
    name: 'exported-check',
    view: ended(closedWith(showing('custodian-2', 'custodian-1')), '2026-11-22-land-register-check.asice'),
  },
  {
    name: 'exported-check-too-few',
    view: ended(closedWith(showing('custodian-2')), '2026-11-22-land-register-check.asice'),
  },
  { name: 'paused', view: { room, snapshot: snapshotOf(paused()) } },
  {
    name: 'abandoned-reconstitute',
    view: { room, snapshot: snapshotOf(givenUp(collecting('custodian-2'), 'none')) },
  },
  { name: 'abandoned', view: { room, snapshot: snapshotOf(abandoned()) } },
  {
    name: 'exception',
    view: ask(playedTo('store-share'), pin('custodian-1', 'store-share')),
    press: ['screen.exception.open'],
  },
  {
    name: 'pause',
    view: ask(playedTo('store-share'), pin('custodian-1', 'store-share')),
    press: ['screen.pause.open'],
  },
  {
    name: 'departed',
    view: ask(playedTo('declare', 'custodian-1'), {
      kind: 'declare',
      participant: 'custodian-1',
      card: cardOf('custodian-1'),
      present: false,
      tries: 'all',
    }),
    press: ['screen.departed.open'],
  },
  {
    name: 'abandon',
    view: ask(playedTo('store-share'), pin('custodian-1', 'store-share')),
    press: ['screen.abandon.open'],
  },
  {
    name: 'engine-restarted',
    view: { room, restarted: { sitting: '7b0b1c7e-9a43-4c55-9d0e-3c7d1f2a9b10' } },
  },
  {
    name: 'request-failed',
    view: { room, fault: { code: 'internal', details: { request: 'start-ceremony' } } },
  },
  {
    name: 'start-refused',
    view: { room, last: { file, found: bad('bundle-not-good', { claim: 'acts-countersigned' }) } },
  },
  { name: 'start-embassy', view: { room, last: bundleOpened(afterResharing) } },
  { name: 'start-embassy-due', view: { room, last: bundleOpened(neglected) } },
  { name: 'start-embassy-lost-card', view: { room, last: bundleOpened(astray) } },
  {
    name: 'start-embassy-remembered',
    view: {
      room,
      last: bundleOpened({ ...afterResharing, remembered: [...remembered], unread, moreUnread: 17 }),
    },
  },
  {
    name: 'start-embassy-real',
    view: {
      room,
      last: bundleOpened({ ...previous, register: { ...previous.register, domain: 'production', keys: [] } }),
    },
  },
  {
    name: 'set-up-another-key',
    view: {
      room,
      last: bundleOpened(previous),
      page: { name: 'set-up', kind: 'generate', domain: 'rehearsal' },
    },
  },
  { name: 'set-up-rotate', view: preparing('rotate', afterRotating) },
  { name: 'set-up-rotate-several', view: preparing('rotate', larger) },
  { name: 'set-up-reshare', view: preparing('reshare', previous) },
  { name: 'set-up-reshare-new', view: preparing('reshare', previous), press: ['embassy.reshare.add'] },
  { name: 'set-up-destroy', view: preparing('destroy', afterResharing) },
  {
    name: 'set-up-destroy-set',
    view: preparing('destroy', afterResharing, {
      kind: 'old-shares',
      urgency: 'soon',
      set: voidSet,
      left: 3,
      threshold: 2,
    }),
  },
  {
    name: 'set-up-destroy-lost-card',
    view: preparing('destroy', astray, {
      kind: 'lost-card',
      urgency: 'soon',
      name: 'Peeter Kask',
      card: {
        label: 'card-custodian-2',
        serial: '8f3b61d2a90c',
        manufacturer: 'SoftHSM project',
        model: 'SoftHSM v2',
        hardwareVersion: '2.6',
        firmwareVersion: '2.6',
        software: true,
      },
      certificateSha256: straysFrom,
      sets: [],
    }),
  },
  {
    name: 'set-up-destroy-last-active',
    view: preparing('destroy', withoutData(afterRotating), {
      kind: 'destroy-version',
      urgency: 'may',
      told: false,
      label: parameters.keyLabel,
      version: 2,
    }),
  },
  {
    name: 'set-up-destroy-refused-bundle',
    view: {
      room,
      page: {
        name: 'set-up',
        kind: 'destroy',
        bundle: { file, found: bad('bundle-not-good', { claim: 'acts-countersigned' }) },
      },
    },
  },
  {
    name: 'bring-data',
    view: ask(playedTo('read-inventory', undefined, rotating()), {
      kind: 'bring-data',
      label: parameters.keyLabel,
      version: 2,
      again: false,
    }),
  },
  {
    name: 'bring-data-again',
    view: ask(
      playedTo('read-inventory', undefined, rotating()),
      { kind: 'bring-data', label: parameters.keyLabel, version: 2, again: true },
      { code: 'file-absent', details: { path: '/media/data/inventory.jsonl' } },
      {
        dataPlaces: {
          inventory: '/media/data/inventory.jsonl',
          backups: null,
          out: '/media/data/moved-2026-11-22',
        },
      },
    ),
  },
  { name: 'rewrapping', view: rewrapping() },
  { name: 'rewrapping-held', view: rewrapping(true) },
  {
    name: 'hand-in',
    view: ask(
      playedTo('hand-in-shares', undefined, resharing()),
      presenting(playedTo('hand-in-shares', undefined, resharing()), 'hand-in', [ownCard('custodian-3')]),
    ),
  },
  {
    name: 'hand-in-wrong-pin',
    view: ask(
      visited(playedTo('hand-in-shares', undefined, resharing()), 'custodian-1'),
      presenting(playedTo('hand-in-shares', undefined, resharing()), 'hand-in', [ownCard('custodian-3')]),
      { code: 'pin-wrong', details: {} },
    ),
  },
  { name: 'destroy-card', view: cardToDestroy({ present: true, tries: 'fewer' }) },
  {
    name: 'destroy-card-physically',
    view: cardToDestroy({ present: false, tries: 'none' }),
    press: ['embassy.destroy-card.physically'],
  },
  {
    name: 'give-up-data',
    view: ask(
      playedTo('give-up-data', undefined, destroying(givingUp, afterRotating)),
      pin('witness', 'give-up-data'),
    ),
  },
  {
    name: 'confirm-destruction',
    view: ask(
      playedTo('confirm-destruction', undefined, destroying(firstVersion, previous)),
      pin('administrator', 'confirm-destruction'),
    ),
  },
  {
    name: 'compromised',
    view: ask(playedTo('confirm-bundle', undefined, rotating(withOneVersion)), { kind: 'try-again' }),
    press: ['embassy.compromised.open'],
  },
  {
    name: 'exported-rotate',
    view: ended(rotating(), '2026-11-22-land-register-rotate.asice', {
      inventory: '/media/data/land-register.v1.jsonl',
      backups: null,
      out: '/media/data/moved-2026-11-22',
    }),
  },
  { name: 'exported-reshare', view: ended(handedInByOne(), '2026-11-22-land-register-reshare.asice') },
  {
    name: 'exported-destroy-key',
    view: ended(
      destroying(firstVersion, withoutData(afterRotating)),
      '2026-11-22-land-register-destroy.asice',
    ),
  },
  {
    name: 'exported-destroy-set',
    view: ended(
      destroying({ kind: 'set', set: voidSet }, afterResharing),
      '2026-11-22-land-register-destroy.asice',
    ),
  },
  {
    name: 'exported-destroy-card',
    view: ended(
      destroying({ kind: 'card', certificateSha256: firstCard }, previous),
      '2026-11-22-land-register-destroy.asice',
    ),
  },
  {
    name: 'exported-compromised',
    view: ended(
      compromisedIn(playedTo('compare-clock', undefined, checking())),
      '2026-11-22-land-register-check.asice',
    ),
  },
  { name: 'backup-open', view: { room, page: { name: 'backup', work: 'open' } } },
  { name: 'backup-seal', view: { room, page: { name: 'backup', work: 'seal' } } },
  ...([0, 1.2e9, 4e9] as const).map((doneBytes) => ({
    name: `backup-working-${doneBytes}`,
    view: {
      room,
      page: { name: 'backup', work: 'open' } as const,
      backup: {
        work: 'open',
        output: '/media/archive/land-register-backup.tar',
        doneBytes,
        totalBytes: doneBytes === 0 ? 0 : 4e9,
        bytesPerSecond: 2e7,
      } as const,
    },
  })),
  { name: 'verify', view: { room, page: { name: 'verify' } } },
  {
    name: 'verify-good',
    view: { room, page: { name: 'verify' } },
    verdict: { ...verdicts.good, summary: { ...summary, previousBundle: null } },
    press: ['screen.verify.choose'],
  },
  {
    name: 'verify-check',
    view: { room, page: { name: 'verify' } },
    verdict: {
      ...verdicts.good,
      summary: {
        ...summary,
        kind: 'check',
        health: [
          { set: setId, threshold: 2, count: 3, shown: 2, missing: ['Triin Sepp-Õunapuu'], margin: 0 },
        ],
      },
    },
    press: ['screen.verify.choose'],
  },
  {
    name: 'verify-destroy',
    view: { room, page: { name: 'verify' } },
    verdict: {
      ...verdicts.good,
      summary: {
        ...summary,
        kind: 'destroy',
        destroyed: [
          {
            kind: 'key',
            label: parameters.keyLabel,
            version: 1,
            hsm: { label: 'HSM Tallinn', serial: '0402f1' },
            objects: 2,
            use: 'refused',
            stillOn: [{ label: 'HSM Luxembourg', serial: '0402f2' }],
            lostHsms: [],
            sets: [{ set: setId, sharesLeft: 3, threshold: 2 }],
          },
        ],
      },
    },
    press: ['screen.verify.choose'],
  },
  {
    name: 'verify-rotate',
    view: { room, page: { name: 'verify' } },
    verdict: {
      ...verdicts.good,
      summary: {
        ...summary,
        kind: 'rotate',
        moved: {
          label: parameters.keyLabel,
          version: 2,
          dataKeys: {
            inToken: 9_988,
            inEngine: 0,
            notMoved: 12,
            reasons: [
              { code: 'inventory-altered', count: 10 },
              { code: 'inventory-duplicate', count: 2 },
            ],
          },
          backups: { moved: 4, notMoved: 0, reasons: [] },
        },
      },
    },
    press: ['screen.verify.choose'],
  },
  {
    name: 'verify-bad',
    view: { room, page: { name: 'verify' } },
    verdict: verdicts.bad,
    press: ['screen.verify.choose'],
  },
  {
    name: 'verify-unreadable',
    view: { room, page: { name: 'verify' } },
    verdict: verdicts.unreadable,
    press: ['screen.verify.choose'],
  },
  {
    name: 'verify-folder',
    view: { room, page: { name: 'verify' } },
    chain: chains.good,
    press: ['embassy.chain.choose'],
  },
  {
    name: 'verify-folder-bad',
    view: { room, page: { name: 'verify' } },
    chain: chains.bad,
    press: ['embassy.chain.choose'],
  },
  {
    // Nobody answers: it is under way.
    name: 'verify-working',
    view: { room, page: { name: 'verify' }, verifying: { done: 2, total: 12, share: 0.43 } },
    press: ['embassy.chain.choose'],
  },
  {
    name: 'verify-compared',
    view: { room, page: { name: 'verify' } },
    chain: chains.good,
    comparison,
    press: ['embassy.chain.choose', 'screen.compare.show'],
  },
];
