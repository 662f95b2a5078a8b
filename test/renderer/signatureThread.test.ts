import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { checkHere, checkSignaturesBy, verifySignature } from '../../ceremonies/formats/algorithms.ts';
import { openSignatureThread } from '../../renderer/verifier/signatureThread.ts';
import { testKeys } from '../formats/keys.ts';

type Asked = { readonly number: number; readonly data: Uint8Array; readonly signature: Uint8Array };
type Posted = readonly Asked[];
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
      asked.push([]);
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

  const answer =
    (good: boolean): Act =>
    (thread, posted) =>
      thread.dispatchEvent(
        new MessageEvent('message', { data: posted.map(({ number }) => ({ number, good })) }),
      );

  it('is checked by another thread where there is one', async () => {
    const asked = withThreads(answer(false));
    openSignatureThread();
    assert.equal(await isGood(data), false);
    assert.equal(asked.length, 1);
    withThreads(answer(true));
    openSignatureThread();
    assert.equal(await isGood(new Uint8Array()), true);
  });

  it('travels with those that are asked about in the same go, and without what lies around it', async () => {
    const asked = withThreads(answer(true));
    openSignatureThread();
    const signature = await key.sign(data);
    const among = new Uint8Array(1024);
    const part = among.subarray(100, 100 + data.length);
    const all = Array.from({ length: 100 }, () => verifySignature(key.spki, key.algorithm, part, signature));
    assert.deepEqual(new Set(await Promise.all(all)), new Set([true]));
    assert.equal(asked.flat().length, 100);
    assert.ok(asked.length < 5);
    for (const each of asked.flat()) assert.equal(each.data.buffer.byteLength, part.length);

    // The octets of an RSA signature are taken from the entry as they stand there.
    const rsa = testKeys.find(({ algorithm }) => algorithm === 'rsa-pkcs1-sha256');
    assert.ok(rsa !== undefined);
    const entry = new Uint8Array([...(await rsa.sign(data)), ...among]);
    await verifySignature(rsa.spki, rsa.algorithm, data, entry.subarray(0, -among.length));
    const last = asked.flat().at(-1);
    assert.equal(last?.signature.buffer.byteLength, entry.length - among.length);
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
