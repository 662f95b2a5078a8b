import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { checkHere, checkSignaturesBy, verifySignature } from '../../ceremonies/formats/algorithms.ts';
import { openSignatureThread } from '../../renderer/verifier/signatureThread.ts';
import { testKeys } from '../formats/keys.ts';

type Posted = { readonly number: number };
type Act = (thread: EventTarget, posted: Posted) => void;

/** A browser's threads, as far as they are used; `act`: what one does when it is asked. */
const withThreads = (act: Act): readonly Posted[] => {
  const asked: Posted[] = [];
  class Thread extends EventTarget {
    postMessage(posted: Posted): void {
      asked.push(posted);
      queueMicrotask(() => act(this, posted));
    }
    terminate(): void {
      asked.push({ number: 0 });
    }
  }
  Reflect.set(globalThis, 'Worker', Thread);
  return asked;
};

const data = new TextEncoder().encode('Whoever signs, signs this.');
const [key] = testKeys;
const isGood = async (content: Uint8Array): Promise<boolean> =>
  verifySignature(key.spki, key.algorithm, content, await key.sign(data));

describe('a signature', () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'Worker');
    checkSignaturesBy(checkHere);
  });

  it('is checked by another thread where there is one', async () => {
    const answer =
      (good: boolean): Act =>
      (thread, { number }) =>
        thread.dispatchEvent(new MessageEvent('message', { data: { number, good } }));
    const asked = withThreads(answer(false));
    openSignatureThread();
    assert.equal(await isGood(data), false);
    assert.equal(asked.length, 1);
    withThreads(answer(true));
    openSignatureThread();
    assert.equal(await isGood(new Uint8Array()), true);
  });

  it('is checked here where that thread fails, also one that it was asked about before', async () => {
    const asked = withThreads((thread) => thread.dispatchEvent(new Event('error')));
    openSignatureThread();
    assert.deepEqual(await Promise.all([isGood(data), isGood(new Uint8Array())]), [true, false]);
    const before = asked.length;
    assert.deepEqual(await Promise.all([isGood(data), isGood(new Uint8Array())]), [true, false]);
    assert.equal(asked.length, before);
  });

  it('is checked here where there is none to be had', async () => {
    openSignatureThread();
    assert.deepEqual(await Promise.all([isGood(data), isGood(new Uint8Array())]), [true, false]);
  });
});
