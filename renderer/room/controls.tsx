import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { PrintIn } from '../parts/printIn.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore } from '../store.ts';
import type { DialogName } from './dialogs.tsx';
import { keysAtRisk } from './compromise.tsx';

/** What may be done at any step. Never the primary action. */
export const RoomControls = ({
  state,
  open,
}: {
  readonly state: State;
  readonly open: (dialog: DialogName) => void;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const going = state.lifecycle === 'running' || state.lifecycle === 'paused';
  if (state.bundle.readBack !== null) return null;
  return (
    <footer className="controls" aria-label={t('screen.controls.label')}>
      {going ? (
        <button type="button" className="quiet" onClick={() => open('exception')}>
          <Icon name="warning" />
          {t('screen.exception.open')}
        </button>
      ) : null}
      {state.lifecycle === 'running' ? (
        <button type="button" className="quiet" onClick={() => open('pause')}>
          <Icon name="pause" />
          {t('screen.pause.open')}
        </button>
      ) : null}
      {state.lifecycle === 'running' || state.lifecycle === 'closed' ? (
        <button type="button" className="quiet" onClick={() => open('departed')}>
          <Icon name="left" />
          {t('screen.departed.open')}
        </button>
      ) : null}
      {going && keysAtRisk(state).length > 0 ? (
        <button type="button" className="quiet" onClick={() => open('compromised')}>
          <Icon name="warning" />
          {t('embassy.compromised.open')}
        </button>
      ) : null}
      <PrintIn
        className="quiet"
        label={t(going ? 'screen.print.script' : 'screen.print.record')}
        print={(language) => void store.ask('print', { what: going ? 'script' : 'record', language })}
      />
      {going || (state.lifecycle === 'closed' && !state.irrevocable) ? (
        <button type="button" className="quiet" data-end="" onClick={() => open('abandon')}>
          <Icon name="leave" />
          {t('screen.abandon.open')}
        </button>
      ) : null}
    </footer>
  );
};
