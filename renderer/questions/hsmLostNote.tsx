import { missingOfHsm } from '../../ceremonies/model/expected.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { Note } from '../parts/note.tsx';
import { useTexts } from '../parts/texts.ts';
import type { RaiseException } from './surrogateNote.tsx';

/** Where the HSM is wanted for the last time: a ceremony can come to its end without one that exists no more. */
export const HsmLostNote = ({
  state,
  raiseException,
}: {
  readonly state: State;
  readonly raiseException: RaiseException;
}) => {
  const { t } = useTexts();
  const missing = missingOfHsm(state);
  if (missing === null) return null;
  return (
    <Note tone="warn">
      <p className="note-sentence">{t(`screen.hsm.lost.${missing}`)}</p>
      <button type="button" className="secondary" onClick={() => raiseException({ kind: 'hsm-lost' })}>
        {t('screen.hsm.lost-open')}
      </button>
    </Note>
  );
};
