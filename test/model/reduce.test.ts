import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { CeremonyEvent, EventBody } from '../../ceremonies/model/event.ts';
import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { replay } from '../../ceremonies/model/reduce.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import { once } from './interrupts.ts';
import { codeOf, codeOfBodies } from './refusal.ts';
import { bodyOf, chain, paperRoom, parametersFor, play, type RunOptions } from './straightRun.ts';

const run = (parameters: GenerateParameters, options: RunOptions = {}) =>
  play(parameters, paperRoom(parameters), options);

const parameters = fc
  .record({
    custodians: fc.integer({ min: 2, max: 7 }),
    spare: fc.nat(),
    auditors: fc.integer({ min: 0, max: 2 }),
    dice: fc.boolean(),
    algorithm: fc.constantFrom(...keyAlgorithms),
  })
  .map(({ custodians, spare, auditors, dice, algorithm }) =>
    parametersFor(2 + (spare % (custodians - 1)), custodians, { auditors, dice, algorithm }),
  );

describe('the straight run', () => {
  test('is accepted for every choice of parameters, and closes', () =>
    fc.assert(
      fc.asyncProperty(parameters, async (choice) => {
        const { events, state } = await run(choice);
        assert.equal(state.lifecycle, 'closed');
        assert.equal(currentStep(state), null);
        assert.equal(events.at(-1)?.type, 'transcript-closed');
        assert.deepEqual(replay(events), state);
        assert.equal(state.sets.length, 1);
        assert.equal(state.sets[0]?.state, 'proved');
        assert.equal(state.declarations.length, choice.participants.length);
      }),
      { numRuns: 30 },
    ));

  test('is refused when any event is left out, though numbered and chained anew', () =>
    fc.assert(
      fc.asyncProperty(parameters, fc.nat(), async (choice, place) => {
        const bodies = (await run(choice)).events.map(bodyOf);
        // Without its last event a run is not wrong, only unfinished.
        const dropped = place % (bodies.length - 1);
        assert.notEqual(await codeOfBodies(bodies.filter((_, index) => index !== dropped)), undefined);
      }),
      { numRuns: 60 },
    ));

  test('is refused when any event comes twice', () =>
    fc.assert(
      fc.asyncProperty(parameters, fc.nat(), async (choice, place) => {
        const bodies = (await run(choice)).events.map(bodyOf);
        const doubled = place % bodies.length;
        const twice = bodies.flatMap((body, index) => (index === doubled ? [body, body] : [body]));
        assert.notEqual(await codeOfBodies(twice), undefined);
      }),
      { numRuns: 60 },
    ));

  test('is refused when two neighbours change places', () =>
    fc.assert(
      fc.asyncProperty(parameters, fc.nat(), async (choice, place) => {
        const bodies = (await run(choice)).events.map(bodyOf);
        const first = place % (bodies.length - 1);
        const swapped = bodies.map((body, index) =>
          index === first
            ? (bodies[first + 1] ?? body)
            : index === first + 1
              ? (bodies[first] ?? body)
              : body,
        );
        assert.notEqual(await codeOfBodies(swapped), undefined);
      }),
      { numRuns: 60 },
    ));

  test('has its numbers in order', async () => {
    const { events } = await run(parametersFor(2, 3));
    const [first, second, third] = events;
    assert.ok(first && second && third);
    assert.equal(await codeOf(() => replay([first, third])), 'event-out-of-order');
    assert.equal(await codeOf(() => replay([second])), 'event-out-of-order');
    assert.equal(await codeOf(() => replay([])), 'event-out-of-order');
  });
});

/** Changes the bodies of one kind and says what `reduce` answers. */
const codeAfter = async (
  type: CeremonyEvent['type'],
  change: (body: EventBody) => EventBody,
  choice: GenerateParameters = parametersFor(2, 3),
): Promise<ErrorCode | undefined> => {
  const bodies = (await run(choice)).events.map(bodyOf);
  const place = bodies.findIndex((body) => body.type === type);
  return codeOfBodies(bodies.map((body, index) => (index === place ? change(body) : body)));
};

/** A body with other fields; the model itself says whether that can be. */
const withFields = (fields: Readonly<Record<string, unknown>>) => (body: EventBody) =>
  ({ ...body, ...fields }) as EventBody;

