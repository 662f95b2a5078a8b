import type { ExceptionAbout } from '../../ceremonies/model/exceptionAbout.ts';
import { Note } from '../parts/note.tsx';
import { useTexts } from '../parts/texts.ts';

/** Opens the dialog for an exception about something. */
export type RaiseException = (about: ExceptionAbout) => void;

/** Somebody brings another's share: an exception that names both comes first. */
export const SurrogateNote = ({
  about,
  raiseException,
}: {
  readonly about: ExceptionAbout;
  readonly raiseException: RaiseException;
}) => {
  const { t } = useTexts();
  return (
    <Note tone="warn">
      <p className="note-sentence">{t('screen.present.surrogate')}</p>
      <button type="button" className="secondary" onClick={() => raiseException(about)}>
        {t('screen.exception.open')}
      </button>
    </Note>
  );
};
