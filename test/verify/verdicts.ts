import type { Claim, Verdict } from '../../ceremonies/verify/verdict.ts';

/** What tests look at in a verdict. */
export const claimOf = ({ claims }: Verdict, id: string): Claim | undefined =>
  claims.find((claim) => claim.id === id);

export const failures = ({ claims }: Verdict): readonly Claim[] =>
  claims.filter(({ status }) => status === 'failed');

/** The code of each claim that has a problem. */
export const codes = ({ claims }: Verdict): Readonly<Record<string, string>> =>
  Object.fromEntries(
    claims.flatMap(({ id, problem }) => (problem === null ? [] : [[id, problem.code] as const])),
  );
