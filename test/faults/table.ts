import type { Point, TurnsWalked } from './turns.ts';

/** A row of the table that a walk ends with. */
export type Row = {
  readonly ceremony: string;
  readonly fault: string;
  /** Where such a fault could strike in a straight run; where one did; and after how many of these all was well. */
  readonly points: number;
  readonly walked: number;
  readonly survived: number;
};

/** Of a walk in turns: calls and writes apart. One that did not end well is counted against the calls. */
export const rowsOf = (
  ceremony: string,
  points: readonly Point[],
  { walked, wrong }: TurnsWalked,
): readonly Row[] =>
  layers.map(({ layer, fault, bears }) => {
    const count = (some: readonly Point[]): number => some.filter(({ kind }) => kind.layer === layer).length;
    const survived = count(walked) - (bears ? wrong.length : 0);
    return { ceremony, fault, points: count(points), walked: count(walked), survived };
  });

const layers = [
  { layer: 'token', fault: 'calls, the six ways in turns', bears: true },
  { layer: 'journal', fault: 'writes, in every way', bears: false },
] as const;

/** The rows as a table in Markdown, with their sum. */
export const tableOf = (rows: readonly Row[]): string => {
  const sum = (column: 'points' | 'walked' | 'survived'): number =>
    rows.reduce((total, row) => total + row[column], 0);
  const total = {
    ceremony: 'all',
    fault: '',
    points: sum('points'),
    walked: sum('walked'),
    survived: sum('survived'),
  };
  return [
    '| ceremony | fault | points | walked | survived |',
    '|---|---|---:|---:|---:|',
    ...[...rows, total].map(
      ({ ceremony, fault, points, walked, survived }) =>
        `| ${ceremony} | ${fault} | ${points} | ${walked} | ${survived} |`,
    ),
  ].join('\n');
};
