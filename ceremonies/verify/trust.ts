import { trustClaimIds } from '../model/trust.ts';

export type TrustClaim = (typeof trustClaimIds)[number];

/** Whether two people may go on from a bundle of which this claim failed. */
export const isTrustClaim = (id: string): id is TrustClaim => trustClaimIds.some((each) => each === id);
