import pkcs11js from 'pkcs11js';
import { CeremonyError, type Result } from '../model/error.ts';
import { certificateFacts, readCertificates, type CertificateFacts } from './certificates.ts';
import { orRefuse } from './errors.ts';
import { readAttribute, readFlag, search, type TokenObject } from './objects.ts';
import { asksPinEachUse } from './privateUse.ts';
import { readPublicKeyParts } from './publicKey.ts';
import { attemptIn, type Session } from './session.ts';
import type { SignatureAlgorithm } from './sign.ts';
import { decodeSpki, encodeSpki, type PublicKeyParts } from './spki.ts';

export type SealingKind = 'ecdh-p256' | 'ecdh-p384' | 'rsa-oaep';

type CardKey = {
  readonly key: TokenObject<'private-key'>;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** The key wants the PIN at each use. */
  readonly asksPinEachUse: boolean;
};

export type SigningPair = CardKey & {
  /** X.509, DER. */
  readonly certificate: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
};

export type SealingPair = CardKey & {
  readonly certificate: Uint8Array | null;
  readonly kind: SealingKind;
};

/** A card as its owner sees it: what signs for them, and what opens what is sealed to them. */
export type CardPairs = {
  readonly signing: SigningPair | null;
  readonly sealing: SealingPair | null;
};

/** A private key with the public half and the certificate of the same CKA_ID, and what it may do. */
type Candidate = CardKey & {
  readonly parts: PublicKeyParts;
  readonly certificate: Uint8Array | null;
  readonly keyUsage: CertificateFacts['keyUsage'];
  readonly maySign: boolean;
  readonly mayOpen: boolean;
};

const sameBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** A certificate or key of a kind that we do not know is not ours to judge, and is passed over. */
const orPassOver = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'certificate-malformed') return null;
    throw error;
  }
};

const readCandidates = (session: Session): readonly Candidate[] => {
  const certificates = orRefuse(readCertificates(session)).flatMap(({ id, der }) => {
    const facts = orPassOver(() => certificateFacts(der));
    return facts === null ? [] : [{ id, der, facts }];
  });
  const publicKeys = search(session, 'public-key').map((object) => ({
    object,
    id: readAttribute(session, object, pkcs11js.CKA_ID) ?? Buffer.alloc(0),
  }));
  return search(session, 'private-key').flatMap((key) => {
    const id = readAttribute(session, key, pkcs11js.CKA_ID);
    if (id === null || id.length === 0) return [];
    const certificate = certificates.find((one) => sameBytes(one.id, id));
    const publicKey = publicKeys.find((one) => sameBytes(one.id, id));
    const parts =
      certificate !== undefined
        ? orPassOver(() => decodeSpki(certificate.facts.spki))
        : publicKey !== undefined
          ? readPublicKeyParts(session, publicKey.object)
          : null;
    if (parts === null) return [];
    const opens = parts.kind === 'ec' ? pkcs11js.CKA_DERIVE : pkcs11js.CKA_DECRYPT;
    return [
      {
        key,
        parts,
        spki: certificate?.facts.spki ?? encodeSpki(parts),
        certificate: certificate?.der ?? null,
        keyUsage: certificate?.facts.keyUsage ?? null,
        maySign: readFlag(session, key, pkcs11js.CKA_SIGN),
        mayOpen: readFlag(session, key, opens),
        asksPinEachUse: asksPinEachUse(session, key),
      },
    ];
  });
};

const signatureAlgorithm = (parts: PublicKeyParts): SignatureAlgorithm => {
  if (parts.kind === 'rsa') return 'rsa-pkcs1-sha256';
  return parts.curve === 'ecp384' ? 'ecdsa-sha384' : 'ecdsa-sha256';
};

const sealingKind = (parts: PublicKeyParts): SealingKind => {
  if (parts.kind === 'rsa') return 'rsa-oaep';
  return parts.curve === 'ecp384' ? 'ecdh-p384' : 'ecdh-p256';
};

const cardKey = ({ key, spki, asksPinEachUse: asks }: Candidate): CardKey => ({
  key,
  spki,
  asksPinEachUse: asks,
});

/** The first candidate that meets most of the wishes, in their order. */
const best = (
  candidates: readonly Candidate[],
  wishes: readonly ((one: Candidate) => boolean)[],
): Candidate | null => {
  const rank = (one: Candidate) => wishes.reduce((sum, wish) => sum * 2 + (wish(one) ? 1 : 0), 0);
  return candidates.reduce<Candidate | null>(
    (chosen, one) => (chosen === null || rank(one) > rank(chosen) ? one : chosen),
    null,
  );
};

/**
 * Reads what a card holds, so that a card with its own certificates (national ID, PIV, CAC) can be adopted: certificates
 * and keys belong together by CKA_ID; the key's own attributes say what it may do, and the certificate's key usage is a
 * preference. One pair may serve both uses; two pairs are preferred. Needs a session of the card's user. Nothing is said of
 * validity or of who issued a certificate. Problem: `token-removed`.
 */
export const readPairs = (session: Session): Result<CardPairs> =>
  attemptIn(session, () => {
    const candidates = readCandidates(session);
    const signing = best(
      candidates.filter(({ maySign, certificate }) => maySign && certificate !== null),
      [({ keyUsage }) => keyUsage?.signing ?? true, (one) => !one.asksPinEachUse, (one) => !one.mayOpen],
    );
    const sealing = best(
      candidates.filter(({ mayOpen }) => mayOpen),
      [({ keyUsage }) => keyUsage?.sealing ?? true, (one) => one !== signing, (one) => !one.maySign],
    );
    return {
      signing:
        signing === null || signing.certificate === null
          ? null
          : {
              ...cardKey(signing),
              certificate: signing.certificate,
              algorithm: signatureAlgorithm(signing.parts),
            },
      sealing:
        sealing === null
          ? null
          : { ...cardKey(sealing), certificate: sealing.certificate, kind: sealingKind(sealing.parts) },
    };
  });
