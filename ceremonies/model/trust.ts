/**
 * Claims of a verification that rest on what a certificate says of itself, not on whether anything was changed: two people may
 * go on from a bundle where only these fail, and say why.
 */
export const trustClaimIds = ['certificates-fit'] as const;
