import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { subjectProblems } from '../../ceremonies/model/feasible.ts';
import type { DestroyTarget } from '../../ceremonies/model/parameters.ts';
import { dataListsOf, dataUnder } from '../../ceremonies/model/register.ts';
import { standardScript } from '../../ceremonies/scripts/standard.ts';
import * as continuing from '../../renderer/screens/continueDraft.ts';
import * as destroying from '../../renderer/screens/destroyDraft.ts';
import { anotherKeyFor, draftProblems } from '../../renderer/screens/draft.ts';
import * as rotating from '../../renderer/screens/rotateDraft.ts';
import { afterResharing, afterRotating, larger, previous } from './scenes.ts';

const told = (problems: ReturnType<typeof rotating.rotateProblems>) =>
  problems.map(({ place, problem }) => `${place} ${problem.code}`);

describe('the set-up of a rotation', () => {
  it('can be begun as it stands in a rehearsal: same algorithm, same custodians, same quorum, data moved', () => {
    const draft = rotating.rotateDraftFor(afterRotating, null);
    assert.deepEqual(rotating.rotateProblems(draft), []);
    const plan = parsePlan(rotating.planOf(draft));
    assert.ok(plan.ok && plan.value.kind === 'rotate');
    const { keyLabel, algorithm, threshold, rewrap, participants } = plan.value.parameters;
    assert.deepEqual([keyLabel, algorithm, threshold, rewrap], ['land-register', 'ecp384', 2, true]);
    assert.deepEqual(
      participants.filter(({ role }) => role === 'custodian').map(({ name }) => name),
      ['Liis Saar', 'Peeter Mägi', 'Triin Sepp-Õunapuu'],
    );
    assert.ok(standardScript(plan.value, afterRotating.register).acts.length > 0);
  });

  it('takes its people from the set that guards the active version, not from the first one', () => {
    const names = rotating
      .rotateDraftFor(afterResharing, null)
      .people.filter(({ role }) => role === 'custodian')
      .map(({ name }) => name);
    assert.deepEqual(names, ['Liis Saar', 'Peeter Mägi', 'Helena Aas', 'Mart Oja']);
  });

  it('changes algorithm and custodians with the key, and leaves those who lead', () => {
    const draft = rotating.rotateDraftFor(larger, 'land-register');
    const renamed = {
      ...draft,
      people: draft.people.map((each) =>
        each.role === 'administrator' ? { ...each, name: 'Eva Roos' } : each,
      ),
    };
    const other = rotating.withLabel(renamed, 'court-files');
    assert.equal(other.algorithm, 'aes256');
    assert.equal(other.threshold, '3');
    assert.equal(other.people.filter(({ role }) => role === 'custodian').length, 5);
    assert.equal(other.people.find(({ role }) => role === 'administrator')?.name, 'Eva Roos');
    assert.equal(new Set(other.people.map(({ key }) => key)).size, other.people.length);
  });

  it('says beside the field what keeps it from beginning', () => {
    const draft = rotating.rotateDraftFor(afterRotating, null);
    assert.deepEqual(told(rotating.rotateProblems({ ...draft, threshold: '9' })), [
      'threshold threshold-above-custodians',
    ]);
    assert.deepEqual(told(rotating.rotateProblems({ ...draft, keyLabel: 'unknown' })), [
      'keyLabel event-not-allowed',
    ]);
  });
});

