import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { App } from '../../renderer/app.tsx';
import * as others from '../../renderer/screens/others.ts';
import { createStore, StoreContext, type Appearance } from '../../renderer/store.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import type { Language } from '../../ceremonies/texts/languages.ts';
import type { Bridge } from '../../electron/contract.ts';
import { bad, good } from '../../ceremonies/model/error.ts';
import type { Scene } from './scenes.ts';
import '../../renderer/styles/index.css';

/** Shows one scene after another, each in a fresh window's state, with a bridge that goes nowhere. */
type Told = { readonly scene: Scene; readonly language: Language; readonly appearance: Appearance };

const bridgeFor = (scene: Scene): Bridge => {
  const replies: Readonly<Record<string, unknown>> = {
    'describe-room': scene.view.room,
    'choose-bundle': { file: '/media/ceremony/2026-11-22-land-register-generate.asice' },
    'choose-directory': { directory: '/media/ceremony' },
    'verify-bundle': scene.verdict,
    'verify-folder': scene.chain,
    'compare-bundles': scene.comparison,
  };
  return {
    // What a scene has no answer for takes its time. A scene's answers are of the request's type, which its key does not tell.
    request: (name) =>
      (name in replies && replies[name] === undefined
        ? new Promise(() => undefined)
        : Promise.resolve(name in replies ? good(replies[name]) : bad('engine-lost'))) as never,
    listen: () => () => undefined,
    fileOf: () => '',
  };
};

let root: Root | null = null;
window.addEventListener('message', ({ data }: MessageEvent<Told>) => {
  const { scene, language, appearance } = data;
  root?.unmount();
  const place = document.getElementById('root');
  if (place === null) return;
  const store = createStore(bridgeFor(scene), { ...scene.view, texts: texts(language), appearance });
  document.documentElement.lang = language;
  document.documentElement.dataset['appearance'] = appearance;
  const fresh = createRoot(place);
  root = fresh;
  flushSync(() =>
    fresh.render(
      <StoreContext value={store}>
        <App others={good(others)} />
      </StoreContext>,
    ),
  );
  document.documentElement.dataset['scene'] = scene.name;
});
