import { texts } from '../texts/catalogue.ts';
import { exitCodes } from './claimLine.ts';
import { misused } from './options.ts';
import { formOf, isCommand, signatures, type CommandName, type Signature } from './signatures.ts';

const widest = 26;
const columns = 96;

const wrapped = (text: string): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

/** One command: how it is called, what it does, and what each option is for. */
const helpOf = (name: CommandName): readonly string[] => {
  const { t } = texts('en');
  const { options }: Signature = signatures[name];
  return [
    `ceremony ${formOf(name)}`,
    ...wrapped(t(`usage.does.${name}`)).map((line) => `    ${line}`),
    ...Object.entries(options).map(([option, { value }]) => {
      const called = `--${option}${value === '' ? '' : ` ${value}`}`;
      return `      ${called.padEnd(widest)}  ${t(`usage.options.${name}.${option}`)}`;
    }),
  ];
};

/**
 * `help [COMMAND]`: every command, option and exit code, or those of one command.
 *
 * @throws CeremonyError usage
 */
export const helpText = (command?: string): readonly string[] => {
  const { t } = texts('en');
  if (command !== undefined && !isCommand(command)) throw misused('command-unknown', { command });
  const names = command === undefined ? Object.keys(signatures).filter(isCommand) : [command];
  return [
    ...names.flatMap((name) => [...helpOf(name), '']),
    ...Object.entries(exitCodes).map(([meaning, code]) => `exit ${code}  ${t(`usage.exits.${meaning}`)}`),
    t('usage.failure'),
  ];
};
