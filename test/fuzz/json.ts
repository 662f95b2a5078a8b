import { fromUtf8, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { Change, Draws } from './mutations.ts';

/** Changes to a JSON text, or to one line of a file of them: a value, a member, or its name at a time; keys stay in their order. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Stands in the value for a text that no value has: put in its place when the value is written. */
const deepMark = '@deep@';
const deepText = (depth: number): string =>
  depth % 2 === 0 ? '['.repeat(depth) + ']'.repeat(depth) : '{"a":'.repeat(depth) + '0' + '}'.repeat(depth);

const oddValues: readonly ((size: number) => Json)[] = [
  () => null,
  () => true,
  () => '',
  () => [],
  () => ({}),
  (size) => size,
  (size) => -size - 1,
  () => 1.5,
  () => 2 ** 53,
  () => 1e300,
  (size) => 'a'.repeat(size),
  (size) => '\ud800'.repeat(1 + (size % 10)),
  (size) => 'õ\u0000\u202e'.repeat(size % 100),
  (size) => Array.from({ length: size % 10_000 }, (_, index) => index),
  (size) => Object.fromEntries(Array.from({ length: size % 3000 }, (_, index) => [`a${index}`, index])),
  () => deepMark,
];

const oddNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'length', 'then'];

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

type Visit = (value: Json) => Json | undefined;

/** Gives the nth value, in the order of the text, to `visit`; undefined leaves it out. */
const changedAt = (root: Json, nth: number, visit: Visit): Json => {
  let left = nth;
  const walk = (value: Json): Json | undefined => {
    if (left === 0) {
      left = -1;
      return visit(value);
    }
    left -= 1;
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value))
      return value.flatMap((each) => {
        const kept = walk(each);
        return kept === undefined ? [] : [kept];
      });
    return fromMembers(
      Object.entries(value).flatMap(([name, each]): [string, Json][] => {
        const kept = walk(each);
        return kept === undefined ? [] : [[name, kept]];
      }),
    );
  };
  return walk(root) ?? null;
};

/** `__proto__` as a member like any other, as JSON.parse makes it. */
const fromMembers = (members: readonly (readonly [string, Json])[]): Json => {
  const made: { [name: string]: Json } = {};
  for (const [name, value] of members)
    Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true });
  return made;
};

const valuesIn = (value: Json): readonly Json[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.values(value as { readonly [name: string]: Json });

const countOf = (value: Json): number =>
  valuesIn(value).reduce<number>((sum, each) => sum + countOf(each), 1);

const isDeep = (value: Json, left = 200): boolean =>
  left === 0 || valuesIn(value).some((each) => isDeep(each, left - 1));

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** Changes one line; a text without line ends is one. */
const ofLine =
  (change: (value: Json, draws: Draws) => string): Change =>
  (bytes, draws) => {
    let lines: readonly string[];
    try {
      lines = fromUtf8(bytes).split('\n');
    } catch {
      return bytes;
    }
    const nth = draws.octets.length % lines.length;
    const chosen = (draws.at + nth) % lines.length;
    const value = parsed(lines[chosen] ?? '');
    return value === undefined || isDeep(value)
      ? bytes
      : toUtf8(lines.with(chosen, change(value, draws)).join('\n'));
  };

const withValue = (visit: (value: Json, draws: Draws) => Json | undefined): Change =>
  ofLine((value, draws) => {
    // Draws that chose the line choose the value, too: their lower digits are alike, the higher ones are not.
    const nth = Math.floor(draws.which / 7 + draws.at) % countOf(value);
    const changed = changedAt(value, nth, (each) => visit(each, draws));
    return JSON.stringify(changed).replace(`"${deepMark}"`, () => deepText(draws.size));
  });

export const changedJson: readonly Change[] = [
  withValue((_, { size, octets }) => oddValues[(octets[0] ?? 0) % oddValues.length]?.(size)),
  withValue(() => undefined),
  withValue((value, { size, octets }) => {
    if (typeof value !== 'object' || value === null || isList(value)) return [value, value];
    const name = oddNames[(octets[0] ?? 0) % oddNames.length] ?? '';
    return fromMembers([
      ...Object.entries(value),
      [name, oddValues[size % oddValues.length]?.(size) ?? null],
    ]);
  }),
  withValue((value) =>
    typeof value === 'string' ? value.toUpperCase() : typeof value === 'number' ? value + 1 : [value],
  ),
  withValue((value, { size }) =>
    typeof value === 'string' ? value.slice(0, size % (value.length + 1)) : value,
  ),
  // One name twice, which no parsed value shows.
  ofLine((value) => {
    const text = JSON.stringify(value);
    const [member = ''] = /"[^"]*":(?:"[^"]*"|\d+|null)/u.exec(text) ?? [];
    return member === '' ? text : text.replace(member, () => `${member},${member}`);
  }),
];
