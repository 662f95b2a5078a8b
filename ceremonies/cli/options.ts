import { parseArgs } from 'node:util';
import { CeremonyError, type ErrorDetails } from '../model/error.ts';
import { signatures, type CommandName, type Option, type Signature } from './signatures.ts';

type Signatures = typeof signatures;
type OptionValue<Kind extends Option> = Kind['need'] extends 'flag'
  ? boolean
  : Kind['need'] extends 'must'
    ? string
    : string | undefined;
type OptionsOf<Name extends CommandName> = {
  readonly [Key in keyof Signatures[Name]['options']]: Signatures[Name]['options'][Key] extends Option
    ? OptionValue<Signatures[Name]['options'][Key]>
    : never;
};
/** As many as the signature names; of one that takes any number, those that its names allow. */
type OperandsOf<Name extends CommandName> = Signatures[Name]['operands'] extends {
  readonly anyOf: readonly (infer Operand)[];
}
  ? readonly Operand[]
  : Texts<Signatures[Name]['operands']>;
type Texts<Names> = { readonly [Index in keyof Names]: string };

export type Arguments<Name extends CommandName> = {
  readonly options: OptionsOf<Name>;
  readonly operands: OperandsOf<Name>;
};

/** Wrong usage, and why: `because.usage` has a sentence for each reason. */
export const misused = (reason: string, details: ErrorDetails): CeremonyError =>
  new CeremonyError('usage', { reason, ...details });

/**
 * What a command was given, as its signature has it. Whatever is too much, missing, unknown or said twice is wrong usage.
 *
 * @throws CeremonyError usage
 */
export const readOptions = <Name extends CommandName>(
  command: Name,
  args: readonly string[],
): Arguments<Name> => {
  const signature: Signature = signatures[command];
  const known = Object.entries(signature.options);
  const { tokens } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      known.map(([name, { need }]) => [name, { type: need === 'flag' ? 'boolean' : 'string' } as const]),
    ),
  });
  const operands: string[] = [];
  const options = new Map<string, string | boolean>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      operands.push(token.value);
      continue;
    }
    const { name, rawName: option, value, inlineValue } = token;
    const need = signature.options[name]?.need;
    if (need === undefined || option !== `--${name}`) throw misused('option-unknown', { command, option });
    if (options.has(name)) throw misused('option-twice', { command, option });
    // An option in the place of a value is a value that was forgotten.
    const isThere = value !== undefined && value !== '' && (inlineValue || !value.startsWith('-'));
    if (need === 'flag' && value !== undefined) throw misused('option-valued', { command, option });
    if (need !== 'flag' && !isThere) throw misused('option-valueless', { command, option });
    options.set(name, value ?? true);
  }
  checkOperands(command, signature.operands, operands);
  checkNeeds(command, known, options);
  const given: { readonly operands: readonly unknown[]; readonly options: unknown } = {
    operands,
    options: Object.fromEntries(
      known.map(([name, { need }]) => [name, options.get(name) ?? (need === 'flag' ? false : undefined)]),
    ),
  };
  // What this says was checked, name by name, above.
  return given as Arguments<Name>;
};

const checkOperands = (
  command: CommandName,
  expected: Signature['operands'],
  given: readonly string[],
): void => {
  if ('anyOf' in expected) {
    const other = given.find((operand) => !expected.anyOf.includes(operand));
    if (other !== undefined)
      throw misused('operand-unknown', { command, operand: other, allowed: expected.anyOf.join(', ') });
    return;
  }
  const missing = expected[given.length];
  if (missing !== undefined) throw misused('operand-missing', { command, operand: missing });
  const extra = given[expected.length];
  if (extra !== undefined) throw misused('operand-extra', { command, operand: extra });
};

const checkNeeds = (
  command: CommandName,
  known: readonly (readonly [string, Option])[],
  given: ReadonlyMap<string, string | boolean>,
): void => {
  const missing = known.find(([name, { need }]) => need === 'must' && !given.has(name));
  if (missing !== undefined) throw misused('option-missing', { command, option: `--${missing[0]}` });
  const either = known.filter(([, { need }]) => need === 'either').map(([name]) => name);
  if (either.length > 0 && either.filter((name) => given.has(name)).length !== 1)
    throw misused('option-either', { command, options: either.map((name) => `--${name}`).join(', ') });
};
