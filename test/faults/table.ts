/** A row of the table that a walk ends with. */
export type Row = {
  readonly ceremony: string;
  readonly fault: string;
  /** Where such a fault could strike in a straight run; where one did; and after how many of these all was well. */
  readonly points: number;
  readonly walked: number;
  readonly survived: number;
};

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
