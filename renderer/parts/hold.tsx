import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

const isPress = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';

/**
 * True only while somebody holds. Whatever takes the hand or the window away ends it: a share must not stay on the screen because a
 * key's release went to another window.
 */
export const useHold = (): readonly [held: boolean, hold: (held: boolean) => void] => {
  const [held, hold] = useState(false);
  useEffect(() => {
    if (!held) return undefined;
    const release = (): void => hold(false);
    const events = ['blur', 'pointerup', 'pointercancel', 'pagehide'] as const;
    for (const event of events) window.addEventListener(event, release);
    document.addEventListener('visibilitychange', release);
    return () => {
      for (const event of events) window.removeEventListener(event, release);
      document.removeEventListener('visibilitychange', release);
    };
  }, [held]);
  return [held, hold];
};

/** A button that works as long as it is held: by pointer, or by the space or Enter key while it has the focus. */
export const HoldButton = ({
  held,
  hold,
  icon,
  className = 'secondary',
  children,
}: {
  readonly held: boolean;
  readonly hold: (held: boolean) => void;
  readonly icon: IconName;
  readonly className?: string;
  readonly children: ReactNode;
}) => (
  <button
    type="button"
    className={`${className} hold`}
    aria-pressed={held}
    onPointerDown={(event) => {
      // The word field keeps the focus, so that people can type while they hold.
      event.preventDefault();
      if (event.button === 0) hold(true);
    }}
    onPointerLeave={() => hold(false)}
    onKeyDown={(event) => {
      if (!isPress(event)) return;
      event.preventDefault();
      if (!event.repeat) hold(true);
    }}
    onKeyUp={(event) => {
      if (isPress(event)) hold(false);
    }}
    onBlur={() => hold(false)}
    onContextMenu={(event) => event.preventDefault()}
  >
    <Icon name={icon} />
    {children}
  </button>
);
