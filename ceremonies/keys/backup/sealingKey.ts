import { keyIdentifier } from '../../formats/algorithms.ts';
import { fromBase64 } from '../../formats/bytes.ts';
import { parseCertificate } from '../../formats/certificate.ts';
import type { SealTo } from '../../formats/envelopedData.ts';
import type { Domain } from '../../model/domain.ts';
import { bad, good, type Result } from '../../model/error.ts';
import type { KeyVersion, Register } from '../../model/register.ts';
import { readRegister } from '../../verify/registerFile.ts';
import { failedClaims } from '../../verify/verdict.ts';
import { verifyBundle } from '../../verify/verify.ts';

/** The embassy key that backups are sealed to. */
export type SealingKey = {
  readonly label: string;
  readonly version: number;
  readonly algorithm: KeyVersion['algorithm'];
  /** A rehearsed key protects nothing. */
  readonly domain: Domain;
  readonly certificate: Pick<SealTo, 'spki' | 'keyIdentifier'>;
};

type Active = { readonly label: string; readonly key: KeyVersion };

const activeKeys = ({ keys }: Register, label: string | undefined): readonly Active[] =>
  keys
    .filter((key) => label === undefined || key.label === label)
    .flatMap((key) =>
      key.versions
        .filter(({ state }) => state === 'active')
        .map((version) => ({ label: key.label, key: version })),
    );

const labelsOf = (keys: readonly { readonly label: string }[]): string =>
  keys.map(({ label }) => label).join(', ');

/** The register of a good bundle. */
const registerOfBundle = async (bundle: Uint8Array): Promise<Result<Register>> => {
  const verdict = await verifyBundle(bundle);
  if (verdict.problem !== null) return { ok: false, problem: verdict.problem };
  const [claim = ''] = failedClaims(verdict);
  return verdict.outcome === 'good' ? readRegister(bundle) : bad('bundle-not-good', { claim });
};

/**
 * The active exchange key pair of a bundle, after everything in the bundle was verified; the one with the label where one is
 * given. Problems: the bundle's own, bundle-not-good; seal-key-absent (nothing active), seal-key-symmetric (an AES key has no
 * certificate), seal-key-unclear (several; `labels`); certificate-malformed.
 */
export const findSealingKey = async (
  bundle: Uint8Array,
  label: string | undefined,
): Promise<Result<SealingKey>> => {
  const read = await registerOfBundle(bundle);
  if (!read.ok) return read;
  const active = activeKeys(read.value, label);
  const labels = labelsOf(activeKeys(read.value, undefined));
  if (active.length === 0) return bad('seal-key-absent', { label: label ?? '', labels });

  const pairs = active.flatMap(({ label: name, key }) =>
    key.certificate === null ? [] : [{ label: name, key, certificate: key.certificate }],
  );
  const [pair, second] = pairs;
  if (pair === undefined) return bad('seal-key-symmetric', { labels: labelsOf(active) });
  if (second !== undefined) return bad('seal-key-unclear', { labels: labelsOf(pairs) });

  const certificate = parseCertificate(fromBase64(pair.certificate));
  if (!certificate.ok) return certificate;
  const { spki, subjectKeyIdentifier } = certificate.value;
  return good({
    label: pair.label,
    version: pair.key.version,
    algorithm: pair.key.algorithm,
    domain: read.value.domain,
    certificate: { spki, keyIdentifier: subjectKeyIdentifier ?? (await keyIdentifier(spki)) },
  });
};

/** Whose bundle it is, and the keys in it that something can be sealed to. */
export type SealingKeys = {
  readonly embassy: string;
  readonly domain: Domain;
  readonly keys: readonly Omit<SealingKey, 'certificate' | 'domain'>[];
};

/**
 * Every active exchange key pair of a bundle, after everything in the bundle was verified. Problems: the bundle's own,
 * bundle-not-good; seal-key-absent (nothing active), seal-key-symmetric (no active key has a certificate).
 */
export const listSealingKeys = async (bundle: Uint8Array): Promise<Result<SealingKeys>> => {
  const read = await registerOfBundle(bundle);
  if (!read.ok) return read;
  const { embassy, domain } = read.value;
  const active = activeKeys(read.value, undefined);
  if (active.length === 0) return bad('seal-key-absent', { label: '', labels: '' });
  const keys = active.flatMap(({ label, key: { version, algorithm, certificate } }) =>
    certificate === null ? [] : [{ label, version, algorithm }],
  );
  if (keys.length === 0) return bad('seal-key-symmetric', { labels: labelsOf(active) });
  return good({ embassy, domain, keys });
};

/** The certificates (X.509, DER) of every embassy key that a bundle's register knows. Problems: the bundle's own, bundle-not-good. */
export const embassyCertificates = async (bundle: Uint8Array): Promise<Result<readonly Uint8Array[]>> => {
  const read = await registerOfBundle(bundle);
  if (!read.ok) return read;
  const versions = read.value.keys.flatMap((key) => key.versions);
  return good(versions.flatMap(({ certificate }) => (certificate === null ? [] : [fromBase64(certificate)])));
};
