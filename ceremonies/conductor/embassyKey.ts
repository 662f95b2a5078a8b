import { randomBytes } from 'node:crypto';
import { toBase64 } from '../formats/bytes.ts';
import {
  buildCertificate,
  isRehearsalCertificate,
  lintCertificate,
  parseCertificate,
  type Issuer,
} from '../formats/certificate.ts';
import type { Domain } from '../model/domain.ts';
import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import type { Fact } from '../model/question.ts';
import type { KeyName, Step } from '../model/script.ts';
import { sameKey } from '../model/state.ts';
import { subjectOfState } from '../model/subject.ts';
import { writeCertificate } from '../tokens/certificates.ts';
import { generateAesKey, generateKeyPair, type KeyPair } from '../tokens/generate.ts';
import { readPublicKey } from '../tokens/publicKey.ts';
import type { Session } from '../tokens/session.ts';
import { ceremonyKeyLabel, findCeremonyKey } from './ceremonyKey.ts';
import { record, stateOf, type Desk, type Performer } from './desk.ts';
import { hsmToken, onHsm } from './hsm.ts';
import {
  checkValueOf,
  destroyLabelled,
  embassyKeyUses,
  evidenceOf,
  originalLabel,
  type EmbassyKeyObject,
} from './hsmKeys.ts';
import { confirm } from './opening.ts';
import { organizationOf, tokenSigner, validFor } from './signing.ts';

const validityYears = 30;

export const makeCeremonyKey: Performer = async (desk, step) => {
  const ready = await onHsm(desk, step.id, {
    action: 'make-ceremony-key',
    // A key with its certificate is whole, whoever made it; anything less is a leftover.
    cleanUp: (session) =>
      findCeremonyKey(session).ok ? good(0) : destroyLabelled(session, ceremonyKeyLabel),
    perform: async (session) => {
      const present = findCeremonyKey(session);
      const origin = present.ok ? 'found' : 'generated';
      const found = present.ok ? present : await generateCeremonyKey(desk, session);
      if (!found.ok) return found;
      const { certificate, key } = found.value;
      const fit = checkCeremonyKey(certificate, stateOf(desk).script.parameters.domain);
      if (!fit.ok) return fit;
      const evidence = evidenceOf(session, key);
      if (!evidence.ok) return evidence;
      if (!evidence.value.local || !evidence.value.neverExtractable) return bad('key-unsuitable');
      return good({ origin, certificate: toBase64(certificate), evidence: evidence.value } as const);
    },
  });
  await record(desk, {
    type: 'ceremony-key-ready',
    step: step.id,
    by: [...step.by],
    token: hsmToken(desk),
    ...ready,
  });
};

/** One that was found on the HSM is judged now: the verifier would refuse it, after everything has been done. */
const checkCeremonyKey = (der: Uint8Array, domain: Domain): Result<null> => {
  const certificate = parseCertificate(der);
  if (!certificate.ok) return certificate;
  const [finding] = lintCertificate(certificate.value, 'signature');
  if (finding !== undefined) return bad('certificate-unfit', { finding });
  return isRehearsalCertificate(certificate.value) === (domain === 'rehearsal')
    ? good(null)
    : bad('certificate-unfit', { finding: 'domain' });
};

const generateCeremonyKey = async (desk: Desk, session: Session): ReturnType<typeof asFound> => {
  const { domain } = stateOf(desk).script.parameters;
  const id = randomBytes(16);
  const pair = await generateKeyPair(session, 'ecp384', {
    label: ceremonyKeyLabel,
    id,
    uses: ['sign'],
    lifetime: 'token',
    extractable: false,
  });
  if (!pair.ok) return pair;
  const spki = readPublicKey(session, pair.value.publicKey);
  if (!spki.ok) return spki;
  const certificate = await buildCertificate(
    {
      subject: {
        commonName: `HSM ${hsmToken(desk).serial}`,
        organizationalUnits: ['Key ceremony'],
        organization: organizationOf(desk),
      },
      spki: spki.value,
      ...validFor(desk, validityYears),
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      rehearsal: domain === 'rehearsal',
    },
    tokenSigner(session, pair.value.privateKey, 'ecdsa-sha384'),
  );
  const written = writeCertificate(session, { label: ceremonyKeyLabel, id, der: certificate });
  return written.ok ? asFound(session) : written;
};

const asFound = (session: Session) => Promise.resolve(findCeremonyKey(session));

type NewKey = KeyName & { readonly algorithm: KeyAlgorithm };

