/**
 * Domain separation. Whatever is hashed, derived or signed begins with a string that names the program, the domain, the
 * purpose and the version, so that nothing rehearsed verifies as production, and nothing made for one purpose for another.
 */
export const domains = ['production', 'rehearsal'] as const;
export type Domain = (typeof domains)[number];

export const domainPurposes = [
  'share-commitment',
  'recovery-key',
  'recovery-key-commitment',
  'statement',
  'canary',
] as const;
export type DomainPurpose = (typeof domainPurposes)[number];

/** For example `embassy-key-ceremony/production/share-commitment/1`. */
export const domainString = (domain: Domain, purpose: DomainPurpose): string =>
  `embassy-key-ceremony/${domain}/${purpose}/1`;
