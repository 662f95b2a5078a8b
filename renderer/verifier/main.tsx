import '../noEval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { bridgeOf } from '../bridge.ts';
import { followPreferences, preferences } from '../preferences.ts';
import { createStore, StoreContext } from '../store.ts';
import { Verifier } from './verifier.tsx';
import { isPage, prepare, serve } from './worker.ts';
import '../styles/index.css';
import '../styles/paper.css';
import './verifier.css';

/** The page of an auditor who has nothing but this file: the program's screens and its verifier, and no program behind them. */
const show = (): void => {
  const { language, appearance } = preferences();
  const store = createStore(bridgeOf(window), {
    texts: texts(language),
    appearance,
    page: { name: 'verify' },
  });
  followPreferences(store);
  const root = document.getElementById('root');
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <StoreContext value={store}>
        <Verifier />
      </StoreContext>
    </StrictMode>,
  );
  // The page is shown first.
  setTimeout(prepare);
};

if (isPage) show();
else serve();
