import type { Work } from '../../ceremonies/model/snapshot.ts';

/** How far work had come when somebody began to look at it. */
export type Beginning = Pick<Work, 'step' | 'done' | 'elapsedMs'>;

export type Pace = { readonly perSecond: number; readonly secondsLeft: number };

/** An estimate sooner than this would jump about. */
const settledMs = 2000;

/**
 * How fast work goes and how long the rest will take at that rate; null while too little is known to say so. Counted from when it was
 * first seen: after a restart much of it was done at a time that nobody measured.
 */
export const paceOf = (work: Work, since: Beginning): Pace | null => {
  const isSame = since.step === work.step && since.done < work.done;
  const [done, elapsedMs] = isSame
    ? [work.done - since.done, work.elapsedMs - since.elapsedMs]
    : [work.done, work.elapsedMs];
  if (done <= 0 || elapsedMs < settledMs) return null;
  const perSecond = (done * 1000) / elapsedMs;
  return { perSecond, secondsLeft: Math.max(0, work.total - work.done) / perSecond };
};

/** Whole minutes, rounded up; 0 for less than one. */
export const minutesOf = (secondsLeft: number): number =>
  secondsLeft < 60 ? 0 : Math.ceil(secondsLeft / 60);
