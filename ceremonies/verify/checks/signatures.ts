import { manifestPath, signaturePath } from '../../formats/asic.ts';
import { equal } from '../../formats/bytes.ts';
import { verifyDetached } from '../../formats/signedData.ts';
import { demand } from '../../model/demand.ts';
import { CeremonyError, must } from '../../model/error.ts';
import { signersOf } from '../../model/state.ts';
import { type Record } from '../evidence.ts';
import { checkEach, proved, type Finding } from '../finding.ts';

/**
 * Every required signer, and nobody else, signed the manifest of their number, with the certificate that the transcript
 * enrolled: the certificate inside a CMS signature is whatever its maker put there.
 */
export const signaturesComplete = async ({ files, state, certificateOf }: Record): Promise<Finding> => {
  const signers = signersOf(state);
  await checkEach(signers, async (signer, index) => {
    const [signature, manifest] = [files.get(signaturePath(index + 1)), files.get(manifestPath(index + 1))];
    demand(signature !== undefined && manifest !== undefined, 'bundle-entry-missing', {
      file: signaturePath(index + 1),
      signer,
    });
    const enrolled = certificateOf(signer);
    const signed = must(await naming(signer, verifyDetached(signature, manifest)));
    demand(equal(signed.certificate, enrolled.der), 'signer-unknown', { signer });
    demand(signed.signingTime.getTime() >= wholeSecond(state.closedAt), 'signature-invalid', {
      signer,
      reason: 'before-closing',
    });
  });
  demand(!files.has(signaturePath(signers.length + 1)), 'signer-unknown', {
    file: signaturePath(signers.length + 1),
  });
  return proved({ signatures: signers.length });
};

/** CMS keeps times to the second. */
const wholeSecond = (at: string | null): number => Math.floor(Date.parse(at ?? '') / 1000) * 1000;

type Verified = Awaited<ReturnType<typeof verifyDetached>>;

const naming = async (signer: string, verified: Promise<Verified>): Promise<Verified> => {
  const result = await verified;
  if (result.ok) return result;
  throw new CeremonyError(result.problem.code, { ...result.problem.details, signer });
};
