import { sha256Hex } from '../formats/digest.ts';
import type { PreviousBundle } from '../model/event.ts';
import { registerFile } from '../transcript/bundleFiles.ts';
import { registerOf } from '../transcript/registerOf.ts';
import { previousBundle } from './checks/previous.ts';
import type { Record } from './evidence.ts';
import { find } from './finding.ts';
import { claimOf } from './requirements.ts';
import { standingOf, type Standing } from './standing.ts';
import { outcomeOf, type Verdict } from './verdict.ts';

/** What a bundle says of the one before it. */
export type Before = Pick<PreviousBundle, 'sha256' | 'ceremony' | 'made' | 'doubts'> & {
  /** Of the canonical form of the register that it took over. */
  readonly registerSha256: string;
};

/** What is left to compare with other bundles once a bundle is verified: little enough to keep of a long chain. */
export type Link = {
  /** Null for the first bundle of a chain. */
  readonly before: Before | null;
  /** Of its own register, as the closing event fixed it; null if it was not closed. */
  readonly registerSha256: string | null;
  /** SHA-256 of every bundle before it, oldest first. */
  readonly ancestors: readonly string[];
  readonly standing: Standing;
};

/** A bundle that was verified by itself. `link`: null for one whose events could not be followed. */
export type Examined = { readonly verdict: Verdict; readonly link: Link | null };

export const linkOf = async ({ state }: Record): Promise<Link> => {
  const { previousBundle: named, registerSha256 } = state;
  const register = registerOf(state);
  return {
    before:
      named === null
        ? null
        : {
            sha256: named.sha256,
            ceremony: named.ceremony,
            made: named.made,
            doubts: named.doubts,
            registerSha256: await sha256Hex(registerFile(named.register)),
          },
    registerSha256,
    ancestors: register.history.map(({ bundle }) => bundle),
    standing: standingOf(register),
  };
};

/** The verdict on a bundle together with the one before it: the claim about that one can be decided now. */
export const continuing = async ({ verdict, link }: Examined, before: Examined): Promise<Verdict> => {
  if (link === null) return verdict;
  const finding = await find(() => previousBundle(link, before));
  const claims = verdict.claims.map((claim) =>
    claim.id === 'previous-bundle' ? claimOf(claim.id, finding) : claim,
  );
  return { ...verdict, claims, outcome: outcomeOf(claims) };
};