describe('an event is refused', () => {
  const production = parametersFor(2, 3, { domain: 'production' });
  const cases: readonly (readonly [
    claim: string,
    type: CeremonyEvent['type'],
    fields: Readonly<Record<string, unknown>>,
    code: ErrorCode,
    choice?: GenerateParameters,
  ])[] = [
    ['without the witness', 'embassy-key-generated', { by: ['administrator'] }, 'witness-missing'],
    [
      'with the administrator as the witness',
      'hsm-identified',
      { by: ['administrator', 'administrator'] },
      'person-twice',
    ],
    [
      'with a custodian as the witness',
      'clock-compared',
      { by: ['administrator', 'custodian-1'] },
      'witness-missing',
    ],
    ['of another step', 'air-gap-checked', { step: 'opening.1' }, 'event-out-of-order'],
    ['for another label', 'embassy-key-generated', { label: 'other' }, 'event-not-allowed'],
    ['of another algorithm', 'embassy-key-generated', { algorithm: 'rsa3072' }, 'event-not-allowed'],
    ['with a wrapped key of another version', 'key-wrapped', { version: 2 }, 'event-not-allowed'],
    [
      'with another check value for the working copy',
      'working-copy-made',
      { checkValue: '00'.repeat(32) },
      'check-value-differs',
    ],
    [
      'with another threshold than the script',
      'share-set-committed',
      { threshold: 3 },
      'share-set-incomplete',
    ],
    [
      'with a commitment twice',
      'share-set-committed',
      { commitments: ['aa'.repeat(32), 'aa'.repeat(32), 'bb'.repeat(32)] },
      'share-twice',
    ],
    [
      'with a share for another set',
      'share-stored',
      { set: '00000000-0000-4000-8000-000000000009' },
      'share-set-void',
    ],
    ['with another custodian’s share', 'share-stored', { index: 2 }, 'share-foreign'],
    ['by the wrong custodian', 'share-stored', { participant: 'custodian-2', index: 2 }, 'event-not-allowed'],
    ['with too few recombinations', 'quorums-proved', { recombinations: 1 }, 'share-set-incomplete'],
    ['with another count of quorums', 'quorums-proved', { quorums: '4' }, 'share-set-incomplete'],
    [
      'with dice that were not agreed on',
      'recovery-key-made',
      { mixed: { hsmBytes: 64, osBytes: 64, diceRolls: 50 } },
      'event-not-allowed',
    ],
    [
      'with an unofficial runtime in production',
      'software-confirmed',
      {
        software: {
          version: '1',
          appHash: null,
          verifierSha256: null,
          electron: null,
          node: '24',
          runtime: 'unofficial',
          platform: 'linux',
        },
      },
      'runtime-unofficial',
      production,
    ],
    [
      'with a network in production',
      'air-gap-checked',
      { findings: [{ kind: 'default-route', name: 'eth0' }] },
      'exception-needed',
      production,
    ],
    ['with the bags the wrong way', 'bags-recorded', { direction: 'out' }, 'event-not-allowed'],
    ...(['local', 'sensitive', 'neverExtractable'] as const).map(
      (flag) =>
        [
          `with a ceremony key that is not ${flag}`,
          'ceremony-key-ready',
          {
            evidence: {
              local: true,
              sensitive: true,
              extractable: false,
              neverExtractable: true,
              [flag]: false,
            },
          },
          'event-not-allowed',
        ] as const,
    ),
    [
      'with a working copy that can leave',
      'working-copy-made',
      { evidence: { local: false, sensitive: true, extractable: true, neverExtractable: false } },
      'event-not-allowed',
    ],
  ];
  for (const [claim, type, fields, code, choice] of cases) {
    test(claim, async () => assert.equal(await codeAfter(type, withFields(fields), choice), code));
  }

  test('when one card comes for two people', async () => {
    const bodies = (await run(parametersFor(2, 3))).events.map(bodyOf);
    const cards = bodies.flatMap((body) => (body.type === 'card-enrolled' ? [body] : []));
    const [first, second] = cards;
    assert.ok(first && second);
    const forged = bodies.map((body) => (body === second ? { ...second, token: first.token } : body));
    assert.equal(await codeOfBodies(forged), 'card-twice');
  });

  test('when two names are one person', async () => {
    const choice = parametersFor(2, 3);
    const participants = choice.participants.map((person) =>
      person.id === 'witness' ? { ...person, name: 'MARI  maasikas' } : person,
    );
    await assert.rejects(run({ ...choice, participants }), { code: 'person-twice' });
  });

  test('when a statement says something else, was made for another ceremony or another domain', async () => {
    const bodies = (await run(parametersFor(2, 3))).events.map(bodyOf);
    for (const field of [
      { ceremony: '0b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0c' },
      { format: 'embassy-key-ceremony/production/statement/1' },
      { participant: 'witness' },
      { head: '00'.repeat(32) },
    ]) {
      const forged = bodies.map((body) =>
        body.type === 'act-signed' && body.act === 'shares' && body.participant === 'administrator'
          ? {
              ...body,
              signed: { ...body.signed, statement: { ...body.signed.statement, ...field } },
            }
          : body,
      );
      assert.equal(await codeOfBodies(forged), 'statement-differs');
    }
  });

  test('when a token is touched that was not announced', async () => {
    const bodies = (await run(parametersFor(2, 3))).events.map(bodyOf);
    const place = bodies.findIndex(
      (body) => body.type === 'token-action-begun' && body.action === 'generate-embassy-key',
    );
    assert.equal(await codeOfBodies(bodies.filter((_, index) => index !== place)), 'event-not-allowed');
  });
});

