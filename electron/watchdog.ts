/**
 * Notices when the engine does not come back from a call to a driver, of which PKCS#11 lets nobody take leave: either its whole
 * process is silent, or it speaks, but what the machine does for people gets no further.
 */
export type Watchdog = {
  /** Whatever the engine says; it says something every other second. */
  readonly heard: () => void;
  /** It has shown people something new. `isAtWork`: nobody is asked anything, for the machine is at work. */
  readonly shown: (isAtWork: boolean) => void;
  /** There is no engine to watch. */
  readonly rest: () => void;
};

export type WatchdogEvents = {
  /** People should know. Told once, and again when they have waited as long once more. */
  readonly hung: () => void;
  /** It goes on after all. */
  readonly recovered: () => void;
};

export type Patience = { readonly silentMs: number; readonly stalledMs: number };

/** A module of a real HSM may take ten seconds to start, and a smartcard a minute to make a key pair. */
export const usualPatience: Patience = { silentMs: 20_000, stalledMs: 120_000 };

const lookEveryMs = 1000;
/** A look that comes so late means that the whole machine slept, the engine too. */
const sleptMs = 5000;

export const openWatchdog = (
  { hung, recovered }: WatchdogEvents,
  { silentMs, stalledMs }: Patience = usualPatience,
): Watchdog => {
  let looking: NodeJS.Timeout | undefined;
  let heardAtMs = 0;
  let shownAtMs = 0;
  let lookedAtMs = 0;
  let isAtWork = false;
  let isTold = false;

  const startOver = (nowMs: number): void => {
    heardAtMs = nowMs;
    shownAtMs = nowMs;
    lookedAtMs = nowMs;
  };

  const look = (): void => {
    const nowMs = performance.now();
    if (nowMs - lookedAtMs > sleptMs) startOver(nowMs);
    lookedAtMs = nowMs;
    const isHung = nowMs - heardAtMs > silentMs || (isAtWork && nowMs - shownAtMs > stalledMs);
    if (!isHung) return;
    startOver(nowMs);
    isTold = true;
    hung();
  };

  const goOn = (): void => {
    if (isTold) recovered();
    isTold = false;
  };

  return {
    heard: () => {
      const nowMs = performance.now();
      if (looking === undefined) {
        startOver(nowMs);
        looking = setInterval(look, lookEveryMs);
        looking.unref();
      }
      heardAtMs = nowMs;
      // Whose work is stalled speaks all the time.
      if (!isAtWork) goOn();
    },
    shown: (now) => {
      isAtWork = now;
      shownAtMs = performance.now();
      goOn();
    },
    rest: () => {
      clearInterval(looking);
      looking = undefined;
      isAtWork = false;
      goOn();
    },
  };
};
