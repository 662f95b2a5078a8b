/** Stands before the verifier page's own program in its worker, and takes the time of what that does. */
import { recordWebCrypto, type WebCryptoCost } from './webCrypto.ts';

export type InPage = WebCryptoCost & { readonly tookMs: number };

const webCrypto = recordWebCrypto();
let fromMs = 0;
self.addEventListener('message', () => {
  webCrypto.begin();
  fromMs = performance.now();
});
const tell = self.postMessage.bind(self);
Reflect.set(self, 'postMessage', (said: { readonly kind: string }) => {
  tell(said);
  if (said.kind !== 'bundle') return;
  const tookMs = performance.now() - fromMs;
  Reflect.set(
    self,
    'measured',
    webCrypto.replay().then((cost): InPage => ({ tookMs, ...cost })),
  );
});
