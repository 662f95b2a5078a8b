import { manifestPath, signaturePath } from '../formats/asic.ts';
import { verifySignature } from '../formats/algorithms.ts';
import { equal, fromBase64, toUtf8 } from '../formats/bytes.ts';
import { canonicalJson } from '../formats/canonical.ts';
import { parseCertificate, verifyCertificate, type Certificate } from '../formats/certificate.ts';
import { verifyDetached } from '../formats/signedData.ts';
import type { CeremonyEvent } from '../model/event.ts';
import type { Signed } from '../model/statement.ts';
import type { Container } from './evidence.ts';

/**
 * Signatures whose checking begins before it is known whose they have to be, so that other threads are at it while the transcript is
 * read. What is begun decides nothing: it is the answer to a question that a check may ask, and where it asks another one, that one
 * is answered.
 */
export type Begun = {
  /** For every event, in turn, as it is read. */
  readonly met: (event: CeremonyEvent) => void;
  /** As `isSignedBy` says. */
  readonly isSignedBy: typeof isSignedBy;
  /** Whether a certificate is signed by the very key that it is of. */
  readonly isSelfSigned: typeof isSelfSigned;
  /** What `verifyDetached` says of the signature of this number over its manifest. */
  readonly detached: (number: number, signature: Uint8Array, manifest: Uint8Array) => Detached;
};

type Detached = ReturnType<typeof verifyDetached>;

/** Far more than any ceremony has; a stranger's bundle must not keep a machine busy for nothing. */
const most = { statements: 4096, certificates: 1024, manifests: 300, manifestBytes: 1024 * 1024 } as const;

/** Whether the key in this SubjectPublicKeyInfo made this signature of a statement. */
export const isSignedBy = async (
  { statement, algorithm, signature }: Signed,
  spki: Uint8Array,
): Promise<boolean> =>
  verifySignature(spki, algorithm, toUtf8(canonicalJson(statement)), fromBase64(signature));

export const isSelfSigned = (certificate: Certificate): Promise<boolean> =>
  verifyCertificate(certificate, certificate.spki);

export const beginChecks = (files: Container['files']): Begun => {
  const manifests = beginManifests(files);
  const keys = new Map<string, Uint8Array>();
  const begun = new Map<Signed, { readonly spki: Uint8Array; readonly good: Promise<boolean> }>();
  const selfSigned = new Map<Certificate, Promise<boolean>>();

  const begin = (signed: Signed): void => {
    const spki = keys.get(signed.statement.participant);
    if (spki === undefined || begun.size === most.statements) return;
    begun.set(signed, { spki, good: unasked(isSignedBy(signed, spki)) });
  };
  return {
    met: (event) => {
      if (event.type === 'card-enrolled' || event.type === 'card-replaced') {
        const certificate = certificateIn(event.certificate);
        if (certificate !== null) keys.set(event.participant, certificate.spki);
        if (certificate !== null && event.origin !== 'adopted' && selfSigned.size < most.certificates)
          selfSigned.set(certificate, unasked(isSelfSigned(certificate)));
      }
      if ('signed' in event) begin(event.signed);
    },
    isSignedBy: (signed, spki) => {
      const early = begun.get(signed);
      return early !== undefined && equal(early.spki, spki) ? early.good : isSignedBy(signed, spki);
    },
    isSelfSigned: (certificate) => selfSigned.get(certificate) ?? isSelfSigned(certificate),
    detached: (number, signature, manifest) => manifests.get(number) ?? verifyDetached(signature, manifest),
  };
};

const beginManifests = (files: Container['files']): ReadonlyMap<number, Detached> => {
  const begun = new Map<number, Detached>();
  for (let number = 1; number <= most.manifests; number += 1) {
    const [signature, manifest] = [files.get(signaturePath(number)), files.get(manifestPath(number))];
    if (!(signature instanceof Uint8Array) || !(manifest instanceof Uint8Array)) break;
    if (manifest.length > most.manifestBytes) break;
    begun.set(number, unasked(verifyDetached(signature, manifest)));
  }
  return begun;
};

const certificateIn = (base64: string) => {
  try {
    const read = parseCertificate(fromBase64(base64));
    return read.ok ? read.value : null;
  } catch {
    return null;
  }
};

/** If nobody asks for it, its failure is nobody's. */
const unasked = <T>(answer: Promise<T>): Promise<T> => {
  answer.catch(() => undefined);
  return answer;
};
