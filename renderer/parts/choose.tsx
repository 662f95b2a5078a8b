import type { ReactNode } from 'react';
import { useView } from '../store.ts';

/** A button that opens a dialog of the system; the first one on a screen is the primary action. Nothing else is chosen meanwhile. */
export const Choose = ({
  primary = false,
  choose,
  children,
}: {
  readonly primary?: boolean;
  readonly choose: () => Promise<void>;
  readonly children: ReactNode;
}) => {
  const { asking } = useView();
  return (
    <button
      type="button"
      className={primary ? 'primary' : 'secondary'}
      data-primary={primary ? '' : undefined}
      disabled={asking !== null}
      onClick={() => void choose()}
    >
      {children}
    </button>
  );
};
