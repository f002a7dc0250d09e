import type { KnowingNetwork } from '../../network/energy.ts';
import { inputSide } from '../../network/rasters.ts';
import { columnStep, slideOver } from '../../network/wide.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { type ColumnPeak, columnPeaks } from './column-peaks.ts';
import { type LineRaster, lineRaster } from './line-raster.ts';
import { scoresOfUnits } from './scores.ts';

/** A line of digits read without cutting it. */
export interface SlidNumber {
  readonly line: LineRaster;
  /** Pixels from one column to the next; the first column's window begins with the line. */
  readonly step: number;
  /** columns * 10, column by column. */
  readonly probabilities: Float32Array;
  /** For each column, what it has above the least energy of a digit, in nats; 0 where the network names none. */
  readonly margins: Float64Array;
  /** From left to right; their digits are the number. */
  readonly peaks: readonly ColumnPeak[];
}

/** How far from its window's middle ink counts as being there, in pixels. */
const middleReach = 4;

/**
 * Reads a line of digits by sliding the network over it (space displacement network: LeCun et al. 1998, section VII).
 * The network has learned single digits in the middle of their field, and not, as the paper's had, what lies between
 * two: so this is read less well than by cutting.
 * @returns null for paper without ink
 */
export function slideNumber(drawing: Drawing, network: KnowingNetwork): SlidNumber | null {
  const line = lineRaster(drawing);
  if (!line) return null;
  const { width, ink } = line;
  const input = Float32Array.from(ink, (value) => value / 255);
  const { probabilities, energies, leastEnergy } = scoresOfUnits(network, slideOver(network, input, width));
  const step = columnStep(network.architecture);
  const margins = energies.map((energy) => (leastEnergy === null ? 0 : energy - leastEnergy));
  const columns = Array.from(margins, (margin, column) => ({
    margin,
    probabilities: probabilities.subarray(10 * column, 10 * (column + 1)),
    hasInk: hasInk(line, column * step + inputSide / 2),
  }));
  return { line, step, probabilities, margins, peaks: columnPeaks(columns) };
}

function hasInk({ width, ink }: LineRaster, middle: number): boolean {
  for (let row = 0; row < inputSide; row++) {
    const at = row * width + middle;
    if (ink.subarray(at - middleReach, at + middleReach).some((value) => value >= 128)) return true;
  }
  return false;
}
