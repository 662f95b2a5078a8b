import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';

/** Some drivers notice a card only when they are asked. */
export const LookAgain = () => {
  const store = useStore();
  const { asking } = useView();
  const { t } = useTexts();
  return (
    <button
      type="button"
      className="quiet"
      disabled={asking === 'look-again'}
      onClick={() => void store.ask('look-again', {})}
    >
      <Icon name="look" />
      {t(asking === 'look-again' ? 'screen.token.looking' : 'screen.token.look-again')}
    </button>
  );
};
