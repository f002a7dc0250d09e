/** Order statistics of measured values. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly count: number;
}

export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  const lower = sorted.length % 2 === 0 ? sorted[sorted.length / 2 - 1] : undefined;
  return {
    min: at(0),
    median: lower === undefined ? at(0.5) : (lower + at(0.5)) / 2,
    p95: at(0.95),
    max: at(1),
    count: sorted.length,
  };
}
