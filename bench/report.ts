import type { Summary } from './statistics.ts';

/** One measured quantity. A benchmark prints rows and writes them as JSON, nothing else. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly summary: Summary;
  /** What the issue or the design asks for, in words; empty where nothing is asked. */
  readonly goal?: string;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A section as a Markdown table, so that it can go into the README as it is. */
export function table({ title, rows }: Section): string {
  const number = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
  const lines = rows.map(
    ({ what, unit, summary, goal }) =>
      `| ${what} | ${number(summary.min)} | ${number(summary.median)} | ${number(summary.p95)} | ${number(summary.max)} | ${unit} | ${goal ?? ''} |`,
  );
  return [
    `### ${title}`,
    '| | min | median | p95 | max | unit | goal |',
    '|---|--:|--:|--:|--:|---|---|',
    ...lines,
  ].join('\n');
}
