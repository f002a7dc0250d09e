import type uPlot from 'uplot';
import { formatPercent } from '../../lib/format.ts';
import type { CurvePoint } from '../../pictures/curves.ts';

/**
 * The scales that values can be shown on. `to-one` is for shares right: it gives each tenth of the
 * error the same height, so that 99 and 99.5 % are as far apart as 90 and 95 %.
 */
export type CurveScale = 'linear' | 'log' | 'to-one';

type Line = readonly CurvePoint[];

interface ScaleParts {
  readonly scale: uPlot.Scale;
  readonly axis: uPlot.Axis;
  /** Lines as they are drawn: a value that the scale has no place for is left out, or stands at its edge. */
  readonly placed: (lines: readonly Line[]) => readonly Line[];
  readonly label: (tick: number, format: (value: number) => string) => string;
}

/** Parts for one plot, for the range of `to-one` follows what is drawn. */
export function scaleParts(scale: CurveScale): ScaleParts {
  switch (scale) {
    case 'linear':
      return {
        scale: { range: linearRange },
        axis: { space: 32 },
        placed: (lines) => lines,
        label: asItIs,
      };
    case 'log':
      return {
        scale: { distr: 3, range: logRange },
        axis: {
          // uPlot's own never come to an end where the lowest value is 9.5 to 9.9 times a power of ten.
          splits: (_, __, low, high) => logTicks(low, high),
          filter: decades,
          grid: { filter: decades },
        },
        placed: (lines) => lines.map((line) => line.filter(({ value }) => value > 0)),
        label: asItIs,
      };
    case 'to-one':
      return toOneParts();
  }
}

const asItIs: ScaleParts['label'] = (tick, format) => format(tick);

const shareTicks = [0, 0.5, 0.9, 0.97, 0.99, 0.997, 0.999, 0.9997, 0.9999];
/** Height of the edge for all right above the best of the other shares, in tenths of the error. */
const edgeNines = 0.4;
/** Between two labels. */
const tickSpacePx = 20;

const toNines = (share: number) => -Math.log10(1 - Math.min(1 - 1e-9, share));
const fromNines = (nines: number) => 1 - 10 ** -nines;

/**
 * No logarithm has a place for no error at all, and many a batch has none: all right stands at an edge of
 * its own, a little above everything else that is drawn, and is labelled there.
 */
function toOneParts(): ScaleParts {
  let edge: number | null = null;
  return {
    scale: { distr: 100, fwd: toNines, bwd: fromNines, range: sharesRange },
    axis: {
      splits: (plot, _, low, high) => {
        const top = edge === null ? [] : [edge];
        const apart = ((toNines(high) - toNines(low)) * tickSpacePx) / Math.max(1, plot.height);
        const room = edge === null ? high : fromNines(toNines(edge) - Math.max(apart, 0.9 * edgeNines));
        return [...spaced(shareTicks, low, Math.min(high, room), apart), ...top];
      },
      // Or it labels powers of ten only, as for every scale that is not linear.
      filter: (_, ticks) => ticks,
    },
    placed(lines) {
      const shares = lines.flat().map(({ value }) => value);
      const best = shares.reduce((most, share) => (share < 1 ? Math.max(most, share) : most), 0);
      edge = shares.some((share) => share >= 1) ? fromNines(toNines(best) + edgeNines) : null;
      return lines.map((line) =>
        line.map(({ step, value }) => ({ step, value: value >= 1 && edge !== null ? edge : value })),
      );
    },
    // One decimal would say "> 99.9 %" of two ticks.
    label: (tick, format) =>
      tick === edge ? format(1) : tick > 0.999 ? formatPercent(tick, 2) : format(tick),
  };
}

/** The ticks from `low` to `high` that are at least so many tenths of the error apart, from the lowest on. */
function spaced(ticks: readonly number[], low: number, high: number, nines: number): number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    const far = last === undefined || toNines(tick) - toNines(last) >= nines;
    if (tick >= low && tick <= high && far) kept.push(tick);
  }
  return kept;
}

/** A little air around the values; never below zero where no value is. */
function linearRange(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.05;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

function logRange(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || low <= 0) return [0.01, 1];
  const [from, to] = [low / 1.15, high * 1.15];
  return measured(from, to, logTicks(from / 10, to * 10).filter(isLabelled));
}

function sharesRange(_: uPlot, low: number | null, high: number | null): [number, number] {
  const [from, to] = [toNines(low ?? 0), toNines(high ?? 0.9)];
  const air = (to - from || 1) * 0.05;
  return measured(Math.max(0, fromNines(from - air)), fromNines(to + air), shareTicks);
}

/** Out to the ticks around it where the range has fewer than two: one label is no measure. */
function measured(low: number, high: number, ticks: readonly number[]): [number, number] {
  if (ticks.filter((tick) => tick >= low && tick <= high).length >= 2) return [low, high];
  return [ticks.findLast((tick) => tick < low) ?? low, ticks.find((tick) => tick > high) ?? high];
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
  return values.map((value) => (mantissaOf(value) === 1 || (few && isLabelled(value)) ? value : null));
}

function isLabelled(tick: number): boolean {
  return [1, 2, 5].includes(mantissaOf(tick));
}

function mantissaOf(tick: number): number {
  return Math.round(tick / 10 ** Math.floor(Math.log10(tick) + 1e-9));
}