describe('the set-up of new shares', () => {
  const draft = continuing.continueDraftFor('reshare', previous);

  it('can be begun as it stands: everybody comes and keeps a share', () => {
    assert.deepEqual(continuing.continueProblems(draft), []);
    const plan = parsePlan(continuing.planOf(draft));
    assert.ok(plan.ok && plan.value.kind === 'reshare');
    assert.deepEqual(plan.value.parameters.fresh.recipients, ['custodian-1', 'custodian-2', 'custodian-3']);
    assert.ok(standardScript(plan.value, previous.register).acts.length > 0);
  });

  it('gives no share to whoever hands over, nor to whoever stays away', () => {
    const people = draft.people.map((each) =>
      each.name === 'Liis Saar'
        ? { ...each, isHere: false }
        : each.name === 'Peeter Mägi'
          ? { ...each, isHere: false, mayCome: false }
          : each,
    );
    const { parameters } = continuing.planOf({ ...draft, people });
    assert.ok('fresh' in parameters && parameters.fresh !== null);
    const names = parameters.participants.filter(({ role }) => role === 'custodian').map(({ name }) => name);
    assert.deepEqual(names, ['Liis Saar', 'Triin Sepp-Õunapuu']);
    assert.deepEqual(parameters.fresh.recipients, ['custodian-2']);
  });

  it('is refused when too few of the old custodians may come', () => {
    const people = draft.people.map((each) =>
      each.role === 'custodian' && each.name !== 'Liis Saar'
        ? { ...each, mayCome: false, isHere: false }
        : each,
    );
    const somebodyNew = { ...continuing.guest(9, 'custodian', 'Helena Aas'), isHere: true };
    for (const all of [people, [...people, somebodyNew]]) {
      const problems = told(continuing.continueProblems({ ...draft, people: all, threshold: '2' }));
      assert.ok(problems.includes('people share-set-incomplete'), problems.join());
    }
  });
});

describe('the set-up of a destruction', () => {
  const set = afterResharing.register.shareSets.find(({ state }) => state === 'void')?.set ?? '';
  const begun = (target: DestroyTarget | null) => destroying.destroyDraftFor(afterResharing, target);

  it('wants a target first, and that people have understood what it means', () => {
    assert.deepEqual(told(destroying.destroyProblems(begun(null))), ['target parameters-invalid']);
    assert.deepEqual(told(destroying.destroyProblems(begun({ kind: 'set', set }))), [
      'understood parameters-invalid',
    ]);
  });

  it('calls the custodians of a set, and nobody for a key or a card', () => {
    const called = (target: DestroyTarget) =>
      begun(target).people.filter(({ role }) => role === 'custodian').length;
    assert.equal(called({ kind: 'set', set }), 3);
    assert.equal(called({ kind: 'key', label: 'land-register', version: 1 }), 0);
  });

  it('becomes a plan that can be held', () => {
    const draft = { ...begun({ kind: 'set', set }), understood: true };
    assert.deepEqual(destroying.destroyProblems(draft), []);
    const plan = parsePlan(destroying.planOf(draft));
    assert.ok(plan.ok);
    assert.deepEqual(subjectProblems(plan.value, afterResharing.register), []);
    assert.ok(standardScript(plan.value, afterResharing.register).acts.length > 0);
  });

  it('forgets what was understood of another target', () => {
    const draft = { ...begun({ kind: 'set', set }), understood: true };
    const other = destroying.withTarget(draft, { kind: 'key', label: 'land-register', version: 1 });
    assert.equal(other.understood, false);
    assert.equal(other.people.length, 2);
  });

  it('gives up what still lies under a key with a reason, and never silently', () => {
    const draft = { ...begun({ kind: 'key', label: 'land-register', version: 1 }), understood: true };
    assert.deepEqual(told(destroying.destroyProblems(draft)), ['reason parameters-invalid']);
    const said = { ...draft, reason: ' Damaged, and restored from another copy. ' };
    assert.deepEqual(destroying.destroyProblems(said), []);
    const target = destroying.targetIn(said);
    assert.ok(target?.kind === 'key');
    assert.equal(target.givenUp?.reason, 'Damaged, and restored from another copy.');
    assert.deepEqual(
      target.givenUp.dataSets,
      dataListsOf(dataUnder(afterResharing.register, { label: 'land-register', version: 1 })),
    );
    // Of another target it says nothing.
    assert.equal(destroying.withTarget(said, { kind: 'set', set }).reason, '');
  });

  it('knows the last active version', () => {
    const is = (version: number) =>
      destroying.isLastActive(afterResharing.register, { kind: 'key', label: 'land-register', version });
    assert.deepEqual([is(1), is(2)], [false, true]);
  });
});

describe('the set-up of another key', () => {
  it('carries the embassy on, and does not take a label twice', () => {
    const draft = anotherKeyFor('rehearsal', '/media/last.asice', previous.register);
    assert.equal(draft.embassy, previous.register.embassy);
    assert.equal(draft.previousBundle, '/media/last.asice');
    assert.ok(
      told(draftProblems({ ...draft, keyLabel: 'land-register' })).includes('keyLabel label-present'),
    );
    assert.deepEqual(draftProblems({ ...draft, keyLabel: 'population-register' }), []);
  });
});
