import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { Note } from './note.tsx';
import { useTexts } from './texts.ts';

/** Bundles beside the one that was opened that nobody could read: the newest may be among them. */
export const UnreadBeside = ({
  bundle: { unread: names, moreUnread: more },
}: {
  readonly bundle: Pick<PreviousBundle, 'unread' | 'moreUnread'>;
}) => {
  const { t } = useTexts();
  if (names === undefined) return null;
  return (
    <Note tone="warn" role="alert">
      <p className="note-sentence">{t('embassy.unread.lead')}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
        {more === undefined ? null : (
          <li>{t('embassy.unread.more', { count: more, number: String(more) })}</li>
        )}
      </ul>
      <p>{t('embassy.unread.do')}</p>
    </Note>
  );
};