/** The id of the step that a state is at. */
const at = (state: State): string => currentStep(state)?.id ?? '';

describe('a share set that was voided', () => {
  /** Voids the nth set once that many of its shares are out. */
  const voidingAfter =
    (shares: number, times = 1) =>
    (state: State): readonly EventBody[] => {
      const set = state.sets.at(-1);
      const due = set?.state === 'open' && set.shares.length === shares && state.progress === 0;
      return due && state.sets.length <= times
        ? [{ type: 'share-set-voided', step: at(state), set: set.set, reason: 'interrupted' }]
        : [];
    };

  test('starts again with a new one, whenever that happens', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        async (shares, times) => {
          const { state, events } = await run(parametersFor(3, 5), {
            interrupt: voidingAfter(shares, times),
          });
          assert.equal(state.lifecycle, 'closed');
          assert.deepEqual(
            state.sets.map((set) => set.state),
            [...Array.from({ length: times }, () => 'void'), 'proved'],
          );
          assert.deepEqual(replay(events), state);
        },
      ),
      { numRuns: 15 },
    ));

  test('takes no more shares, and its id is never used again', async () => {
    const { events } = await run(parametersFor(2, 3), { interrupt: voidingAfter(1) });
    const bodies = events.map(bodyOf);
    const made = bodies.flatMap((body, index) =>
      body.type === 'recovery-key-made' ? [{ body, index }] : [],
    );
    const [first, second] = made;
    assert.ok(first && second);
    const reused = bodies.map((body, index) => (index === second.index ? first.body : body));
    assert.equal(await codeOfBodies(reused), 'share-set-void');
  });

  test('cannot be voided once its quorums are proved', async () => {
    const interrupt = (state: State): readonly EventBody[] =>
      state.sets.at(-1)?.state === 'proved' && state.sets.at(-1)?.wiped === false
        ? [
            {
              type: 'share-set-voided',
              step: at(state),
              set: state.sets.at(-1)?.set ?? '',
              reason: 'decided',
            },
          ]
        : [];
    await assert.rejects(run(parametersFor(2, 3), { interrupt }), { code: 'share-set-void' });
  });
});

