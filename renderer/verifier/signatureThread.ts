import {
  checkHere,
  checkSignaturesBy,
  signatureAlgorithms,
  type SignatureAlgorithm,
} from '../../ceremonies/formats/algorithms.ts';
import { view } from '../../ceremonies/formats/bytes.ts';

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

/** Every message costs both threads more than what is in it, so that questions and answers go together; no more than these wait. */
const togetherMost = 64;

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
  const answerTo = (question: Question): Promise<Answer> => {
    const { number, verifyAs, signature, data } = question;
    return keyOf(question)
      .then((key) => crypto.subtle.verify(verifyAs, key, signature, data))
      .catch(() => false)
      .then((good) => ({ number, good }));
  };
  self.addEventListener('message', ({ data }: MessageEvent<readonly Question[]>) => {
    Promise.all(data.map(answerTo))
      .then((answers) => self.postMessage(answers))
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

/** Without what lies around it: a message takes all of the memory that a view is of, and of an entry that is the bundle. */
const alone = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();

/** To be called in the thread that reads. */
export const openSignatureThread = (): void => {
  const thread = begin();
  if (thread === null) return;
  const waiting = new Map<number, Asked>();
  let asked = 0;
  let together: Question[] = [];
  const send = (): void => {
    if (together.length > 0) thread.postMessage(together);
    together = [];
  };
  const end = (): void => {
    checkSignaturesBy(checkHere);
    for (const { algorithm, spki, signature, data, answer } of waiting.values())
      answer(checkHere(algorithm, spki, signature, data));
    waiting.clear();
    thread.terminate();
  };
  thread.addEventListener('error', end);
  thread.addEventListener('messageerror', end);
  thread.addEventListener('message', ({ data }: MessageEvent<readonly Answer[]>) => {
    for (const { number, good } of data) {
      waiting.get(number)?.answer(good);
      waiting.delete(number);
    }
  });
  checkSignaturesBy((algorithm, key, signed, signedData) => {
    const [spki, signature, data] = [alone(view(key)), alone(signed), alone(signedData)];
    asked += 1;
    const { importAs, verifyAs } = signatureAlgorithms[algorithm];
    const question: Question = { number: asked, importAs, verifyAs, spki, signature, data };
    return new Promise((answer) => {
      waiting.set(question.number, { algorithm, spki, signature, data, answer });
      together.push(question);
      // As many as are asked in one go.
      if (together.length === 1) queueMicrotask(send);
      if (together.length === togetherMost) send();
    });
  });
};