/** The key that the step is about. */
const newKey = (desk: Desk, { id, key }: Step): NewKey => {
  const found = subjectOfState(stateOf(desk)).keys.find((each) => key !== undefined && sameKey(each, key));
  if (found === undefined) throw new CeremonyError('internal', { step: id });
  return found;
};

type Generated = Omit<EventBody<'embassy-key-generated'>, 'type' | 'step' | 'by' | 'token'>;

export const generateEmbassyKey: Performer = async (desk, step) => {
  const { label: keyLabel, version, algorithm } = newKey(desk, step);
  const label = originalLabel(keyLabel, version);
  const facts: readonly Fact[] = [
    { name: 'key-label', value: keyLabel },
    { name: 'algorithm', value: algorithm },
    { name: 'hsm', value: `${hsmToken(desk).label} · ${hsmToken(desk).serial}` },
  ];
  if (stateOf(desk).pending === null) await confirm(desk, step, facts);

  desk.working({ step: step.kind, done: 0, total: 1 });
  const generated = await onHsm<Generated>(desk, step.id, {
    action: 'generate-embassy-key',
    cleanUp: (session) => destroyLabelled(session, label),
    perform: async (session) => {
      const made = await generate(session, algorithm, label);
      if (!made.ok) return made;
      const checkValue = await checkValueOf(session, made.value.key, label);
      if (!checkValue.ok) return checkValue;
      const evidence = evidenceOf(session, made.value.key);
      if (!evidence.ok) return evidence;
      const certificate = await certify(
        desk,
        session,
        { label: keyLabel, version, algorithm },
        made.value.pair,
      );
      if (!certificate.ok) return certificate;
      return good({
        label: keyLabel,
        version,
        algorithm,
        checkValue: checkValue.value,
        certificate: certificate.value,
        evidence: evidence.value,
      });
    },
  });
  desk.working(null);
  await record(desk, {
    type: 'embassy-key-generated',
    step: step.id,
    by: [...step.by],
    token: hsmToken(desk),
    ...generated,
  });
};

type Made = { readonly key: EmbassyKeyObject; readonly pair: KeyPair | null };

const generate = async (
  session: Session,
  algorithm: Generated['algorithm'],
  label: string,
): Promise<Result<Made>> => {
  // Extractable, or it could not be wrapped; it never leaves unwrapped (CKA_SENSITIVE), and is destroyed in this ceremony.
  const spec = {
    label,
    id: randomBytes(16),
    uses: embassyKeyUses(algorithm),
    lifetime: 'token',
    extractable: true,
  } as const;
  if (algorithm === 'aes256') {
    const key = await generateAesKey(session, 32, spec);
    return key.ok ? good({ key: key.value, pair: null }) : key;
  }
  const pair = await generateKeyPair(session, algorithm, spec);
  return pair.ok ? good({ key: pair.value.privateKey, pair: pair.value }) : pair;
};

/** The certificate that the registers' owners seal backups with, issued by the ceremony key and linted before it is final. */
const certify = async (
  desk: Desk,
  session: Session,
  { label, version, algorithm }: NewKey,
  pair: KeyPair | null,
): Promise<Result<string | null>> => {
  if (pair === null) return good(null);
  const ceremonyKey = findCeremonyKey(session);
  if (!ceremonyKey.ok) return ceremonyKey;
  const issuer = parseCertificate(ceremonyKey.value.certificate);
  if (!issuer.ok) return issuer;
  const spki = readPublicKey(session, pair.publicKey);
  if (!spki.ok) return spki;

  const { domain } = stateOf(desk).script.parameters;
  const byCeremonyKey: Issuer = { subjectDer: issuer.value.subjectDer, spki: issuer.value.spki };
  const der = await buildCertificate(
    {
      subject: {
        commonName: `${label} v${version}`,
        organizationalUnits: ['Embassy key'],
        organization: organizationOf(desk),
      },
      spki: spki.value,
      ...validFor(desk, validityYears),
      keyUsage: [algorithm === 'ecp384' ? 'keyAgreement' : 'keyEncipherment'],
      rehearsal: domain === 'rehearsal',
    },
    ceremonyKey.value.signer,
    byCeremonyKey,
  );
  const parsed = parseCertificate(der);
  if (!parsed.ok) return parsed;
  const [finding] = lintCertificate(parsed.value, 'sealing');
  return finding === undefined ? good(toBase64(der)) : bad('certificate-unfit', { finding });
};