describe('between the lines', () => {
  test('a pause stops the script until both leaders continue', async () => {
    const leaders = ['administrator', 'witness'];
    let paused = false;
    const interrupt = (state: State): readonly EventBody[] => {
      if (paused || at(state) !== 'key.1') return [];
      paused = true;
      return [
        { type: 'paused', step: at(state), by: leaders },
        { type: 'continued', step: at(state), by: leaders },
      ];
    };
    const { events, state } = await run(parametersFor(2, 3), { interrupt });
    assert.equal(state.lifecycle, 'closed');
    const bodies = events.map(bodyOf);
    assert.equal(await codeOfBodies(bodies.filter(({ type }) => type !== 'continued')), 'ceremony-paused');
    const alone = bodies.map((body) => (body.type === 'continued' ? { ...body, by: ['witness'] } : body));
    assert.equal(await codeOfBodies(alone), 'witness-missing');
  });

  test('an exception takes two different people', async () => {
    const exception = (by: readonly string[]) => {
      let raised = false;
      return (state: State): readonly EventBody[] => {
        if (raised) return [];
        raised = true;
        return [
          {
            type: 'exception-raised',
            about: { kind: 'other' },
            step: at(state),
            expected: 'a',
            happened: 'b',
            decided: 'c',
            by: [...by],
          },
        ];
      };
    };
    const { state } = await run(parametersFor(2, 3), { interrupt: exception(['witness', 'administrator']) });
    assert.equal(state.exceptions.length, 1);
    await assert.rejects(run(parametersFor(2, 3), { interrupt: exception(['witness', 'witness']) }), {
      code: 'person-twice',
    });
    // Nobody unknown, and nobody who is not here yet.
    for (const nobody of ['custodian-9', 'custodian-1'])
      await assert.rejects(run(parametersFor(2, 3), { interrupt: exception(['witness', nobody]) }), {
        code: 'event-not-allowed',
      });
  });

  test('a real ceremony stops at a cable that is plugged in, until two people decide or it is pulled out', async () => {
    const cable = { kind: 'interface-up', name: 'usb0' } as const;
    const changed = (state: State, findings: readonly (typeof cable)[]): EventBody => ({
      type: 'air-gap-changed',
      step: at(state),
      findings: [...findings],
    });
    const decided = (state: State): EventBody => ({
      type: 'exception-raised',
      about: { kind: 'air-gap' },
      step: at(state),
      expected: 'Cut off',
      happened: 'A cable',
      decided: 'Go on',
      by: ['administrator', 'witness'],
    });
    const inKeyAct = (bodies: (state: State) => readonly EventBody[]) =>
      once(
        (state) => at(state) === 'key.1',
        (_step, state) => bodies(state),
      );
    const real = { ...parametersFor(2, 3), domain: 'production' } as const;
    await assert.rejects(run(real, { interrupt: inKeyAct((state) => [changed(state, [cable])]) }), {
      code: 'exception-needed',
    });
    for (const mended of [
      (state: State) => [changed(state, [cable]), decided(state)],
      (state: State) => [changed(state, [cable]), changed(state, [])],
    ]) {
      assert.equal((await run(real, { interrupt: inKeyAct(mended) })).state.lifecycle, 'closed');
    }
    // What was decided of one cable does not cover the next.
    const another = inKeyAct((state) => [
      changed(state, [cable]),
      decided(state),
      changed(state, [cable, cable]),
    ]);
    await assert.rejects(run(real, { interrupt: another }), { code: 'exception-needed' });
    const rehearsed = await run(parametersFor(2, 3), {
      interrupt: inKeyAct((state) => [changed(state, [cable])]),
    });
    assert.deepEqual(rehearsed.state.airGapFindings, [cable]);
  });

  test('nothing follows the closing but what happens to the closed transcript', async () => {
    const { events } = await run(parametersFor(2, 3));
    const bodies = events.map(bodyOf);
    const last = bodies.at(-1);
    assert.ok(last);
    assert.equal(await codeOfBodies([...bodies, last]), 'ceremony-closed');
    const exported: EventBody = {
      type: 'bundle-exported',
      fileName: 'a',
      sizeBytes: 1,
      sha256: '00'.repeat(32),
    };
    // Not before everyone has signed.
    assert.equal(await codeOfBodies([...bodies, exported]), 'event-not-allowed');
  });

  test('a report that was lost and made again makes the signatures over the first one void', async () => {
    const { events } = await run(parametersFor(2, 3));
    const hash = '00'.repeat(32);
    const reported: EventBody = { type: 'report-made', name: 'report.html', sha256: hash };
    const signed: EventBody = {
      type: 'bundle-signed',
      signer: 'hsm',
      manifestSha256: hash,
      signature: 'AAAA',
    };
    const after = replay(await chain([...events.map(bodyOf), reported, signed, reported]));
    assert.deepEqual(after.bundle.signatures, []);
    assert.equal(await codeOfBodies([...events.map(bodyOf), reported, signed, signed]), 'person-twice');
  });

  test('giving up says what became of the keys, and cannot deny that there were any', async () => {
    const { events } = await run(parametersFor(2, 3));
    const bodies = events.map(bodyOf);
    const made = bodies.findIndex(({ type }) => type === 'embassy-key-generated');
    const next = bodies[made + 1];
    assert.ok(next !== undefined && 'step' in next);
    const givenUp = (keys: 'none' | 'unreachable'): readonly EventBody[] => [
      ...bodies.slice(0, made + 1),
      {
        type: 'ceremony-abandoned',
        step: next.step,
        by: ['administrator', 'custodian-1'],
        reason: 'a',
        keys,
      },
    ];
    assert.equal(await codeOfBodies(givenUp('none')), 'event-not-allowed');
    assert.equal(replay(await chain(givenUp('unreachable'))).lifecycle, 'abandoned');
  });
});
