import { equal } from '../../formats/bytes.ts';
import { certificateFingerprint, type Certificate } from '../../formats/certificate.ts';
import { findPath, isValidAt } from '../../formats/certificatePath.ts';
import { demand } from '../../model/demand.ts';
import { personKey } from '../../model/participant.ts';
import { hsmSigner, participantOf } from '../../model/state.ts';
import { enrolledSigners, type Record, type Trust } from '../evidence.ts';
import { attested, notShown, proved, type Finding } from '../finding.ts';
import type { KnownSigner } from '../verdict.ts';

/** What a certificate for a person's card is for, where its authority is held to that: any of these. */
const usagesOfPeople = [
  // id-kp-clientAuth, id-kp-emailProtection (RFC 5280), id-kp-documentSigning (RFC 9336)
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
] as const;

const isSamePerson = (a: string, b: string): boolean => personKey(a) === personKey(b);

/** Letters that belong together, whatever stands between them: `MAASIKAS,MARI,47101010033` has the words of Mari Maasikas. */
const wordsOf = (name: string): readonly string[] => personKey(name).match(/[\p{L}\p{M}]+/gu) ?? [];

const isNamed = (name: string, { subject }: Certificate): boolean => {
  const words = wordsOf(name);
  const inCertificate = new Set(wordsOf(subject.commonName));
  return words.length > 0 && words.every((word) => inCertificate.has(word));
};

/** Whether an authority of the auditor's stands above a certificate, at some time of the ceremony. Nothing vouches for itself. */
const isAnchored = async (
  certificate: Certificate,
  { anchors }: Trust,
  { events }: Record,
): Promise<boolean> => {
  // The clock may have been set back: the certificate was good at some time of the ceremony.
  const at = new Date(Math.min(...events.map((event) => Date.parse(event.at))));
  const above = anchors.filter(({ der }) => !equal(der, certificate.der));
  const { anchored } = await findPath(certificate, [], above, { usages: usagesOfPeople, at });
  return anchored && isValidAt(certificate, at);
};

/**
 * Everyone who signed, and how the auditor knows them. The HSM is no person: its ceremony key is among them only where the list has it.
 * @throws CeremonyError those of `certificateReader`
 */
export const knownSigners = async (record: Record, trust: Trust): Promise<readonly KnownSigner[]> => {
  const found: KnownSigner[] = [];
  for (const { signer, certificate } of enrolledSigners(record)) {
    const certificateSha256 = await certificateFingerprint(certificate);
    const listed = trust.people.find((each) => each.certificateSha256 === certificateSha256);
    if (signer === hsmSigner && listed === undefined) continue;
    const name = participantOf(record.state, signer)?.name ?? certificate.subject.commonName;
    const who = { signer, name, certificateSha256 };
    found.push({ ...who, ...(await standingOf(name, certificate, listed?.name, trust, record)) });
  }
  return found;
};

const standingOf = async (
  name: string,
  certificate: Certificate,
  listed: string | undefined,
  trust: Trust,
  record: Record,
): Promise<Pick<KnownSigner, 'standing' | 'knownAs'>> => {
  if (listed !== undefined)
    return { standing: isSamePerson(listed, name) ? 'listed' : 'listed-otherwise', knownAs: listed };
  if (await isAnchored(certificate, trust, record))
    return {
      standing: isNamed(name, certificate) ? 'anchored' : 'anchored-otherwise',
      knownAs: certificate.subject.commonName,
    };
  const hasAnother = trust.people.find((each) => isSamePerson(each.name, name));
  return {
    standing: hasAnother === undefined ? 'unknown' : 'other-certificate',
    knownAs: hasAnother?.name ?? null,
  };
};

/**
 * Everyone who signed is on the auditor's list with this very certificate and name, or has it from an authority that the auditor trusts.
 * Whom neither knows is named: then it rests on those who were there.
 */
export const signersKnown = async (record: Record): Promise<Finding> => {
  if (record.trust === undefined) return notShown;
  const signers = await knownSigners(record, record.trust);
  if (signers.length === 0) return notShown;
  const of = (...standings: readonly KnownSigner['standing'][]): readonly KnownSigner[] =>
    signers.filter(({ standing }) => standings.includes(standing));
  const [impostor] = of('listed-otherwise');
  demand(impostor === undefined, 'signer-listed-otherwise', {
    signer: impostor?.signer ?? '',
    name: impostor?.name ?? '',
    listedAs: impostor?.knownAs ?? '',
  });
  const counts = { listed: of('listed').length, anchored: of('anchored').length };
  const others = of('anchored-otherwise', 'other-certificate', 'unknown');
  return others.length === 0
    ? proved(counts)
    : attested({ ...counts, unknown: others.map(({ name }) => name).join(', ') });
};
