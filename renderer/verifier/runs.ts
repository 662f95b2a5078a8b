import { cleaned } from './cleaned.ts';

export type Runs = {
  readonly openAll: (isOpen: boolean) => void;
  /** Lets go of the page. */
  readonly leave: () => void;
};

/** Puts long runs of rows into their `details` while they are open, or printed: closed, they cost nothing. */
export const followRuns = (place: HTMLElement, runs: readonly string[]): Runs => {
  const all = [...place.querySelectorAll<HTMLDetailsElement>('details[data-run]')];
  const stopping = new AbortController();
  const { signal } = stopping;
  const fill = (details: HTMLDetailsElement): void => {
    const isEmpty = details.childElementCount === 1;
    if (isEmpty) details.append(...cleaned(runs[Number(details.dataset['run'])] ?? ''));
  };
  const empty = (details: HTMLDetailsElement): void => {
    for (const child of [...details.children].slice(1)) child.remove();
  };
  const openAll = (isOpen: boolean): void => {
    for (const details of all) details.open = isOpen;
  };
  for (const details of all)
    details.addEventListener('toggle', () => (details.open ? fill(details) : empty(details)), { signal });

  let openedToPrint: readonly HTMLDetailsElement[] = [];
  const beforePrint = (): void => {
    openedToPrint = all.filter(({ open }) => !open);
    openAll(true);
    // Paper does not wait to be told of it.
    all.forEach(fill);
  };
  const afterPrint = (): void => {
    for (const details of openedToPrint) details.open = false;
    openedToPrint = [];
  };
  window.addEventListener('beforeprint', beforePrint, { signal });
  window.addEventListener('afterprint', afterPrint, { signal });
  return { openAll, leave: () => stopping.abort() };
};
