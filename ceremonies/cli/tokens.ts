import { capabilities } from '../tokens/capabilities.ts';
import { openModule } from '../tokens/module.ts';
import { findSoftHsm } from '../tokens/softhsm.ts';
import { CeremonyError } from '../model/error.ts';
import { keyAlgorithms } from '../model/keyAlgorithm.ts';
import { texts } from '../texts/catalogue.ts';
import type { Command } from './io.ts';
import { readOptions } from './options.ts';

/** `tokens [--module PATH]`: slots, tokens, mechanisms, and what each can be used for. */
export const tokens: Command = (args, io) => {
  const { options } = readOptions('tokens', args);
  const path = options.module ?? findSoftHsm();
  if (path === null) throw new CeremonyError('module-not-found', { path: 'softhsm2' });
  const { t } = texts('en');
  const module = openModule(path);
  try {
    const { manufacturer, description, libraryVersion, cryptokiVersion, sha256 } = module.info;
    io.out(module.info.path);
    io.out(`  ${manufacturer} · ${description} ${libraryVersion} · PKCS#11 ${cryptokiVersion}`);
    io.out(`  SHA-256 ${sha256}`);
    for (const token of module.tokens()) {
      const able = capabilities(module, token);
      io.out('');
      io.out(token.initialised ? token.label : t('cli.tokens.blank'));
      io.out(`  ${token.manufacturer} · ${token.model} · ${token.serial} · ${token.reader}`);
      if (token.software) io.out(`  ${t('cli.tokens.software')}`);
      if (!able.ok) continue;
      for (const algorithm of keyAlgorithms) {
        const { usable, missing } = able.value.asHsm[algorithm];
        io.out(
          `  ${t(usable ? 'cli.tokens.hsm' : 'cli.tokens.noHsm', { algorithm, missing: missing.join(', ') })}`,
        );
      }
      for (const use of ['enrolment', 'signing', 'sealing'] as const) {
        const { usable, missing } = able.value.asCard[use];
        io.out(
          `  ${t(usable ? `cli.tokens.${use}` : `cli.tokens.no-${use}`, { missing: missing.join(', ') })}`,
        );
      }
    }
  } finally {
    module.close();
  }
  return Promise.resolve(0);
};
