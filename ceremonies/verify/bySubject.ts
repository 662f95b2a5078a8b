import type { Change } from './diff.ts';

/** All of a subject together, in the order in which subjects are first named. */
export const bySubject = (changes: readonly Change[]): readonly (readonly Change[])[] => {
  const subjects = new Map<string, Change[]>();
  for (const change of changes) {
    const [subject] = change.path;
    const own = subjects.get(subject);
    if (own === undefined) subjects.set(subject, [change]);
    else own.push(change);
  }
  return [...subjects.values()];
};
