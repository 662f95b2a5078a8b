import { parseArgs } from 'node:util';
import { CeremonyError } from '../model/error.ts';

type Kinds = Readonly<Record<string, 'value' | 'flag'>>;
export type Options<Known extends Kinds> = {
  readonly [Name in keyof Known]?: Known[Name] extends 'flag' ? boolean : string;
};

/**
 * The options and operands of a command. Unknown options, and values that are missing, are wrong usage.
 *
 * @throws CeremonyError usage
 */
export const readOptions = <Known extends Kinds>(
  args: readonly string[],
  known: Known,
): { readonly options: Options<Known>; readonly operands: readonly string[] } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(known).map(([name, kind]) => [
          name,
          { type: kind === 'flag' ? 'boolean' : 'string' } as const,
        ]),
      ),
    });
    return { options: values as Options<Known>, operands: positionals };
  } catch (cause) {
    throw new CeremonyError('usage', { reason: cause instanceof Error ? cause.message : '' }, cause);
  }
};
