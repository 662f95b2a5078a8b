import {
  checkHere,
  checkSignaturesBy,
  signatureAlgorithms,
  type SignatureAlgorithm,
} from '../../ceremonies/formats/algorithms.ts';

/**
 * A thread that checks signatures for the one that reads a bundle: Chromium's WebCrypto works in the thread that asks it, and that has
 * enough to do. It is asked what WebCrypto would be asked, so what comes of it is the same; where it cannot be had, or ends, nothing
 * changes but the time.
 */

type Question = {
  readonly number: number;
  readonly importAs: EcKeyImportParams | RsaHashedImportParams;
  readonly verifyAs: EcdsaParams | Algorithm;
  readonly spki: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly data: Uint8Array<ArrayBuffer>;
};
type Answer = { readonly number: number; readonly good: boolean };

/** All that runs there, from its own text: it can refer to nothing outside itself. */
const answering = (): void => {
  const known = new Map<string, Promise<CryptoKey>>();
  const keyOf = ({ importAs, spki }: Question): Promise<CryptoKey> => {
    const name = `${JSON.stringify(importAs)} ${spki.join()}`;
    const key = known.get(name) ?? crypto.subtle.importKey('spki', spki, importAs, false, ['verify']);
    if (known.size === 1024) known.clear();
    known.set(name, key);
    return key;
  };
  self.addEventListener('message', (event: MessageEvent<Question>) => {
    const { number, verifyAs, signature, data } = event.data;
    keyOf(event.data)
      .then((key) => crypto.subtle.verify(verifyAs, key, signature, data))
      .catch(() => false)
      .then((good) => self.postMessage({ number, good } satisfies Answer))
      .catch(() => undefined);
  });
};

type Asked = {
  readonly algorithm: SignatureAlgorithm;
  readonly answer: (good: boolean | Promise<boolean>) => void;
} & Pick<Question, 'spki' | 'signature' | 'data'>;

/** Null where there is none to be had: a browser that has no threads of threads, or a policy. */
const begin = (): Worker | null => {
  try {
    const program = new Blob([`(${answering.toString()})()`], { type: 'text/javascript' });
    return new Worker(URL.createObjectURL(program));
  } catch {
    return null;
  }
};

/** To be called in the thread that reads. */
export const openSignatureThread = (): void => {
  const thread = begin();
  if (thread === null) return;
  const waiting = new Map<number, Asked>();
  let asked = 0;
  const end = (): void => {
    checkSignaturesBy(checkHere);
    for (const { algorithm, spki, signature, data, answer } of waiting.values())
      answer(checkHere(algorithm, spki, signature, data));
    waiting.clear();
    thread.terminate();
  };
  thread.addEventListener('error', end);
  thread.addEventListener('messageerror', end);
  thread.addEventListener('message', ({ data: { number, good } }: MessageEvent<Answer>) => {
    waiting.get(number)?.answer(good);
    waiting.delete(number);
  });
  checkSignaturesBy((algorithm, key, signature, data) => {
    const spki = Uint8Array.from(key);
    asked += 1;
    const { importAs, verifyAs } = signatureAlgorithms[algorithm];
    const question: Question = { number: asked, importAs, verifyAs, spki, signature, data };
    return new Promise((answer) => {
      waiting.set(question.number, { algorithm, spki, signature, data, answer });
      thread.postMessage(question);
    });
  });
};
