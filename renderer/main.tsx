import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridgeOf } from './bridge.ts';
import { createStore, StoreContext } from './store.ts';
import { followPreferences, keptBundle, preferences } from './preferences.ts';
import './styles/index.css';

const bridge = bridgeOf(window);
const store = createStore(bridge, preferences(), keptBundle());
// Until they are told, the other processes speak English.
void bridge.request('set-language', { language: store.view().language });
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
