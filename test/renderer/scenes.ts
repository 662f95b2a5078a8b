import type { Problem } from '../../ceremonies/model/error.ts';
import type { Question, QuestionBody } from '../../ceremonies/model/question.ts';
import type { StepKind } from '../../ceremonies/model/script.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { currentStep } from '../../ceremonies/model/state.ts';
import type { Claim, Verdict } from '../../ceremonies/verify/verdict.ts';
import type { RoomDescription } from '../../electron/contract.ts';
import type { View } from '../../renderer/store.ts';
import {
  advance,
  append,
  cardOf,
  closed,
  hsm,
  opened,
  parameters,
  playedTo,
  signedAndExported,
  snapshotOf,
  software,
  type Tape,
} from './fixture.ts';

/**
 * Every screen of the program by name, as the program would push it: for tests, and for people who look at pictures.
 */
export type Scene = {
  readonly name: string;
  /** What the window has been told. */
  readonly view: Partial<View>;
  /** What a bundle that is chosen here turns out to be. */
  readonly verdict?: Verdict;
  /** The name of a dialog that is open, by the words of the button that opens it, as a key of the catalogue. */
  readonly press?: readonly string[];
};

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
  snapshot: snapshotOf(playedTo(kind), { work: { step: kind, done, total } }),
});

const pin = (participant: string, purpose: 'sign-act' | 'store-share' | 'sign-bundle') =>
  ({
    kind: 'card-pin',
    participant,
    purpose,
    card: cardOf(participant),
    present: true,
    tries: 'all',
  }) as const;

const actSigned = (): Tape => advance(advance(playedTo('complete-act')));

const paused = (): Tape => {
  const tape = playedTo('store-share');
  return append(tape, { type: 'paused', step: currentStep(tape.state)?.id ?? '', by: [...leaders] });
};

const abandoned = (): Tape => {
  const tape = playedTo('store-share');
  return append(tape, {
    type: 'ceremony-abandoned',
    step: currentStep(tape.state)?.id ?? '',
    by: [...leaders],
    reason: 'The building is being evacuated.',
    keys: 'destroyed',
  });
};

const bundle = { sha256: 'c0ffee'.padEnd(64, '17'), sizeBytes: 48_213 };

const claimRows: readonly (readonly [id: string, status: Claim['status'], events: readonly number[]])[] = [
  ['bundle-complete', 'proved', []],
  ['chain', 'proved', Array.from({ length: 42 }, (_, seq) => seq)],
  ['script-followed', 'proved', Array.from({ length: 42 }, (_, seq) => seq)],
  ['act-signatures', 'proved', [12, 13, 14, 22, 23, 24]],
  ['key-in-hsm', 'attested', [26]],
  ['quorums', 'attested', [35]],
  ['dice', 'not-shown', []],
];
const claims: readonly Claim[] = claimRows.map(([id, status, events]) => ({
  id,
  status,
  details: {},
  events,
  problem: null,
}));

const summary = {
  previousBundle: 'c0ffee17'.repeat(8),
  ceremony: '7b0b1c7e-9a43-4c55-9d0e-3c7d1f2a9b10',
  kind: 'generate',
  domain: 'rehearsal',
  embassy: parameters.embassy,
  place: parameters.place,
  openedAt: '2026-11-22T09:00:00.000Z',
  closedAt: '2026-11-22T09:48:12.000Z',
  keyLabel: parameters.keyLabel,
  algorithm: parameters.algorithm,
  threshold: 2,
  custodians: 3,
  participants: parameters.participants,
  exceptions: 1,
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
      claim.id === 'act-signatures'
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
            keyLabel: 'land-register',
            domain: 'rehearsal',
            events: 31,
            problem: null,
          },
          {
            sitting: '7b0b1c7e-9a43-4c55-9d0e-3c7d1f2a9b11',
            openedAt: '2026-11-20T12:30:00.000Z',
            embassy: 'Luxembourg',
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
  { name: 'set-up', view: { room, page: { name: 'set-up', domain: 'rehearsal' } } },
  {
    name: 'set-up-production-problems',
    view: {
      room: { ...room, modes: { rehearsal: rehearsalPins, production: null } },
      page: { name: 'set-up', domain: 'production' },
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
    view: ask(
      playedTo('store-share', 'custodian-2'),
      { ...pin('custodian-2', 'store-share'), tries: 'none' },
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
        { name: 'check-value', value: playedTo('destroy-original').state.key?.checkValue ?? '' },
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
  { name: 'paused', view: { room, snapshot: snapshotOf(paused()) } },
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
  { name: 'verify', view: { room, page: { name: 'verify' } } },
  {
    name: 'verify-good',
    view: { room, page: { name: 'verify' } },
    verdict: verdicts.good,
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
];
