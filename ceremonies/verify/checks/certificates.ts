import { algorithmOf, readPublicKey } from '../../formats/algorithms.ts';
import { equal, fromBase64, toHex } from '../../formats/bytes.ts';
import {
  isRehearsalCertificate,
  lintCertificate,
  parseCertificate,
  unfitnessOfSigner,
  verifyCertificate,
  type Certificate,
  type CertificateFinding,
} from '../../formats/certificate.ts';
import { sha256Hex } from '../../formats/digest.ts';
import { must } from '../../model/error.ts';
import { demand } from '../../model/demand.ts';
import type { KeyAlgorithm } from '../../model/keyAlgorithm.ts';
import { hsmSigner, knownCardsOf, participantOf, type EmbassyKey, type State } from '../../model/state.ts';
import { registerOf } from '../../transcript/registerOf.ts';
import { isSelfSigned } from '../begun.ts';
import { enrolledSigners, eventsOfType, type Record } from '../evidence.ts';
import { attested, checkEach, proved, type Finding } from '../finding.ts';

/** Whatever a certificate allows, these would make its signatures worth nothing, or its reading a guess. */
const unsound: readonly CertificateFinding[] = [
  'version-not-3',
  'key-unsuitable',
  'critical-extension-unknown',
];

/** Each signer's certificate can be read in one way, has a key that is fit, and, if it was made here, is signed by that key. */
export const certificatesSound = async (record: Record): Promise<Finding> => {
  const { state, begun } = record;
  const signers = enrolledSigners(record);
  await checkEach(signers, async ({ signer, certificate, isAdopted: adopted }) => {
    const fault = lintCertificate(certificate, 'signature').find((each) => unsound.includes(each));
    demand(fault === undefined, 'certificate-malformed', { signer, reason: fault ?? '' });
    demand(adopted || (await (begun?.isSelfSigned ?? isSelfSigned)(certificate)), 'certificate-malformed', {
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
    record.checked?.();
  });
  return proved({ certificates: signers.length });
};

/**
 * What each signer's certificate says of itself lets it sign. Where it does not, nothing was changed, and two people may
 * decide to go on: the one claim that is a matter of trust (`trustClaimIds`).
 */
export const certificatesFit = (record: Record): Finding => {
  const { events } = record;
  const signers = enrolledSigners(record);
  // The clock may have been set back: the certificate was good at some time of the ceremony.
  const earliest = Math.min(...events.map(({ at }) => Date.parse(at)));
  for (const { signer, certificate, isAdopted } of signers) {
    const faults = unfitnessOfSigner(certificate, { elsewhere: isAdopted });
    const fault = faults.find((each) => !unsound.includes(each));
    demand(fault === undefined, 'certificate-unfit', { signer, reason: fault ?? '' });
    demand(certificate.notAfter.getTime() >= earliest, 'certificate-unfit', { signer, reason: 'expired' });
  }
  return proved({ certificates: signers.length });
};

/** A rehearsal's certificates all say so, and none in production does. Statements name their domain too (`reduce`). */
export const domainMarked = (record: Record): Finding => {
  const { state } = record;
  const { domain } = state.script.parameters;
  const marked = enrolledSigners(record).filter(({ isAdopted }) => !isAdopted || domain === 'production');
  for (const { signer, certificate } of marked) {
    demand(isRehearsalCertificate(certificate) === (domain === 'rehearsal'), 'certificate-malformed', {
      signer,
      reason: 'domain',
    });
  }
  for (const { certificate } of exchangeCertificates(state)) {
    demand(isRehearsalCertificate(certificate) === (domain === 'rehearsal'), 'certificate-malformed', {
      signer: hsmSigner,
      reason: 'domain',
    });
  }
  return proved({ domain });
};

/** Nobody signs, or receives a share, with the key of another: two names on one key would be one person. */
export const keysDistinct = (record: Record): Finding => {
  const { state } = record;
  const signing = enrolledSigners(record).map(({ signer, certificate }) => ({
    signer,
    key: toHex(certificate.spki),
  }));
  const sealing = knownCardsOf(state).flatMap(({ participant, sealingKey }) =>
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
  const embassyKeys = new Set(
    registerOf(state)
      .keys.flatMap(({ versions }) => versions)
      .flatMap(({ certificate }) =>
        certificate === null ? [] : [toHex(must(parseCertificate(fromBase64(certificate))).spki)],
      ),
  );
  const owner = [...signing, ...sealing].find(({ key }) => embassyKeys.has(key));
  demand(owner === undefined, 'card-twice', { participant: owner?.signer ?? '', other: 'embassy-key' });
  return proved({
    signers: signing.length,
    custodians: new Set(sealing.map(({ signer }) => signer)).size,
  });
};

/** The pairs that this ceremony made or restored, with their certificates. */
const exchangeCertificates = (
  state: State,
): readonly { readonly key: EmbassyKey; readonly certificate: Certificate }[] =>
  state.keys.flatMap((key) =>
    key.certificate === null
      ? []
      : [{ key, certificate: must(parseCertificate(fromBase64(key.certificate))) }],
  );

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
  const key = state.keys.find(({ origin }) => origin === 'generated');
  demand(key !== undefined, 'bundle-malformed', { reason: 'no-key' });
  const details = { label: key.label, algorithm: key.algorithm, checkValue: key.checkValue };
  const certificate = exchangeCertificates(state).find((each) => each.key === key)?.certificate ?? null;
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
