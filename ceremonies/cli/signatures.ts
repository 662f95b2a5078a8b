import { keyAlgorithms } from '../model/keyAlgorithm.ts';
import { ceremonyKinds } from '../model/ceremonyPlan.ts';

/** `flag` has no value; `may` and `must` have one; of those with `either`, one must be there and no other. */
export type Option = { readonly need: 'flag' | 'may' | 'must' | 'either'; readonly value: string };

/** What a command takes: operands by name, each of them once, or one name for any number of them; and options. */
export type Signature = {
  readonly operands: readonly string[] | { readonly anyOf: readonly string[] };
  readonly options: Readonly<Record<string, Option>>;
};

const flag = { need: 'flag', value: '' } as const;
const may = (value: string) => ({ need: 'may', value }) as const;
const must = (value: string) => ({ need: 'must', value }) as const;
const either = (value: string) => ({ need: 'either', value }) as const;

/** Every command with all it takes: what is read, what is refused, and what `ceremony help` prints. */
export const signatures = {
  rehearse: {
    operands: { anyOf: ceremonyKinds },
    options: {
      out: must('DIR'),
      threshold: may('K'),
      custodians: may('N'),
      key: may(keyAlgorithms.join('|')),
      'data-keys': may('FILE'),
      backups: may('DIR'),
      module: may('PATH'),
      previous: may('FILE'),
    },
  },
  verify: {
    operands: ['FILE|DIR'],
    options: {
      json: flag,
      previous: may('FILE'),
      people: may('FILE'),
      'trust-anchors': may('PEM'),
      'tsa-anchor': may('PEM'),
    },
  },
  show: { operands: ['FILE'], options: { json: flag } },
  diff: { operands: ['A', 'B'], options: { json: flag } },
  timestamp: {
    operands: ['FILE'],
    options: { request: either('QUERY'), attach: either('ANSWER'), out: may('NEW') },
  },
  seal: {
    operands: [],
    options: { bundle: must('FILE'), in: must('FILE'), out: must('FILE'), key: may('LABEL') },
  },
  open: {
    operands: [],
    options: {
      module: may('PATH'),
      parameters: may('TEXT'),
      in: must('FILE'),
      out: must('FILE'),
      token: may('LABEL|SERIAL'),
      key: may('LABEL'),
      bundle: may('FILE'),
      'pin-file': may('FILE'),
    },
  },
  tokens: { operands: [], options: { module: may('PATH'), parameters: may('TEXT') } },
} as const satisfies Readonly<Record<string, Signature>>;

export type CommandName = keyof typeof signatures;
export const isCommand = (name: string): name is CommandName => Object.hasOwn(signatures, name);

const optionText = (name: string, { need, value }: Option): string => {
  const text = need === 'flag' ? `--${name}` : `--${name} ${value}`;
  return need === 'flag' || need === 'may' ? `[${text}]` : text;
};

/** A command as it is called: `diff A B [--json]`. */
export const formOf = (name: CommandName): string => {
  const { operands, options }: Signature = signatures[name];
  const all = Object.entries(options);
  const alternatives = all.filter(([, { need }]) => need === 'either');
  return [
    name,
    ...('anyOf' in operands ? ['[KIND…]'] : operands),
    ...(alternatives.length === 0
      ? []
      : [`(${alternatives.map(([option, kind]) => optionText(option, kind)).join(' | ')})`]),
    ...all.filter(([, { need }]) => need === 'must').map(([option, kind]) => optionText(option, kind)),
    ...all
      .filter(([, { need }]) => need === 'may' || need === 'flag')
      .map(([option, kind]) => optionText(option, kind)),
  ].join(' ');
};
