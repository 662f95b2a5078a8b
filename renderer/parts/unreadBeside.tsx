import { Note } from './note.tsx';
import { useTexts } from './texts.ts';

/** Bundles beside the one that was opened that nobody could read: the newest may be among them. */
export const UnreadBeside = ({ names }: { readonly names: readonly string[] | undefined }) => {
  const { t } = useTexts();
  if (names === undefined) return null;
  return (
    <Note tone="warn" role="alert">
      <p className="note-sentence">{t('embassy.unread.lead')}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <p>{t('embassy.unread.do')}</p>
    </Note>
  );
};
