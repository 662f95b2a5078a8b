import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { canStoreData, listData } from '../../ceremonies/tokens/dataObjects.ts';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { openModule } from '../../ceremonies/tokens/module.ts';
import { findObjects } from '../../ceremonies/tokens/objects.ts';
import { isLive, openSession } from '../../ceremonies/tokens/session.ts';
import { findSoftHsm, useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';
import { temporaryFolder } from '../temporary.ts';
import { problem, soPin, userPin, value } from '../tokens/softhsm.ts';
import { openBoard, type FunctionName, type TokenFault } from './board.ts';
import { buildModule } from './module.ts';

/** What the walks have found, each by name. The ceremonies themselves are walked beside this. */
const folder = temporaryFolder('mended');
const board = openBoard(join(folder, 'board'));
useSoftHsmDirectory(mkdtempSync(join(folder, 'tokens-')));
const module = openModule(buildModule(folder, findSoftHsm() ?? '', board.path));
const token = value(initialiseToken(module, { kind: 'blank' }, { label: 'card', soPin, userPin }));
const login = { kind: 'user', pin: userPin } as const;

/** Does it once to see where it calls a function, and then again with a fault there. `nth`: which of those calls, from 1. */
const strike = (name: FunctionName, fault: TokenFault, work: () => unknown, nth = 1): unknown => {
  board.clear();
  work();
  const calls = [...board.trace().entries()].filter(([, called]) => called === name);
  const call = calls[nth - 1]?.[0];
  assert.ok(call !== undefined, `${name} is called`);
  board.clear();
  board.plan([{ nth: call + 1, fault }]);
  try {
    return work();
  } finally {
    assert.equal(board.struck(), 1);
    board.clear();
  }
};

const tries = (work: () => unknown) => (): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a module', () => {
  for (const name of ['C_Finalize', 'C_Initialize'] as const)
    for (const kind of ['refused', 'refused-after'] as const)
      test(`whose ${name} is ${kind} can be started again when people look again`, () => {
        strike(name, { kind, value: 'CKR_GENERAL_ERROR' }, tries(module.rescan));
        module.rescan();
        assert.ok(module.tokens().some(({ label }) => label === 'card'));
        const session = value(openSession(module, token, login));
        assert.ok(session.pinChecked);
        session.close();
      });

  test('whose start is reported as failed and was done gives no session the number of one from before', () => {
    module.rescan();
    const before = value(openSession(module, token, login));
    const fault = { kind: 'refused-after', value: 'CKR_GENERAL_ERROR' } as const;
    board.plan([{ nth: 1, called: 'C_Initialize', fault }]);
    assert.throws(() => module.rescan(), { code: 'module-failed' });
    board.clear();
    const after = value(openSession(module, token, login));
    assert.equal(isLive(before), false);
    before.close();
    assert.equal(isLive(after), true);
    after.close();
  });
});

describe('a session', () => {
  test('that does not answer is not live, and that is all', () => {
    const session = value(openSession(module, token, login));
    const refused = { kind: 'refused', value: 'CKR_GENERAL_ERROR' } as const;
    assert.equal(
      strike('C_GetSessionInfo', refused, () => isLive(session)),
      false,
    );
    assert.equal(isLive(session), true);
    session.close();
  });

  test('in which an operation stays open is over, and another is opened in its place', () => {
    const session = value(openSession(module, token, login));
    const find = () => findObjects(session, { kind: 'data' });
    const doneAndRefused = { kind: 'refused-after', value: 'CKR_DEVICE_ERROR' } as const;
    strike('C_FindObjectsInit', doneAndRefused, tries(find));
    problem(find(), 'token-removed');
    assert.equal(isLive(session), false);
    const next = value(openSession(module, token, login));
    assert.deepEqual(value(findObjects(next, { kind: 'data' })), []);
    next.close();
  });
});

describe('a card that is tried for data objects', () => {
  const trials = (): number => {
    const session = value(openSession(module, token, login));
    const found = value(listData(session, 'ceremony')).length;
    session.close();
    return found;
  };
  const canStore = (): boolean => {
    const session = value(openSession(module, token, login));
    try {
      return value(canStoreData(session));
    } finally {
      session.close();
    }
  };

  for (const name of ['C_CreateObject', 'C_DestroyObject'] as const)
    for (const kind of ['refused', 'refused-after'] as const)
      test(`is not taken for one that keeps none when one ${name} is ${kind}, and keeps no trial`, () => {
        assert.equal(strike(name, { kind, value: 'CKR_DEVICE_ERROR' }, canStore), true);
        assert.equal(trials(), 0);
      });

  test('keeps the trial of a power cut no longer than to its next use', () => {
    strike('C_CreateObject', { kind: 'dark-after' }, tries(canStore));
    module.rescan();
    assert.equal(trials(), 1);
    assert.equal(canStore(), true);
    assert.equal(trials(), 0);
  });
});
