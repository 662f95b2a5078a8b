import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forgetTexts } from '../../ceremonies/secrets/forget.ts';

describe('texts that held a secret', () => {
  test('are taken as soon as nobody holds them', async () => {
    const held = { text: 'held' };
    const [taken, kept] = [new WeakRef({ text: 'let go' }), new WeakRef(held)];
    // What was just made is held until the turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    forgetTexts();
    assert.equal(taken.deref(), undefined);
    assert.equal(kept.deref(), held);
  });
});
