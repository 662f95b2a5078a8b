import type { chainChecks } from './chainClaims.ts';
import type { ofContainer, ofEvents, ofRecord } from './claims.ts';
import type { Finding } from './finding.ts';
import type { Claim } from './verdict.ts';

/** What auditors hold a key ceremony to, and what of it a bundle can speak to. */
export const clauses = {
  'CA/B BR 5.2.2': 'dual control',
  'CA/B BR 5.4.3': 'records that are kept until two years after the key’s destruction',
  'CA/B BR 6.1.1.1': 'a script, an auditor, several people, split knowledge',
  'ETSI EN 319 411-1 6.5.1':
    'a signed report: roles, responsibilities, evidence, date, inventory of keys, details of devices',
  'FIPS 140': 'the operator of each share authenticated separately',
  'NIST SP 800-57-1 §7': 'states of keys, with date and time of each transition',
  'PCI PIN 9-4': 'numbered tamper-evident bags',
  'PCI PIN 21-2.4': 'a recognised sharing scheme, in which shares known before count',
  'WebTrust for CAs 4.6': 'destruction of keys',
  'WebTrust for CAs 4.10': 'transport of keys',
} as const;
export type Clause = keyof typeof clauses;

type ClaimId =
  keyof typeof ofContainer | keyof typeof ofEvents | keyof typeof ofRecord | keyof typeof chainChecks;

/**
 * The clauses that a claim answers, in part: none says that a clause is met by it alone. Most claims answer no clause, and
 * are there so that the others can be believed.
 */
export const requirements: Readonly<Record<ClaimId, readonly Clause[]>> = {
  'container-strict': [],
  'manifests-cover-files': [],
  'time-stamped': [],

  'events-well-formed': [],
  'chain-unbroken': [],
  'times-in-order': [],
  'script-standard': ['CA/B BR 6.1.1.1'],
  'script-followed': ['CA/B BR 6.1.1.1'],

  'transcript-closed': [],
  'files-regenerated': [],
  'signatures-complete': ['ETSI EN 319 411-1 6.5.1'],
  'hsm-signed': ['ETSI EN 319 411-1 6.5.1'],
  'certificates-sound': [],
  'certificates-fit': [],
  'domain-marked': [],
  'keys-distinct': ['FIPS 140'],
  'signers-known': ['ETSI EN 319 411-1 6.5.1'],
  'enrolments-signed': ['FIPS 140'],
  'replacements-vouched': ['CA/B BR 5.2.2'],
  'acts-countersigned': ['CA/B BR 5.2.2', 'CA/B BR 6.1.1.1'],
  'receipts-signed': ['FIPS 140'],
  'presentations-signed': ['FIPS 140'],
  'hand-ins-signed': [],
  'destruction-confirmed': ['CA/B BR 5.2.2', 'WebTrust for CAs 4.6'],
  'data-given-up': ['CA/B BR 5.2.2', 'WebTrust for CAs 4.6'],
  'declarations-signed': ['CA/B BR 6.1.1.1', 'ETSI EN 319 411-1 6.5.1'],
  'presentations-fit': ['FIPS 140'],
  'commitments-distinct': [],
  'shares-sealed': ['CA/B BR 6.1.1.1'],
  'nobody-holds-quorum': ['CA/B BR 6.1.1.1', 'PCI PIN 21-2.4'],
  'custody-kept': ['CA/B BR 6.1.1.1', 'PCI PIN 21-2.4'],
  'key-states-lawful': ['NIST SP 800-57-1 §7'],
  'version-follows': ['NIST SP 800-57-1 §7'],
  'key-certified': [],
  'canaries-sealed': [],
  'wrapped-key-fits': [],
  'sets-superseded': [],
  'rewrap-counted': [],
  'register-consistent': ['ETSI EN 319 411-1 6.5.1'],
  'previous-bundle': ['CA/B BR 5.4.3'],

  'bundle-confirmed': ['CA/B BR 5.2.2'],
  'shares-proven': [],
  'recovery-key-matched': [],
  'keys-restored': [],
  'canaries-opened': [],
  'restored-keys-locked': [],
  'rebuilt-key-wiped': [],
  'rewrap-complete': [],
  'rewrap-in-token': [],
  'shares-destroyed': ['WebTrust for CAs 4.6'],
  'keys-destroyed': ['NIST SP 800-57-1 §7', 'WebTrust for CAs 4.6'],
  'cards-destroyed': ['WebTrust for CAs 4.6'],
  'compromise-recorded': ['NIST SP 800-57-1 §7'],
  'quorums-proved': ['PCI PIN 21-2.4'],
  'sheets-bagged': ['PCI PIN 9-4', 'WebTrust for CAs 4.10'],
  'made-on-hsm': ['ETSI EN 319 411-1 6.5.1'],
  'recovery-key-mixed': [],
  'working-copy-locked': [],
  'recovery-key-wiped': [],
  'original-destroyed': ['WebTrust for CAs 4.6'],
  'software-confirmed': [],
  'air-gap-checked': [],
  'clock-compared': ['ETSI EN 319 411-1 6.5.1'],
  'bags-recorded': ['PCI PIN 9-4', 'WebTrust for CAs 4.10'],
  'exceptions-recorded': [],
  'departures-recorded': [],
  'interruptions-recorded': [],
  'everyone-agrees': ['CA/B BR 6.1.1.1'],
  'reports-signed': ['ETSI EN 319 411-1 6.5.1'],

  'bundles-good': [],
  'chain-beginning': [],
  'chain-whole': ['CA/B BR 5.4.3'],
  'chain-unforked': [],
  'chain-one-embassy': [],
  'states-forward': ['NIST SP 800-57-1 §7'],
  'times-forward': [],
  'no-duplicate': [],
};

const byId: Readonly<Record<string, readonly Clause[] | undefined>> = requirements;

/** The clauses that the claim of this id answers. */
export const requirementsOf = (id: string): readonly Clause[] => byId[id] ?? [];

/** What a check came to, as the claim of this id. */
export const claimOf = (id: string, finding: Finding): Claim => ({
  id,
  ...finding,
  requirements: requirementsOf(id),
});
