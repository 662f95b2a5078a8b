/**
 * Stands before the verifier page's own program in its worker, and asks again what that asked WebCrypto for. There is no second thread,
 * so that all of it is asked here.
 */
import { recordWebCrypto, type WebCryptoCost } from './webCrypto.ts';

export type InPage = WebCryptoCost;

Reflect.deleteProperty(self, 'Worker');
const webCrypto = recordWebCrypto();
self.addEventListener('message', () => webCrypto.begin());
const tell = self.postMessage.bind(self);
Reflect.set(self, 'postMessage', (said: { readonly kind: string }) => {
  tell(said);
  if (said.kind === 'bundle') Reflect.set(self, 'measured', webCrypto.replay());
});
