import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { EventBody, PreviousBundle } from '../../ceremonies/model/event.ts';
import type { Step } from '../../ceremonies/model/script.ts';
import { atStep, once } from '../model/interrupts.ts';
import { codeOf } from '../model/refusal.ts';
import { parametersFor, playPlan } from '../model/straightRun.ts';
import { hold, makeBundle, previousOf, softwareRoom, toRebuild, type Next } from './fixture.ts';
import { withSheetBrought } from './mishaps.ts';

const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
/** Where somebody can bring another's share, and still knows fewer than rebuild the key. */
const three = await makeBundle(parametersFor(3, 4));
const [setOfThree] = three.state.sets;
assert.ok(setOfThree !== undefined);

describe('an exception excuses only what it is about, and only by people who are here', () => {
  type Raised = Pick<EventBody<'exception-raised'>, 'about' | 'by'>;
  const words = { expected: 'a', happened: 'b', decided: 'c' };
  const leaders = ['administrator', 'witness'];

  /** What comes of bodies put in before the first event of a step. */
  const codeWith = async (
    next: Next,
    kind: Step['kind'],
    make: (step: string) => readonly EventBody[],
  ): Promise<ErrorCode | undefined> => {
    const interrupt = once(atStep(kind), make);
    return codeOf(() => hold({ ...next, options: { ...next.options, interrupt } }));
  };
  const raised = (step: string, what: Raised): EventBody => ({
    type: 'exception-raised',
    step,
    ...words,
    ...what,
  });

  const doubted = async (): Promise<Next> => {
    const next = await toRebuild(made);
    const previousBundle: PreviousBundle = { ...next.options.previousBundle, doubts: ['certificates-fit'] };
    return {
      ...next,
      options: { ...next.options, previousBundle, visitors: ['custodian-1', 'custodian-2'] },
    };
  };
  const doubts = (what: Raised) => async () =>
    codeWith(await doubted(), 'confirm-bundle', (step) => [raised(step, what)]);

  /** Custodian 1 brings the third share, on paper. */
  const brings = (what: Raised, changes: { readonly index?: number; readonly again?: boolean } = {}) => {
    return async (): Promise<ErrorCode | undefined> => {
      const { index = 3, again = false } = changes;
      const brought = { participant: 'custodian-1', index };
      const next = await withSheetBrought(await toRebuild(three), setOfThree, brought, (step, shown) => {
        const voided: EventBody = { type: 'presentation-voided', step, reason: 'decided' };
        return [raised(step, what), shown, ...(again ? [voided, shown] : [])];
      });
      return codeOf(() => hold(next));
    };
  };
  const surrogate = {
    kind: 'surrogate',
    participant: 'custodian-1',
    set: setOfThree.set,
    index: 3,
  } as const;
  const all = [...leaders, 'custodian-1'];

  const cases: Readonly<
    Record<string, readonly [() => Promise<ErrorCode | undefined>, ErrorCode | undefined]>
  > = {
    'a doubt, by the two who lead': [doubts({ about: { kind: 'doubts' }, by: leaders }), undefined],
    'a doubt, by people who are not here': [
      doubts({ about: { kind: 'doubts' }, by: ['custodian-3', 'auditor-1'] }),
      'event-not-allowed',
    ],
    'a doubt, by something else': [doubts({ about: { kind: 'other' }, by: leaders }), 'exception-needed'],
    'a doubt, by a room that is not cut off': [
      doubts({ about: { kind: 'air-gap' }, by: leaders }),
      'exception-needed',
    ],
    'another’s share, by what names it': [brings({ about: surrogate, by: all }), undefined],
    'another’s share, without both who lead': [
      brings({ about: surrogate, by: ['witness', 'custodian-1'] }),
      'witness-missing',
    ],
    'another’s share, without the one who brings it': [
      brings({ about: surrogate, by: leaders }),
      'witness-missing',
    ],
    'another’s share, by something else': [brings({ about: { kind: 'other' }, by: all }), 'exception-needed'],
    'another’s share, by what names another share': [
      brings({ about: { ...surrogate, index: 2 }, by: all }),
      'exception-needed',
    ],
    'another’s share, by what names another person': [
      brings({ about: { ...surrogate, participant: 'custodian-2' }, by: [...all, 'custodian-2'] }),
      'exception-needed',
    ],
    'another’s share, with the help of somebody who is not here': [
      brings({ about: surrogate, by: [...all, 'custodian-3'] }),
      'event-not-allowed',
    ],
    'another’s share, twice': [brings({ about: surrogate, by: all }, { again: true }), 'exception-needed'],
  };
  for (const [what, [play, code]] of Object.entries(cases))
    test(what, async () => assert.equal(await play(), code));

  test('and a ceremony is given up by people who are here only', async () => {
    const next = await toRebuild(made);
    const abandoned = (by: string[]) =>
      codeWith(next, 'rebuild-recovery-key', (step) => [
        { type: 'ceremony-abandoned', step, by, reason: 'x', keys: 'none' },
      ]);
    assert.equal(await abandoned(['custodian-3', 'auditor-1']), 'event-not-allowed');
    // It was given up: nothing can follow.
    assert.equal(await abandoned(['custodian-1', 'auditor-1']), 'ceremony-closed');
  });

  test('and nobody makes a new key after a bundle that is in doubt', async () => {
    const parameters = parametersFor(2, 3, { keyLabel: 'population' });
    const before: PreviousBundle = { ...(await previousOf(made)), doubts: ['certificates-fit'] };
    await assert.rejects(
      playPlan({ kind: 'generate', parameters }, await softwareRoom(parameters), {
        ceremony: '1b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b',
        previousBundle: before,
      }),
      { code: 'bundle-not-good' },
    );
  });
});
