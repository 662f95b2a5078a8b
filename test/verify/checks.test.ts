import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { CeremonyEvent } from '../../ceremonies/model/event.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { hashEvents } from '../../ceremonies/transcript/chain.ts';
import * as presentations from '../../ceremonies/verify/checks/presentations.ts';
import * as recovery from '../../ceremonies/verify/checks/recovery.ts';
import { certificateReader, type Record } from '../../ceremonies/verify/evidence.ts';
import { find, type Finding } from '../../ceremonies/verify/finding.ts';
import { parametersFor } from '../model/straightRun.ts';
import { hold, makeBundle, toCheck, toRebuild, type Bundle } from './fixture.ts';

/**
 * Checks that look again at what `reduce` refuses already: an auditor's word should not hang on one function. No bundle can
 * make them fail, so they are given what no bundle can hold.
 */
const made = await makeBundle(parametersFor(2, 3));
const rebuilt = await hold(await toRebuild(made));
const checked = await hold(await toCheck(made));

type Check = (record: Record) => Finding | Promise<Finding>;

const recordOf = async ({ state, events, files }: Bundle): Promise<Record> => ({
  files,
  events,
  hashes: await hashEvents(events),
  state,
  certificateOf: certificateReader(state),
});

const judged = async (
  check: Check,
  bundle: Bundle,
  events: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[],
  state: (state: State) => State = (same) => same,
): Promise<ErrorCode | undefined> => {
  const record = await recordOf(bundle);
  const changed = { ...record, events: events(record.events), state: state(record.state) };
  return (await find(() => check(changed))).problem?.code;
};

const presented = (events: readonly CeremonyEvent[], number: number): CeremonyEvent => {
  const found = events.filter(({ type }) => type === 'share-presented')[number];
  return found ?? assert.fail();
};

/** The second presentation says something else. */
const second =
  (change: object, said: object = change) =>
  (events: readonly CeremonyEvent[]): readonly CeremonyEvent[] => {
    const place = presented(events, 1);
    return events.map((event) =>
      event === place && event.type === 'share-presented'
        ? {
            ...event,
            ...change,
            signed: { ...event.signed, statement: { ...event.signed.statement, ...said } },
          }
        : event,
    );
  };

const commitments = made.state.sets[0]?.commitments ?? [];

describe('presentations that no bundle can hold are refused again', () => {
  const unchanged = (events: readonly CeremonyEvent[]) => events;
  const cases: readonly (readonly [what: string, change: typeof unchanged, code: ErrorCode | undefined])[] = [
    ['none of them when all is well', unchanged, undefined],
    ['another commitment', second({}, { commitment: 'ab'.repeat(32) }), 'share-altered'],
    ['another set', second({ set: '9b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b' }), 'share-foreign'],
    ['another’s share', second({ index: 3, commitment: commitments[2] }), 'share-of-another'],
    ['one share twice', (events) => [...events, presented(events, 0)], 'share-twice'],
  ];
  for (const [what, change, code] of cases)
    test(what, async () => assert.equal(await judged(presentations.presentationsFit, checked, change), code));

  test('one person with two shares', async () => {
    const excuse = {
      type: 'exception-raised',
      seq: 0,
      step: 'health.1',
      previous: '',
      at: '',
      expected: 'a',
      happened: 'b',
      decided: 'c',
      about: { kind: 'surrogate', participant: 'custodian-1', set: made.state.sets[0]?.set ?? '', index: 2 },
      by: ['custodian-1', 'witness'],
    } as const;
    const code = await judged(
      presentations.presentationsFit,
      checked,
      second({ participant: 'custodian-1' }),
      (state) => ({ ...state, exceptions: [{ ...excuse, by: [...excuse.by] }] }),
    );
    assert.equal(code, 'person-twice');
  });
});

describe('a rebuilding that no bundle can hold is refused again', () => {
  const changed =
    (type: CeremonyEvent['type'], change: object) =>
    (events: readonly CeremonyEvent[]): readonly CeremonyEvent[] =>
      events.map((event) => (event.type === type ? { ...event, ...change } : event));

  const cases: readonly (readonly [string, Check, ReturnType<typeof changed>, ErrorCode | undefined])[] = [
    [
      'by its commitment',
      recovery.recoveryKeyMatched,
      changed('recovery-key-rebuilt', { commitment: '00' }),
      'recovery-key-differs',
    ],
    [
      'by its quorum',
      recovery.recoveryKeyMatched,
      changed('recovery-key-rebuilt', { indices: [1, 1] }),
      'share-set-incomplete',
    ],
    [
      'by a check value',
      recovery.keysRestored,
      changed('key-restored', { checkValue: '00' }),
      'check-value-differs',
    ],
    [
      'by a key that is missing',
      recovery.keysRestored,
      changed('key-restored', { version: 2 }),
      'object-absent',
    ],
    [
      'by a canary that nobody opened',
      recovery.canariesOpened,
      changed('key-restored', { version: 2 }),
      'object-absent',
    ],
  ];
  for (const [what, check, change, code] of cases)
    test(what, async () => {
      assert.equal(await judged(check, rebuilt, (events) => events), undefined);
      assert.equal(await judged(check, rebuilt, change), code);
    });

  test('by a key that can leave the HSM', async () => {
    const code = await judged(
      recovery.restoredKeysLocked,
      rebuilt,
      (events) => events,
      (state) => ({
        ...state,
        keys: state.keys.map((key) => ({ ...key, evidence: { ...key.evidence, extractable: true } })),
      }),
    );
    assert.equal(code, 'key-not-extractable');
  });
});
