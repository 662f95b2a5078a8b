import { keyAlgorithms } from '../model/keyAlgorithm.ts';
import { texts } from '../texts/catalogue.ts';
import type { Texts } from '../texts/texts.ts';
import { capabilities, type Capabilities, type Capability } from '../tokens/capabilities.ts';
import type { Pkcs11Module } from '../tokens/module.ts';
import type { TokenInfo } from '../tokens/token.ts';
import { printable, tell, type Command, type ExitCode, type Io } from './io.ts';
import { openNamed } from './module.ts';
import { readOptions } from './options.ts';

/**
 * `tokens [--module PATH] [--parameters TEXT]`: slots, tokens, mechanisms, and what each can be used for. Exit 0, also where there is
 * none; 2 where one does not say what it can do.
 */
export const tokens: Command = (args, io) => {
  const { options } = readOptions('tokens', args);
  const module = openNamed('tokens', options);
  try {
    return Promise.resolve(print(module, io));
  } finally {
    module.close();
  }
};

/** The module, and then each of its tokens. */
export const print = (module: Pkcs11Module, io: Pick<Io, 'out' | 'err'>): ExitCode => {
  const { t } = texts('en');
  const out = (line: string): void => io.out(printable(line));
  const { path, manufacturer, description, libraryVersion, cryptokiVersion, sha256 } = module.info;
  out(path);
  out(`  ${manufacturer} · ${description} ${libraryVersion} · PKCS#11 ${cryptokiVersion}`);
  out(`  SHA-256 ${sha256}`);
  const present = module.tokens();
  if (present.length === 0) out(t('cli.tokens.none'));
  let exit: ExitCode = 0;
  for (const token of present) {
    out('');
    for (const line of headOf(token, t)) out(line);
    const able = capabilities(module, token);
    if (able.ok) {
      for (const line of [...asHsm(able.value, t), ...asCard(able.value, t)]) out(`  ${line}`);
      continue;
    }
    out(`  ${t('cli.tokens.unanswering')}`);
    const { code, details } = able.problem;
    tell(io, { code, details: { ...details, token: token.label, serial: token.serial } });
    exit = 2;
  }
  return exit;
};

const headOf = (token: TokenInfo, t: Texts['t']): readonly string[] => [
  token.initialised ? token.label : t('cli.tokens.blank'),
  `  ${token.manufacturer} · ${token.model} · ${token.serial} · ${token.reader}`,
  ...(token.software ? [`  ${t('cli.tokens.software')}`] : []),
];

const asHsm = ({ asHsm: of }: Capabilities, t: Texts['t']): readonly string[] =>
  keyAlgorithms.map((algorithm) => {
    const { usable, missing } = of[algorithm];
    return t(usable ? 'cli.tokens.hsm' : 'cli.tokens.noHsm', { algorithm, missing: missing.join(', ') });
  });

const asCard = ({ asCard: of }: Capabilities, t: Texts['t']): readonly string[] => {
  const line = (use: 'enrolment' | 'signing' | 'sealing', { usable, missing }: Capability): string =>
    t(usable ? `cli.tokens.${use}` : `cli.tokens.no-${use}`, { missing: missing.join(', ') });
  const made = (use: 'signing' | 'sealing'): readonly string[] =>
    of.makes[use].length === 0
      ? []
      : [t(`cli.tokens.makes.${use}`, { algorithms: of.makes[use].join(', ') })];
  return [
    line('enrolment', of.enrolment),
    ...made('signing'),
    ...made('sealing'),
    line('signing', of.signing),
    line('sealing', of.sealing),
  ];
};
