import { useState } from 'react';
import type { ExceptionAbout } from '../../ceremonies/model/exceptionAbout.ts';
import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { inWords, subjectOfState } from '../../ceremonies/model/subject.ts';
import { targetTextOf } from '../../ceremonies/transcript/destructionTarget.ts';
import { useStore } from '../store.ts';
import { useTexts } from '../parts/texts.ts';
import { Instruments, TopBar } from '../parts/topBar.tsx';
import { RoomDialog, type DialogName, type OpenDialog } from '../room/dialogs.tsx';
import { Present } from '../room/present.tsx';
import { RoomControls } from '../room/controls.tsx';
import { ScriptRail } from '../room/scriptRail.tsx';
import { TranscriptRail } from '../room/transcriptRail.tsx';

/** The main instrument: the script at the left, the present step in the middle, the growing transcript at the right. */
export const Room = ({ snapshot }: { readonly snapshot: Snapshot }) => {
  const store = useStore();
  const { t } = useTexts();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  // An earlier failure has nothing to say about a new decision.
  const open = (name: DialogName, about: ExceptionAbout = { kind: 'other' }): void => {
    store.dismiss();
    setDialog({ name, about });
  };
  const { script } = snapshot.state;
  // No step is left to follow, and no words are read aloud but the bundle's: it has the whole screen.
  const isOver = snapshot.exported !== null;
  const about = targetTextOf(snapshot.state, t) ?? inWords(subjectOfState(snapshot.state)).keyLabel;
  return (
    <>
      <TopBar
        title={[t(`screen.kinds.${script.kind}`), script.parameters.embassy, about]
          .filter((part) => part !== '')
          .join(' · ')}
      >
        <Instruments />
      </TopBar>
      <div className="room" data-over={isOver || undefined}>
        {isOver ? null : <ScriptRail snapshot={snapshot} />}
        <main className="middle" id="step" tabIndex={-1}>
          <Present snapshot={snapshot} open={open} />
        </main>
        {isOver ? null : <TranscriptRail snapshot={snapshot} />}
      </div>
      <RoomControls state={snapshot.state} open={open} />
      {dialog === null ? null : (
        <RoomDialog {...dialog} state={snapshot.state} close={() => setDialog(null)} />
      )}
    </>
  );
};
