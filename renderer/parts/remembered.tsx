import type { Remembered } from '../../ceremonies/model/event.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { keyText } from '../embassy/names.ts';
import { Note } from './note.tsx';
import { dateAndTime, useTexts } from './texts.ts';

const sentenceFor = (each: Remembered, at: string, t: Texts['t']): string => {
  switch (each.kind) {
    case 'share-seen':
      return t('embassy.remembered.share-seen', { name: each.name, index: each.index, at });
    case 'key-compromised':
      return t('embassy.remembered.key-compromised', { key: keyText(each), reason: each.reason, at });
    case 'hsm-lost':
      return t('embassy.remembered.hsm-lost', {
        hsm: tokenName(each),
        reason: each.reason,
        at,
      });
  }
};

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
          return <li key={JSON.stringify(each)}>{sentenceFor(each, at, t)}</li>;
        })}
      </ul>
    </Note>
  );
};
