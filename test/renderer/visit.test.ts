import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorCodes, type ErrorCode, type Problem } from '../../ceremonies/model/error.ts';
import type { ExceptionAbout } from '../../ceremonies/model/exceptionAbout.ts';
import type { PresentableCard } from '../../ceremonies/model/question.ts';
import {
  afterRefusal,
  cardsFor,
  chosenCard,
  mustBePaper,
  nobodyYet,
  refuseSheet,
  surrogateFor,
  visitorOf,
  type PresentQuestion,
  type Visit,
} from '../../renderer/questions/visit.ts';
import { append, cardOf, type Tape } from './fixture.ts';
import { collecting, presenting, previous } from './scenes.ts';

const card = (owner: string | null, holds: PresentableCard['holds'] = 'personal'): PresentableCard => ({
  token: cardOf(owner ?? holds),
  holds,
  owner,
  tries: 'all',
});
const asked = (tape: Tape, cards: readonly PresentableCard[]): PresentQuestion => {
  const body = presenting(tape, 'collect', cards);
  assert.equal(body.kind, 'present-share');
  return { id: 1, step: tape.state.script.acts[1]?.steps[1]?.id ?? '', problem: null, ...body };
};
const paper: Visit = {
  participant: 'custodian-1',
  serial: cardOf('blank').serial,
  from: 'paper',
  paper: { kind: 'words', rows: [] },
  sheetGone: false,
};

describe('a card in the reader', () => {
  it('names its owner, when it is the only one that can be meant', () => {
    assert.equal(visitorOf(asked(collecting(), [card('custodian-2')]))?.participant, 'custodian-2');
  });

  it('names nobody while several could come, or when its owner’s share is here', () => {
    assert.equal(visitorOf(asked(collecting(), [card('custodian-1'), card('custodian-2')])), null);
    assert.equal(visitorOf(asked(collecting('custodian-2'), [card('custodian-2')])), null);
    assert.equal(visitorOf(asked(collecting(), [card(null, 'blank')])), null);
  });

  it('that is known to be somebody’s is offered to nobody else', () => {
    const question = asked(collecting(), [card('custodian-2'), card(null, 'blank')]);
    assert.deepEqual(
      cardsFor(question, 'custodian-2').map(({ owner }) => owner),
      ['custodian-2'],
    );
    assert.deepEqual(
      cardsFor(question, 'custodian-1').map(({ owner }) => owner),
      [null],
    );
  });

  it('is not another’s new one, once a person’s own card is known to this ceremony', () => {
    assert.deepEqual(cardsFor(asked(collecting('custodian-1'), [card(null, 'blank')]), 'custodian-1'), []);
  });

  it('is chosen by itself only when there is one', () => {
    const one = asked(collecting(), [card(null, 'blank')]);
    const two = asked(collecting(), [card(null, 'blank'), card(null)]);
    const visit = { ...nobodyYet, participant: 'custodian-1' };
    assert.equal(chosenCard(one, visit)?.holds, 'blank');
    assert.equal(chosenCard(two, visit), null);
    assert.equal(chosenCard(two, { ...visit, serial: cardOf('personal').serial })?.holds, 'personal');
  });

  it('holds no share when it is blank, nor for somebody who holds none', () => {
    const { people } = asked(collecting(), []);
    assert.equal(mustBePaper(people[0], card(null, 'blank')), true);
    assert.equal(mustBePaper(people[0], card('custodian-1')), false);
    assert.equal(mustBePaper(people[3], card('custodian-4')), true);
  });
});

describe('a visit that was refused', () => {
  const after = (code: ErrorCode): Visit => afterRefusal(paper, { code, details: {} });

  it('keeps the words of the sheet over a slip in the PIN', () => {
    for (const code of ['pin-wrong', 'token-removed', 'share-of-another'] as const)
      assert.deepEqual(after(code), paper, code);
  });

  it('lets the same person read the sheet again when that is what was wrong', () => {
    for (const code of ['word-wrong', 'rows-wrong', 'row-foreign', 'share-malformed'] as const)
      assert.deepEqual(after(code), { ...paper, paper: null }, code);
  });

  it('forgets a share that is of no use here', () => {
    for (const code of ['share-twice', 'share-set-void', 'share-foreign', 'share-altered'] as const)
      assert.deepEqual(after(code), nobodyYet, code);
  });

  it('never keeps a share when there is nothing to mend', () => {
    assert.equal(afterRefusal(paper, null).paper, null);
    const keeping = errorCodes.filter((code) => after(code).paper !== null);
    assert.ok(keeping.length < 20, keeping.join());
  });
});

describe('a sheet', () => {
  const tape = collecting('custodian-2');
  const [set] = previous.register.shareSets;
  const head = (index: number, setBeginning = set?.set.slice(0, 8) ?? '') => ({
    version: 1,
    setBeginning,
    index,
  });
  const code = (person: string, index: number, at = tape) =>
    refuseSheet(at.state, asked(at, []), person)(head(index))?.code ?? null;

  it('is taken from whom it was given to', () => {
    assert.equal(code('custodian-1', 1), null);
  });

  it('is refused after its first row when its share is here already', () => {
    assert.equal(code('custodian-2', 2), 'share-twice');
  });

  it('of another set, or of a set that was given up, is told apart', () => {
    const refuse = refuseSheet(tape.state, asked(tape, []), 'custodian-1');
    assert.equal(refuse(head(1, 'ffffffff'))?.code, 'share-foreign');
    const { previousBundle } = tape.state;
    assert.ok(previousBundle !== null && set !== undefined);
    const old = { ...set, set: 'ffffffff-0000-4000-8000-000000000000', state: 'void' as const };
    const register = { ...previousBundle.register, shareSets: [old, set] };
    const state = { ...tape.state, previousBundle: { ...previousBundle, register } };
    assert.equal(
      refuseSheet(state, asked(tape, []), 'custodian-1')(head(1, 'ffffffff'))?.code,
      'share-set-void',
    );
  });

  it('of another person takes an exception in which whoever brings it takes part', () => {
    assert.equal(code('custodian-4', 1), 'share-of-another');
    const [first] = tape.state.previousBundle?.register.shareSets ?? [];
    const wanted = (problem: Problem | null, at = tape) => surrogateFor(at.state, problem);
    const refused = refuseSheet(tape.state, asked(tape, []), 'custodian-4')(head(1));
    const about = wanted(refused);
    assert.ok(about !== null);
    assert.deepEqual(about, { kind: 'surrogate', participant: 'custodian-4', set: first?.set, index: 1 });
    const raised = (what: ExceptionAbout, by = ['administrator', 'witness', 'custodian-4']): Tape =>
      append(tape, {
        type: 'exception-raised',
        about: what,
        step: asked(tape, []).step,
        expected: 'Liis Saar comes',
        happened: 'She is ill',
        decided: 'Helena Aas brings the sheet',
        by,
      });
    assert.equal(
      code('custodian-4', 1, raised({ kind: 'other' }, ['administrator', 'witness'])),
      'share-of-another',
    );
    assert.equal(code('custodian-4', 1, raised({ ...about, index: 3 })), 'share-of-another');
    assert.equal(code('custodian-4', 1, raised(about)), null);
    assert.equal(wanted(refused, raised(about)), null);
  });
});
