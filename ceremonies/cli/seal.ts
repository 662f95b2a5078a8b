import { sealBackup } from '../keys/backup/sealBackup.ts';
import { must } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { printable, readBundle, type Command } from './io.ts';
import { readOptions } from './options.ts';
import { interruptible, progressLine } from './progress.ts';

/** OpenSSL 3.0 reads a message into one buffer, whose size is a signed 32-bit number. */
const opensslLimitBytes = 2 ** 31;

/** `seal --bundle FILE --in FILE --out FILE [--key LABEL]`: to the active exchange key of a bundle that verifies. */
export const seal: Command = async (args, io) => {
  const { options } = readOptions('seal', args);
  const { bundle, in: input, out: output, key: keyLabel } = options;
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
