import type { Summary } from './statistics.ts';

/** One measured quantity. A benchmark prints rows and writes them as JSON, nothing else. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly summary: Summary;
  /** What was summarised, round by round, where these are few. */
  readonly values?: readonly number[];
  /** What the issue or the design asks for, in words; empty where nothing is asked. */
  readonly goal?: string;
  /** How many times better than what the section compares with. */
  readonly ratio?: number;
  /** Why there are no figures. */
  readonly failed?: string;
}

export interface Section {
  readonly title: string;
  /** What a reader has to know to judge the figures: the data, the machine. */
  readonly note?: string;
  readonly rows: readonly Row[];
  /** What the rows' ratios compare with; medians are compared. */
  readonly ratioTo?: string;
}

/** Below this many values the 95th percentile is the maximum. */
const p95Count = 20;

/** A section as a Markdown table, so that it can go into the README as it is. */
export function table({ title, note, rows, ratioTo }: Section): string {
  const heading = [`### ${title}`, ...(note ? [note] : [])].join('\n');
  if (rows.length === 0) return heading;
  const columns = columnsOf(rows, ratioTo);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `${heading}\n`,
    line(columns.map(({ name }) => name)),
    `|${columns.map(({ left }) => (left ? '---' : '--:')).join('|')}|`,
    ...rows.map((row) => line(columns.map(({ of }) => of(row)))),
  ].join('\n');
}

interface Column {
  readonly name: string;
  /** Words stand left, figures right. */
  readonly left?: boolean;
  of(row: Row): string;
}

/** Columns that would be empty are left out. */
function columnsOf(rows: readonly Row[], ratioTo: string | undefined): Column[] {
  const columns: (Column | false)[] = [
    { name: '', left: true, of: ({ what }) => what },
    { name: 'min', of: ({ summary, failed }) => (failed ? '' : number(summary.min)) },
    { name: 'median', of: ({ summary, failed }) => (failed ? '' : number(summary.median)) },
    rows.some(({ summary }) => summary.count >= p95Count) && {
      name: 'p95',
      of: ({ summary, failed }) => (failed ? '' : number(summary.p95)),
    },
    { name: 'max', of: ({ summary, failed }) => (failed ? '' : number(summary.max)) },
    { name: 'unit', left: true, of: ({ unit, failed }) => failed ?? unit },
    rows.some(({ ratio }) => ratio !== undefined) && {
      name: ratioTo ? `times ${ratioTo}` : 'ratio',
      of: ({ ratio }) => (ratio === undefined ? '' : `${number(ratio)} x`),
    },
    rows.some(({ goal }) => goal) && { name: 'goal', left: true, of: ({ goal }) => goal ?? '' },
  ];
  return columns.filter((column) => column !== false);
}

function number(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
