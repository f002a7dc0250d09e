import type uPlot from 'uplot';

/**
 * The scales that values can be shown on. `to-one` is for shares right: it gives each tenth of the
 * error the same height, so that 99 and 99.5 % are as far apart as 90 and 95 %.
 */
export type CurveScale = 'linear' | 'log' | 'to-one';

export interface ScaleParts {
  readonly scale: uPlot.Scale;
  readonly axis: uPlot.Axis;
  /** Whether the scale has a place for a value. */
  readonly shows: (value: number) => boolean;
}

/** Shares above this are drawn on it: a batch without an error has none that a logarithm could show. */
const nearOne = 1 - 5e-4;
const shareTicks = [0, 0.5, 0.9, 0.97, 0.99, 0.997, 0.999];

const toNines = (share: number) => -Math.log10(1 - Math.min(nearOne, share));
const fromNines = (nines: number) => 1 - 10 ** -nines;

export const scaleParts: Readonly<Record<CurveScale, ScaleParts>> = {
  linear: { scale: { range: linearRange }, axis: { space: 32 }, shows: () => true },
  log: {
    scale: { distr: 3, range: logRange },
    axis: {
      // uPlot's own never come to an end where the lowest value is 9.5 to 9.9 times a power of ten.
      splits: (_, __, low, high) => logTicks(low, high),
      filter: decades,
      grid: { filter: decades },
    },
    shows: (value) => value > 0,
  },
  'to-one': {
    scale: { distr: 100, fwd: toNines, bwd: fromNines, range: sharesRange },
    axis: {
      splits: (_, __, low, high) => shareTicks.filter((tick) => tick >= low && tick <= high),
      // Or it labels powers of ten only, as for every scale that is not linear.
      filter: (_, ticks) => ticks,
    },
    shows: (value) => value >= 0,
  },
};

/** A little air around the values; never below zero where no value is. */
function linearRange(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.05;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

function logRange(_: uPlot, low: number | null, high: number | null): [number, number] {
  return low === null || high === null || low <= 0 ? [0.01, 1] : [low / 1.15, high * 1.15];
}

function sharesRange(_: uPlot, low: number | null, high: number | null): [number, number] {
  const [from, to] = [toNines(low ?? 0), toNines(high ?? 1)];
  const air = (to - from || 1) * 0.05;
  return [Math.max(0, fromNines(from - air)), Math.min(nearOne, fromNines(to + air))];
}

/** All n times a power of ten, n = 1..9, from `low` to `high`; both above zero. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (let digit = 1; digit <= 9; digit++) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** A line at each power of ten; between them as well where the chart spans less than two. */
function decades(plot: uPlot, values: number[]): (number | null)[] {
  const { min, max } = plot.scales.y ?? {};
  const few = Math.log10((max ?? 1) / (min ?? 1)) < 2;
  return values.map((value) => {
    const mantissa = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
    return mantissa === 1 || (few && (mantissa === 2 || mantissa === 5)) ? value : null;
  });
}
