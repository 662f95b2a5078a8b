import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePlan } from '../../ceremonies/model/ceremonyPlan.ts';
import {
  draftFor,
  draftProblems,
  parametersOf,
  planOf,
  splitFacts,
  type Draft,
} from '../../renderer/screens/draft.ts';

const rehearsal = draftFor('rehearsal');
const problemsOf = (change: Partial<Draft>) =>
  draftProblems({ ...rehearsal, ...change }).map(({ place, problem }) => `${place} ${problem.code}`);
const custodians = (count: number): Draft['people'] => [
  ...rehearsal.people.filter(({ role }) => role !== 'custodian'),
  ...Array.from({ length: count }, (_, index) => ({
    key: 100 + index,
    role: 'custodian' as const,
    name: `Custodian number ${index}`,
  })),
];

describe('the set-up form', () => {
  it('of a rehearsal can be begun as it stands', () => {
    assert.deepEqual(problemsOf({}), []);
    assert.ok(parsePlan(planOf(rehearsal)).ok);
  });

  it('of a real ceremony wants every field filled in, each once', () => {
    const places = draftProblems(draftFor('production')).map(({ place }) => place);
    assert.deepEqual(new Set(places).size, places.length);
    for (const place of ['embassy', 'place', 'keyLabel', 'person-0', 'person-6'] as const)
      assert.ok(places.includes(place), place);
  });

  const refused: readonly (readonly [string, Partial<Draft>, string])[] = [
    ['k = 1', { threshold: '1' }, 'threshold threshold-too-small'],
    ['no threshold at all', { threshold: '' }, 'threshold threshold-too-small'],
    ['k > n', { threshold: '4' }, 'threshold threshold-above-custodians'],
    ['k = n that nobody accepted', { threshold: '3' }, 'threshold no-spare-share'],
    ['n > 255', { people: custodians(256) }, 'threshold too-many-custodians'],
    ['a label with capitals', { keyLabel: 'Land' }, 'keyLabel label-invalid'],
    ['an embassy of spaces', { embassy: '  ' }, 'embassy parameters-invalid'],
    [
      'one person in two roles, however written',
      { people: rehearsal.people.map((each) => (each.key === 4 ? { ...each, name: ' kadri  TAMM' } : each)) },
      'person-4 participant-twice',
    ],
    ['no custodian', { people: custodians(0) }, 'people role-missing'],
  ];
  for (const [name, change, expected] of refused) {
    it(`refuses ${name} beside its field`, () =>
      assert.ok(problemsOf(change).includes(expected), problemsOf(change).join()));
  }

  it('takes k = n once it is accepted', () => {
    assert.deepEqual(problemsOf({ threshold: '3', acceptsNoSpareShare: true }), []);
  });

  it('always gives participants the ids that their order asks for', () => {
    const mixed = { ...rehearsal, people: rehearsal.people.toReversed() };
    assert.deepEqual(
      parametersOf(mixed).participants.map(({ id }) => id),
      ['administrator', 'witness', 'custodian-1', 'custodian-2', 'custodian-3', 'auditor-1'],
    );
  });

  it('says how many cards may be lost and how many quorums there are', () => {
    assert.deepEqual(splitFacts('7', 12), {
      threshold: 7,
      custodians: 12,
      spare: 5,
      quorums: '792',
    });
  });
});
