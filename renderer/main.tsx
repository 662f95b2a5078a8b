import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { bad, good, type Result } from '../ceremonies/model/error.ts';
import { App, type OtherScreens } from './app.tsx';
import { bridgeOf } from './bridge.ts';
import { english, loadTexts } from './languages.ts';
import { createStore, StoreContext } from './store.ts';
import { followPreferences, keptBundle, preferences } from './preferences.ts';
import './styles/index.css';

/** For the first message main reads the rest of itself, and hears nobody for a moment: not just when the first screen has come. */
const firstMessageMs = 100;

const bridge = bridgeOf(window);
const { language, appearance } = preferences();
// In English rather than not at all.
const texts = await loadTexts(language).catch(() => english);
const store = createStore(bridge, { texts, appearance }, keptBundle());
followPreferences(store);

const root = document.getElementById('root');
if (root !== null) {
  const drawn = createRoot(root);
  const draw = (others: Result<OtherScreens> | null): void =>
    drawn.render(
      <StrictMode>
        <StoreContext value={store}>
          <App others={others} />
        </StoreContext>
      </StrictMode>,
    );
  draw(null);
  // The first screen stands, and can be used, before anything is asked and the other screens are read.
  const goOn = (): void => {
    setTimeout(() => void store.begin(), firstMessageMs);
    import('./screens/others.ts').then(
      (others) => draw(good(others)),
      () => draw(bad('internal', { part: 'screens' })),
    );
  };
  requestIdleCallback(goOn, { timeout: 500 });
}
