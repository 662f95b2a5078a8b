import { algorithmOf, readPublicKey } from '../../formats/algorithms.ts';
import { equal, fromBase64, toHex } from '../../formats/bytes.ts';
import {
  isRehearsalCertificate,
  lintCertificate,
  parseCertificate,
  verifyCertificate,
  type Certificate,
  type CertificateFinding,
} from '../../formats/certificate.ts';
import { sha256Hex } from '../../formats/digest.ts';
import { demand } from '../../model/demand.ts';
import type { KeyAlgorithm } from '../../model/keyAlgorithm.ts';
import { hsmSigner, participantOf, type State } from '../../model/state.ts';
import { enrolledSigners, eventsOfType, required, type Record } from '../evidence.ts';
import { attested, proved, type Finding } from '../finding.ts';

/** Made in this ceremony, or brought along on a person's own card: over the latter's issuer we have no say. */
const isAdopted = (state: State, signer: string): boolean => state.cards[signer]?.origin === 'adopted';

/** A national card's certificate may allow more than we ask for. */
const tolerable: readonly CertificateFinding[] = ['key-usage-superfluous'];

/** Each signer's certificate is well-formed, allows signatures, and, if it was made here, is signed by its own key. */
export const certificatesSound = async (record: Record): Promise<Finding> => {
  const { state } = record;
  const signers = enrolledSigners(record);
  for (const { signer, certificate } of signers) {
    const adopted = isAdopted(state, signer);
    const fault = lintCertificate(certificate, 'signature').find(
      (each) => !(adopted && tolerable.includes(each)),
    );
    demand(fault === undefined, 'certificate-malformed', { signer, reason: fault ?? '' });
    demand(adopted || (await verifyCertificate(certificate, certificate.spki)), 'certificate-malformed', {
      signer,
      reason: 'self-signature',
    });
    const name = participantOf(state, signer)?.name;
    demand(
      adopted || name === undefined || certificate.subject.commonName === name,
      'certificate-malformed',
      {
        signer,
        reason: 'name',
      },
    );
  }
  return proved({ certificates: signers.length });
};

/** A rehearsal's certificates all say so, and none in production does. Statements name their domain too (`reduce`). */
export const domainMarked = (record: Record): Finding => {
  const { state } = record;
  const { domain } = state.script.parameters;
  const marked = enrolledSigners(record).filter(
    ({ signer }) => !isAdopted(state, signer) || domain === 'production',
  );
  for (const { signer, certificate } of marked) {
    demand(isRehearsalCertificate(certificate) === (domain === 'rehearsal'), 'certificate-malformed', {
      signer,
      reason: 'domain',
    });
  }
  const exchange = exchangeCertificate(state);
  demand(
    exchange === null || isRehearsalCertificate(exchange) === (domain === 'rehearsal'),
    'certificate-malformed',
    { signer: hsmSigner, reason: 'domain' },
  );
  return proved({ domain });
};

/** Nobody signs, or receives a share, with the key of another: two names on one key would be one person. */
export const keysDistinct = (record: Record): Finding => {
  const { state } = record;
  const signing = enrolledSigners(record).map(({ signer, certificate }) => ({
    signer,
    key: toHex(certificate.spki),
  }));
  const sealing = Object.values(state.cards).flatMap(({ participant, sealingKey }) =>
    sealingKey === null ? [] : [{ signer: participant, key: toHex(fromBase64(sealingKey)) }],
  );
  for (const keys of [signing, sealing]) {
    const seen = new Map<string, string>();
    for (const { signer, key } of keys) {
      demand(!seen.has(key), 'card-twice', { participant: signer, other: seen.get(key) ?? '' });
      seen.set(key, signer);
    }
  }
  const strangers = sealing.filter(({ key, signer }) =>
    signing.some((each) => each.key === key && each.signer !== signer),
  );
  demand(strangers.length === 0, 'card-twice', { participant: strangers[0]?.signer ?? '' });
  // Whoever has the embassy key on a card needs no quorum.
  const exchange = exchangeCertificate(state);
  const embassyKey = exchange === null ? null : toHex(exchange.spki);
  const owner = [...signing, ...sealing].find(({ key }) => key === embassyKey);
  demand(owner === undefined, 'card-twice', { participant: owner?.signer ?? '', other: 'embassy-key' });
  return proved({ signers: signing.length, custodians: sealing.length });
};

const exchangeCertificate = (state: State): Certificate | null =>
  state.key === null || state.key.certificate === null
    ? null
    : required(parseCertificate(fromBase64(state.key.certificate)));

const fits = (algorithm: KeyAlgorithm, spki: Uint8Array): boolean => {
  const key = readPublicKey(spki);
  if (!key.ok) return false;
  if (key.value.kind === 'ec') return algorithm === 'ecp384' && algorithmOf(key.value) === 'ecdsa-sha384';
  return algorithm === `rsa${key.value.modulusBits}`;
};

/** The exchange key's certificate is the HSM's word, and its check value is the digest of the very key in it. */
export const keyCertified = async (record: Record): Promise<Finding> => {
  const { state } = record;
  const events = eventsOfType(record, 'embassy-key-generated').map(({ seq }) => seq);
  const { key } = state;
  demand(key !== null, 'bundle-malformed', { reason: 'no-key' });
  const details = { label: key.label, algorithm: key.algorithm, checkValue: key.checkValue };
  const certificate = exchangeCertificate(state);
  // The check value of a secret key can only be recomputed by whoever rebuilds it.
  if (certificate === null) {
    demand(/^[0-9a-f]{10}$/.test(key.checkValue), 'check-value-differs', { label: key.label });
    return attested(details, events);
  }

  const issuer = record.certificateOf(hsmSigner);
  const fault = lintCertificate(certificate, 'sealing')[0];
  demand(fault === undefined, 'certificate-malformed', { label: key.label, reason: fault ?? '' });
  demand(fits(key.algorithm, certificate.spki), 'key-unsuitable', { label: key.label });
  demand(certificate.subject.commonName === `${key.label} v${key.version}`, 'certificate-malformed', {
    label: key.label,
    reason: 'name',
  });
  demand(equal(certificate.issuerDer, issuer.subjectDer), 'certificate-malformed', { reason: 'issuer' });
  demand(await verifyCertificate(certificate, issuer.spki), 'signature-invalid', { label: key.label });
  demand((await sha256Hex(certificate.spki)) === key.checkValue, 'check-value-differs', { label: key.label });
  return proved(details, events);
};
