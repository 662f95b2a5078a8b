import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridgeOf } from './bridge.ts';
import { createStore, StoreContext } from './store.ts';
import { followPreferences, preferences } from './preferences.ts';
import './styles/index.css';

const store = createStore(bridgeOf(window), preferences());
followPreferences(store);

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <StoreContext value={store}>
        <App />
      </StoreContext>
    </StrictMode>,
  );
}
