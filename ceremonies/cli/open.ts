import { findBackupToken } from '../keys/backup/findToken.ts';
import { inspectBackup, openBackup } from '../keys/backup/openBackup.ts';
import { embassyCertificates } from '../keys/backup/sealingKey.ts';
import { must } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { withSession } from '../tokens/session.ts';
import { printable, readBundle, type Command } from './io.ts';
import { openNamed } from './module.ts';
import { readOptions } from './options.ts';
import { askPin } from './pin.ts';
import { interruptible, progressLine } from './progress.ts';

/**
 * `open --module PATH --in FILE --out FILE [--token LABEL|SERIAL] [--key LABEL] [--bundle FILE] [--pin-file FILE]`: with the
 * key in the HSM. The bundle tells which key a certificate belongs to, where the HSM does not hold it.
 */
export const open: Command = async (args, io) => {
  const { options } = readOptions('open', args);
  const { in: input, out: output, key: keyLabel } = options;
  const { t } = texts('en');
  const { recipients } = must(await inspectBackup({ input, output }));
  const certificates =
    options.bundle === undefined ? [] : must(await embassyCertificates(await readBundle(io, options.bundle)));
  const progress = progressLine();
  const module = openNamed('open', options);
  try {
    const token = must(await findBackupToken(module, options.token, recipients, certificates));
    const opened = await interruptible(async (signal) => {
      const prompt = printable(t('cli.open.pin', { token: token.label, serial: token.serial }));
      const pin = await askPin(prompt, options['pin-file'], (file) => readBundle(io, file), signal);
      return withSession(module, token, { kind: 'user', pin }, (session) =>
        openBackup(
          { session, pin, certificates, input, output, ...(keyLabel === undefined ? {} : { keyLabel }) },
          progress.show,
          signal,
        ),
      );
    });
    progress.end();
    const { authenticated, contentBytes, keyLabel: label } = must(opened);
    const facts = { path: output, sizeBytes: contentBytes, label };
    if (!authenticated) io.err(t('cli.open.warning'));
    io.out(printable(t(authenticated ? 'cli.open.authentic' : 'cli.open.unauthenticated', facts)));
    return 0;
  } finally {
    module.close();
  }
};
