import type { Progress } from './progress.ts';

/** How far a verification is, of one bundle or of several, one after the other. `share`: of the one after those that are done, from 0 to 1. */
export type HowFar = { readonly done: number; readonly total: number; readonly share: number };

/** Of the bundle after `done` others: no more often than anybody can see. */
export const byPercent = (done: number, total: number, tell: (far: HowFar) => void): Progress => {
  let told = -1;
  return (share) => {
    const percent = Math.floor(100 * share);
    if (percent === told) return;
    told = percent;
    tell({ done, total, share: percent / 100 });
  };
};

/** A work of several parts that are told of as one: what each part is to tell. */
export const inParts = (count: number, tell: Progress): readonly Progress[] =>
  Array.from({ length: count }, (_, part) => (share: number) => tell((part + share) / count));
