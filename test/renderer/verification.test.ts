import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bad, type Result } from '../../ceremonies/model/error.ts';
import type { Bridge } from '../../electron/contract.ts';
import { nothingTrusted } from '../../renderer/screens/trustFiles.tsx';
import { openVerification } from '../../renderer/screens/verification.ts';
import { createStore } from '../../renderer/store.ts';
import { room } from './scenes.ts';

const wanted = { kind: 'bundle', file: '/media/archive/a.asice', previous: null } as const;

/** An engine that says nothing of how far it is, and answers when it is told to. */
const silentEngine = () => {
  const asked: string[] = [];
  let answer: (reply: Result<never>) => void = () => undefined;
  const request: Bridge['request'] = (name) => {
    asked.push(name);
    if (name !== 'verify-bundle') return Promise.resolve(bad('cancelled'));
    return new Promise((answered) => {
      answer = answered;
    });
  };
  const store = createStore({ request, listen: () => () => undefined, fileOf: () => '' }, { room });
  return {
    asked,
    store,
    verification: openVerification(store),
    answer: (reply: Result<never>) => answer(reply),
  };
};

describe('a verification that is under way', () => {
  it('is stopped by whoever leaves before anything was heard of it', async () => {
    const { asked, store, verification, answer } = silentEngine();
    const looked = verification.look(wanted, nothingTrusted);
    assert.equal(store.view().verifying, null);
    verification.leave();
    assert.deepEqual(asked, ['verify-bundle', 'cancel-verifying']);
    answer(bad('cancelled'));
    assert.equal(await looked, 'stopped');
    assert.equal(store.view().fault, null);
  });

  it('is not stopped when it has ended', async () => {
    const { asked, store, verification, answer } = silentEngine();
    const looked = verification.look(wanted, nothingTrusted);
    answer(bad('file-absent'));
    assert.equal(await looked, 'nothing');
    verification.leave();
    assert.deepEqual(asked, ['verify-bundle']);
    assert.equal(store.view().fault?.code, 'file-absent');
  });
});
