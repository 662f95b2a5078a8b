import { schemeOf, verifyAuthority } from './authoritySignature.ts';
import { equal } from './bytes.ts';
import type { Certificate } from './certificate.ts';

/**
 * The way from a certificate up to an authority that somebody trusts (RFC 5280 section 6, without policies and revocation).
 * Whatever limits an authority in a way that is not known here keeps it out.
 */

export type CertificatePath = {
  /** From the certificate upwards, as far as it can be followed. */
  readonly certificates: readonly Certificate[];
  /** Whether it ends in a trust anchor. */
  readonly anchored: boolean;
};

/** Longer than any in use. */
const longest = 8;

/** Whether it was valid then. Both ends count. */
export const isValidAt = ({ notBefore, notAfter }: Certificate, at: Date): boolean =>
  notBefore <= at && at <= notAfter;

const anyUsage = '2.5.29.37.0';

/** Whether an authority may have issued something for one of these usages, with so many authorities between. */
const mayIssue = (issuer: Certificate, usages: readonly string[], between: number, at: Date): boolean => {
  const { isCa, pathLength, keyUsage, extendedKeyUsage, unknownCritical } = issuer;
  return (
    isCa &&
    (keyUsage?.includes('keyCertSign') ?? true) &&
    (extendedKeyUsage?.some((each) => each === anyUsage || usages.includes(each)) ?? true) &&
    unknownCritical.length === 0 &&
    (pathLength === undefined || between <= pathLength) &&
    isValidAt(issuer, at)
  );
};

const isSignedBy = async (certificate: Certificate, issuer: Certificate): Promise<boolean> => {
  const scheme = schemeOf(certificate.algorithm);
  if (scheme === undefined || !equal(certificate.issuerDer, issuer.subjectDer)) return false;
  return verifyAuthority(issuer.spki, scheme, certificate.tbs, certificate.signature);
};

/**
 * Looks for a way from `certificate` to one of the anchors, over `others`, all of them valid at that time and allowed to issue
 * for one of the extended key usages. Each certificate is tried once, so strangers' certificates cannot make the search long.
 */
export const findPath = async (
  certificate: Certificate,
  others: readonly Certificate[],
  anchors: readonly Certificate[],
  { usages, at }: { readonly usages: readonly string[]; readonly at: Date },
): Promise<CertificatePath> => {
  const isAnchor = ({ der }: Certificate) => anchors.some((anchor) => equal(anchor.der, der));
  const untried = new Set([...anchors, ...others]);

  const climb = async (path: readonly Certificate[], last: Certificate): Promise<CertificatePath> => {
    if (isAnchor(last)) return { certificates: path, anchored: true };
    let best: CertificatePath = { certificates: path, anchored: false };
    if (path.length >= longest || equal(last.subjectDer, last.issuerDer)) return best;
    for (const issuer of untried) {
      if (!mayIssue(issuer, usages, path.length - 1, at) || !(await isSignedBy(last, issuer))) continue;
      untried.delete(issuer);
      const found = await climb([...path, issuer], issuer);
      if (found.anchored) return found;
      if (found.certificates.length > best.certificates.length) best = found;
    }
    return best;
  };
  return climb([certificate], certificate);
};
