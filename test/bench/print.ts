import { availableParallelism } from 'node:os';

/** A benchmark's heading: what it measures, when, and on what. */
export const heading = (what: string): void => {
  console.log(`\n# ${what}`);
  console.log(
    `${new Date().toISOString().slice(0, 10)} · Node ${process.versions.node} · ${process.platform} ${process.arch} · ${availableParallelism()} cores\n`,
  );
};

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
export const times = (value: number, reference: number): string => `${(value / reference).toFixed(2)}×`;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (upper + lower) / 2;
};

/** Rows under a head, in columns: the first to the left, numbers to the right. */
export const table = (rows: readonly (readonly string[])[]): void => {
  const widths = rows.reduce<readonly number[]>(
    (sofar, row) => row.map((cell, column) => Math.max(cell.length, sofar[column] ?? 0)),
    [],
  );
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join('   ')}`);
  }
};
