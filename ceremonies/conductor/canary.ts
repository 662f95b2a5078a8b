import { keyIdentifier } from '../formats/algorithms.ts';
import { equal, fromBase64, toBase64, toUtf8 } from '../formats/bytes.ts';
import { canonicalJson } from '../formats/canonical.ts';
import { parseCertificate } from '../formats/certificate.ts';
import { sealEnveloped } from '../formats/envelopedData.ts';
import { aesCheckValueBytes } from '../keys/checkValue.ts';
import { domainString, type Domain } from '../model/domain.ts';
import { bad, good, type Result } from '../model/error.ts';
import type { KeyName } from '../model/script.ts';
import type { EmbassyKey } from '../model/state.ts';
import { openSealed } from '../shares/seal.ts';
import { aesCheckValue } from '../tokens/checkValue.ts';
import { generateAesKey } from '../tokens/generate.ts';
import { destroyObject, type TokenObject } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';
import { tryUnwrapping, wrapKey } from '../tokens/wrap.ts';
import { keyOfStep, record, stateOf, type Performer } from './desk.ts';
import { withHsm } from './hsm.ts';
import { findEmbassyKey, originalLabel, type EmbassyKeyObject } from './hsmKeys.ts';
import { unlockWith } from './unlock.ts';

/**
 * Something sealed to an embassy key when it is made, that the key must open whenever it is rebuilt: the use that it is for,
 * not only its check value. For a pair, a text sealed to its certificate as a backup would be; for an AES key, a key that
 * nobody uses, wrapped under it: its check value (5 bytes) and its AES-KWP form (40 bytes).
 */
const canaryText = (domain: Domain, { label, version }: KeyName): Uint8Array =>
  toUtf8(canonicalJson({ format: domainString(domain, 'canary'), label, version }));

export const sealCanary: Performer = async (desk, step) => {
  const key = keyOfStep(desk, step);
  const { domain } = stateOf(desk).script.parameters;
  const canary = await withHsm(desk, step.id, async (session) => {
    const original = findEmbassyKey(session, key.algorithm, originalLabel(key.label, key.version));
    if (!original.ok) return original;
    const sealed =
      original.value.kind === 'secret-key'
        ? await wrapTrialKey(session, original.value)
        : await sealText(key, canaryText(domain, key));
    if (!sealed.ok) return sealed;
    const opened = await openCanary(session, original.value, key, sealed.value, domain);
    return opened.ok ? sealed : opened;
  });
  const { label, version } = key;
  await record(desk, {
    type: 'canary-sealed',
    step: step.id,
    by: [...step.by],
    label,
    version,
    canary: toBase64(canary),
  });
};

const sealText = async (
  { certificate }: Pick<EmbassyKey, 'certificate'>,
  text: Uint8Array,
): Promise<Result<Uint8Array>> => {
  const parsed = parseCertificate(fromBase64(certificate ?? ''));
  if (!parsed.ok) return parsed;
  const { spki } = parsed.value;
  const to = { spki, keyIdentifier: await keyIdentifier(spki), oaepHash: 'sha1' } as const;
  return good(await sealEnveloped(text, [to]));
};

const wrapTrialKey = async (
  session: Session,
  key: TokenObject<'secret-key'>,
): Promise<Result<Uint8Array>> => {
  const spec = { label: 'trial', id: Buffer.alloc(0), uses: ['sign'], lifetime: 'session' } as const;
  const trial = await generateAesKey(session, 32, { ...spec, extractable: true });
  if (!trial.ok) return trial;
  try {
    const mac = await aesCheckValue(session, trial.value);
    if (!mac.ok) return mac;
    const wrapped = await wrapKey(session, key, trial.value);
    return wrapped.ok
      ? good(Buffer.concat([mac.value.subarray(0, aesCheckValueBytes), wrapped.value]))
      : wrapped;
  } finally {
    destroyObject(session, trial.value);
  }
};

type Sealed = KeyName & Pick<EmbassyKey, 'algorithm' | 'certificate'>;

/** Lets a key on the HSM open its canary. Problems: canary-differs, and the token's own. */
export const openCanary = async (
  session: Session,
  object: EmbassyKeyObject,
  key: Sealed,
  canary: Uint8Array,
  domain: Domain,
): Promise<Result<null>> => {
  const differs = bad('canary-differs', { label: key.label, version: key.version });
  if (object.kind === 'secret-key') {
    const mac = await tryUnwrapping(session, object, canary.subarray(aesCheckValueBytes));
    if (!mac.ok) return mac.problem.code === 'ciphertext-invalid' ? differs : mac;
    const expected = canary.subarray(0, aesCheckValueBytes);
    return equal(mac.value.subarray(0, aesCheckValueBytes), expected) ? good(null) : differs;
  }
  const certificate = parseCertificate(fromBase64(key.certificate ?? ''));
  if (!certificate.ok) return certificate;
  const opened = await openSealed(canary, {
    keyIdentifier: await keyIdentifier(certificate.value.spki),
    unlock: unlockWith(session, object, key.algorithm === 'ecp384' ? 'key-agreement' : 'key-transport'),
  });
  if (!opened.ok) {
    const { code } = opened.problem;
    return code === 'share-foreign' || code === 'envelope-invalid' || code === 'ciphertext-invalid'
      ? differs
      : opened;
  }
  const same = opened.value.use((text) => equal(text, canaryText(domain, key)));
  opened.value.wipe();
  return same ? good(null) : differs;
};
