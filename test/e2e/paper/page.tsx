import { createRoot } from 'react-dom/client';
import { good } from '../../../ceremonies/model/error.ts';
import { headProblem } from '../../../ceremonies/formats/sheetHead.ts';
import { texts } from '../../../ceremonies/texts/catalogue.ts';
import { languages } from '../../../ceremonies/texts/languages.ts';
import { CodeScan } from '../../../renderer/parts/codeScan.tsx';
import { WordEntryForm } from '../../../renderer/parts/wordEntryForm.tsx';
import { createStore, StoreContext } from '../../../renderer/store.ts';
import '../../../renderer/styles/index.css';

/** `#words-en` or `#scan-et`; what the parts hand over is put into `data-given`, which no real page would do. */
const [part = '', wanted = 'en'] = location.hash.slice(1).split('-');
const language = languages.find((each) => each === wanted) ?? 'en';
const set = { setId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', count: 5 };
const store = createStore(
  { request: () => Promise.resolve(good(null) as never), listen: () => () => undefined, fileOf: () => '' },
  { texts: texts(language) },
);
const give = (given: unknown): void => {
  document.documentElement.dataset['given'] = JSON.stringify(given);
};
document.documentElement.dataset['appearance'] = 'light';

const place = document.getElementById('root');
if (place !== null)
  createRoot(place).render(
    <StoreContext value={store}>
      <main className="page">
        {part === 'words' ? (
          <WordEntryForm onShare={give} refuse={(head) => headProblem(head, set)} />
        ) : (
          <CodeScan onShare={give} allowCamera={() => Promise.resolve()} />
        )}
      </main>
    </StoreContext>,
  );
