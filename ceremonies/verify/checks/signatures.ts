import { manifestPath, signaturePath } from '../../formats/asic.ts';
import { equal } from '../../formats/bytes.ts';
import { verifyDetached } from '../../formats/signedData.ts';
import { wholeOf } from '../../formats/source.ts';
import { demand } from '../../model/demand.ts';
import { CeremonyError, must } from '../../model/error.ts';
import { hsmLossOf, hsmSigner, signersOf } from '../../model/state.ts';
import type { Record } from '../evidence.ts';
import { checkEach, notShown, proved, type Finding } from '../finding.ts';

/**
 * Every required signer, and nobody else, signed the manifest of their number, with the certificate that the transcript
 * enrolled: the certificate inside a CMS signature is whatever its maker put there.
 */
export const signaturesComplete = async (record: Record): Promise<Finding> => {
  const { files, state } = record;
  const signers = signersOf(state);
  await checkEach(signers, (signer, index) => signedBy(record, signer, index + 1));
  demand(!files.has(signaturePath(signers.length + 1)), 'signer-unknown', {
    file: signaturePath(signers.length + 1),
  });
  return proved({ signatures: signers.length });
};

/** The signature of this number is that of this signer, over its manifest, and from after the closing. */
const signedBy = async (
  { files, state, certificateOf, begun, checked }: Record,
  signer: string,
  number: number,
): Promise<void> => {
  const [signature, manifest] = [files.get(signaturePath(number)), files.get(manifestPath(number))];
  demand(signature !== undefined && manifest !== undefined, 'bundle-entry-missing', {
    file: signaturePath(number),
    signer,
  });
  const enrolled = certificateOf(signer);
  const [bytes, content] = [wholeOf(signature), wholeOf(manifest)];
  const verified = begun?.detached(number, bytes, content) ?? verifyDetached(bytes, content);
  const signed = must(await naming(signer, verified));
  demand(equal(signed.certificate, enrolled.der), 'signer-unknown', { signer });
  demand(signed.signingTime.getTime() >= wholeSecond(state.closedAt), 'signature-invalid', {
    signer,
    reason: 'before-closing',
  });
  checked?.();
};

/** The HSM's own signature; where both who lead closed without it, nothing of this bundle was signed by it, and that is all there is to say. */
export const hsmSigned = async (record: Record): Promise<Finding> => {
  const { hsm } = record.state;
  const loss = hsmLossOf(record.state);
  const name = { hsm: hsm?.token.label ?? '-', serial: hsm?.token.serial ?? '-' };
  if (loss !== null)
    return { ...notShown, details: { ...name, lostAt: loss.at, because: loss.happened }, events: [loss.seq] };
  await signedBy(record, hsmSigner, 1);
  return proved(name);
};

/** CMS keeps times to the second. */
const wholeSecond = (at: string | null): number => Math.floor(Date.parse(at ?? '') / 1000) * 1000;

type Verified = Awaited<ReturnType<typeof verifyDetached>>;

const naming = async (signer: string, verified: Promise<Verified>): Promise<Verified> => {
  const result = await verified;
  if (result.ok) return result;
  throw new CeremonyError(result.problem.code, { ...result.problem.details, signer });
};
