import type { CeremonyKind } from '../model/ceremonyPlan.ts';
import type { ErrorDetails, Problem } from '../model/error.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import type { Replacement } from '../model/replacements.ts';
import type { Deeds } from './deeds.ts';
import type { Clause } from './requirements.ts';

/** What an auditor's check of one bundle comes to: a verdict per claim, and one over all. */
export type Verdict = {
  readonly format: 'embassy-key-ceremony/verdict/1';
  readonly outcome: 'good' | 'bad' | 'unreadable';
  /** Why it could not be read at all (`unreadable`), or null. */
  readonly problem: Problem | null;
  readonly bundle: {
    /** As the ceremony made it, without time-stamps that were added since: the next ceremony names it so. */
    readonly sha256: string;
    /** Of the file itself, if there are time-stamps in it. */
    readonly stampedSha256?: string;
    readonly sizeBytes: number;
  };
  readonly summary: Summary | null;
  readonly claims: readonly Claim[];
  /** Only where the auditor said whom they know. */
  readonly signers?: readonly KnownSigner[];
};

/**
 * How the auditor knows somebody who signed. `listed`: by certificate and name. `anchored`: an authority that the auditor trusts issued
 * the certificate, in this name. `…-otherwise`: the certificate is known, and not in this name. `other-certificate`: the name is on
 * the list with another certificate.
 */
export const signerStandings = [
  'listed',
  'listed-otherwise',
  'anchored',
  'anchored-otherwise',
  'other-certificate',
  'unknown',
] as const;
export type SignerStanding = (typeof signerStandings)[number];

export type KnownSigner = {
  readonly signer: string;
  readonly name: string;
  readonly certificateSha256: string;
  readonly standing: SignerStanding;
  /** The name on the list, or in a certificate that is anchored; null for neither. */
  readonly knownAs: string | null;
};

/** What a person wants to know first about a bundle. */
export type Summary = Deeds & {
  readonly ceremony: string;
  readonly kind: CeremonyKind;
  readonly domain: 'production' | 'rehearsal';
  readonly embassy: string;
  readonly place: string;
  readonly openedAt: string;
  readonly closedAt: string;
  /** The keys that the ceremony was about, as many as can be read aloud. */
  readonly keyLabel: string;
  readonly algorithm: string;
  readonly algorithms: readonly KeyAlgorithm[];
  /** Of the share set that it made, or else of the one that was brought. */
  readonly threshold: number;
  readonly custodians: number;
  readonly participants: readonly { readonly id: string; readonly name: string; readonly role: string }[];
  /** SHA-256 of the bundle that this one continues from, whether it was shown or not; null for the first one. */
  readonly previousBundle: string | null;
  /** Of a `check`: whether enough good shares were shown, set by set. */
  readonly health: readonly {
    readonly set: string;
    readonly threshold: number;
    readonly count: number;
    readonly shown: number;
    /** Holders of the shares that were not shown. */
    readonly missing: readonly string[];
    /** How many of the shown shares could be lost; below 0 the quorum was not shown to stand. */
    readonly margin: number;
  }[];
  readonly exceptions: number;
  /** Who left before the end without signing, and why. */
  readonly departures: readonly { readonly name: string; readonly reason: string }[];
  /** Only where the HSM did not sign: both who lead said that it exists no more, and why. */
  readonly hsmLost?: LostHsm;
  /** Only where an HSM was lost at ceremonies that were given up. */
  readonly hsmsLostBefore?: readonly LostHsm[];
  /** Only where another card took the place of one that one of the two who lead had: whose, why, and who vouched for that. */
  readonly replacements?: readonly Replacement[];
  /** Only where somebody came to k shares of one recovery key, at ceremonies that were given up. */
  readonly exceeded?: readonly {
    readonly name: string;
    readonly shares: number;
    readonly threshold: number;
  }[];
  readonly disagreements: number;
  readonly events: number;
  readonly head: { readonly hash: string; readonly words: readonly string[] };
};

type LostHsm = { readonly label: string; readonly serial: string; readonly because: string };

/**
 * `proved`: recomputed here from the bundle alone. `attested`: rests on the signed word of named people or on what
 * the program recorded. `failed`: contradicted. `not-shown`: the bundle does not speak of it.
 */
export type ClaimStatus = 'proved' | 'attested' | 'failed' | 'not-shown';

export type Claim = {
  /** Stable: `claims.<id>` in the catalogue, a row in docs/ASSURANCE.md. */
  readonly id: string;
  readonly status: ClaimStatus;
  /** Facts for the claim's sentence. */
  readonly details: ErrorDetails;
  /** Sequence numbers of the events it rests on. */
  readonly events: readonly number[];
  readonly problem: Problem | null;
  /** The clauses that it answers, in part: see `clauses`. */
  readonly requirements: readonly Clause[];
};

/** The ids of the claims that are contradicted, in the order in which they were checked. */
export const failedClaims = ({ claims }: Pick<Verdict, 'claims'>): readonly string[] =>
  claims.filter(({ status }) => status === 'failed').map(({ id }) => id);

export const outcomeOf = (claims: readonly Claim[]): 'good' | 'bad' =>
  claims.some(({ status }) => status === 'failed') ? 'bad' : 'good';

/** The verdict on a file that could not even be fetched: there is no digest. */
export const unreadableVerdict = (problem: Problem): Verdict => ({
  format: 'embassy-key-ceremony/verdict/1',
  outcome: 'unreadable',
  problem,
  bundle: { sha256: '', sizeBytes: 0 },
  summary: null,
  claims: [],
});
