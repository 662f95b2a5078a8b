import { sealBackup } from '../keys/backup/sealBackup.ts';
import { CeremonyError, must } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { printable, readBundle, type Command } from './io.ts';
import { readOptions } from './options.ts';
import { interruptible, progressLine } from './progress.ts';

/** OpenSSL 3.0 reads a message into one buffer, whose size is a signed 32-bit number. */
const opensslLimitBytes = 2 ** 31;

/** `seal --bundle FILE --in FILE --out FILE [--key LABEL]`: to the active exchange key of a bundle that verifies. */
export const seal: Command = async (args, io) => {
  const { options, operands } = readOptions(args, {
    bundle: 'value',
    in: 'value',
    out: 'value',
    key: 'value',
  });
  const { bundle, in: input, out: output, key: keyLabel } = options;
  if (operands[0] !== undefined) throw new CeremonyError('usage', { reason: operands[0] });
  if (bundle === undefined) throw new CeremonyError('usage', { reason: '--bundle' });
  if (input === undefined) throw new CeremonyError('usage', { reason: '--in' });
  if (output === undefined) throw new CeremonyError('usage', { reason: '--out' });

  const progress = progressLine();
  const request = {
    bundle: await readBundle(io, bundle),
    input,
    output,
    ...(keyLabel === undefined ? {} : { keyLabel }),
  };
  const sealed = await interruptible((signal) => sealBackup(request, progress.show, signal));
  progress.end();

  const { t } = texts('en');
  const { key, sealedBytes } = must(sealed);
  const { label, version, algorithm, domain } = key;
  if (sealedBytes >= opensslLimitBytes) io.err(t('cli.seal.large'));
  if (domain === 'rehearsal') io.err(t('cli.seal.rehearsal'));
  io.out(
    printable(t('cli.seal.sealed', { path: output, sizeBytes: sealedBytes, label, version, algorithm })),
  );
  return 0;
};
