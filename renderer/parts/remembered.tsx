import type { Remembered } from '../../ceremonies/model/event.ts';
import { keyText } from '../embassy/names.ts';
import { Note } from './note.tsx';
import { dateAndTime, useTexts } from './texts.ts';

/** What this machine knows of ceremonies that were given up, and no bundle tells. */
export const RememberedNote = ({ entries }: { readonly entries: readonly Remembered[] | undefined }) => {
  const { t, language } = useTexts();
  if (entries === undefined) return null;
  return (
    <Note tone="warn" role="alert">
      <p className="note-sentence">{t('embassy.remembered.lead')}</p>
      <ul>
        {entries.map((each) => {
          const at = dateAndTime(each.at, language);
          return (
            <li key={JSON.stringify(each)}>
              {each.kind === 'share-seen'
                ? t('embassy.remembered.share-seen', { name: each.name, index: each.index, at })
                : t('embassy.remembered.key-compromised', { key: keyText(each), reason: each.reason, at })}
            </li>
          );
        })}
      </ul>
    </Note>
  );
};
