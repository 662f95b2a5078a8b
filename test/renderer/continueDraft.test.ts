import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePlan } from '../../ceremonies/model/ceremonyPlan.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { setsFor } from '../../ceremonies/model/offers.ts';
import { standardScript } from '../../ceremonies/scripts/standard.ts';
import {
  continueDraftFor,
  continueProblems,
  planOf,
  type ContinueDraft,
} from '../../renderer/screens/continueDraft.ts';
import { larger, previous } from './scenes.ts';

const rebuilding = continueDraftFor('reconstitute', previous);
const problemsOf = (draft: ContinueDraft) =>
  continueProblems(draft).map(({ place, problem }) => `${place} ${problem.code}`);
const people = (change: (each: ContinueDraft['people'][number]) => Partial<typeof each>) =>
  rebuilding.people.map((each) => ({ ...each, ...change(each) }));
const real: PreviousBundle = {
  ...previous,
  register: { ...previous.register, domain: 'production' },
};

describe('the set-up of what continues from a bundle', () => {
  for (const kind of ['reconstitute', 'check'] as const)
    it(`of a rehearsal can be begun as it stands: ${kind}`, () => {
      const draft = continueDraftFor(kind, previous);
      assert.deepEqual(problemsOf(draft), []);
      const plan = parsePlan(planOf(draft));
      assert.ok(plan.ok);
      assert.ok(standardScript(plan.value, previous.register).acts.length > 0);
    });

  it('of a real one lacks two names and nothing else', () => {
    assert.deepEqual(problemsOf(continueDraftFor('reconstitute', real)), [
      'person-0 parameters-invalid',
      'person-1 parameters-invalid',
    ]);
  });

  it('names every holder once, also when somebody holds shares of two sets', () => {
    const names = continueDraftFor('reconstitute', larger).people.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length, 2 + 3 + 3);
  });

  it('brings all live sets, unless people choose fewer; at least one', () => {
    const draft = continueDraftFor('reconstitute', larger);
    assert.equal(draft.sets.length, 2);
    assert.ok(problemsOf({ ...draft, sets: [] }).includes('sets parameters-invalid'));
  });

  it('offers no set that was given up, and to rebuild none without keys', () => {
    const { register } = previous;
    const dead = {
      ...register,
      shareSets: register.shareSets.map((set) => ({ ...set, state: 'void' as const })),
    };
    assert.deepEqual(setsFor('check', dead), []);
    const keyless = { ...register, keys: [] };
    assert.deepEqual(setsFor('reconstitute', keyless), []);
    assert.equal(setsFor('check', keyless).length, 1);
  });

  it('refuses too few people to rebuild, but lets a single one be checked', () => {
    const few = people(({ role, key }) => ({ mayCome: role !== 'custodian' || key === 2 }));
    assert.deepEqual(problemsOf({ ...rebuilding, people: few }), ['people share-set-incomplete']);
    assert.deepEqual(problemsOf({ ...rebuilding, kind: 'check', people: few }), []);
  });

  it('leaves out whoever will not come, and numbers the others', () => {
    const { participants } = planOf({
      ...rebuilding,
      people: people(({ key }) => ({ mayCome: key !== 2 })),
    }).parameters;
    assert.deepEqual(participants.map(({ id, name }) => `${id} ${name}`).slice(2), [
      'custodian-1 Peeter Mägi',
      'custodian-2 Triin Sepp-Õunapuu',
    ]);
  });

  it('does not let a custodian lead as well', () => {
    const twice = people(({ key, name }) => ({ name: key === 0 ? 'liis  saar' : name }));
    assert.deepEqual(problemsOf({ ...rebuilding, people: twice }), ['person-2 participant-twice']);
  });

  it('gives fresh shares only to those who are here', () => {
    const fresh = { ...rebuilding, fresh: true, acceptsNoSpareShare: true };
    assert.ok(problemsOf(fresh).some((each) => each.startsWith('recipients')));
    const here = { ...fresh, people: people(({ key }) => ({ isHere: key >= 3 })) };
    assert.deepEqual(problemsOf(here), []);
    const plan = planOf(here);
    assert.ok(plan.kind === 'reconstitute');
    assert.deepEqual(plan.parameters.fresh?.recipients, ['custodian-2', 'custodian-3']);
  });
});
