import type { LabelledDigits } from '../data/labelled-digits.ts';
import { expectThat } from '../lib/expect.ts';
import { largest, smallest } from '../lib/lists.ts';
import { type Architecture, layerNamed } from '../network/architecture.ts';
import { classCount, digitClasses } from '../network/labels.ts';
import { digitSize } from '../network/rasters.ts';
import { type ReceptiveField, receptiveFields } from '../network/receptive-field.ts';
import type { Unit } from '../network/unit.ts';
import type { Responses } from './responses.ts';
import type { Target } from './target.ts';

/** One digit, and what a target makes of it. */
export interface ExcitedDigit {
  /** Its place among the digits. */
  readonly index: number;
  readonly label: number;
  /** 784 bytes. */
  readonly digit: Uint8Array;
  /** The unit's value, or the highest value in the map. */
  readonly value: number;
  /** The part of the 32 x 32 input that the strongest unit of the map sees; null for dense units, which see all. */
  readonly field: ReceptiveField | null;
}

/** The values of one class over the common scale of all classes; of a map, its average over all places. */
export interface ClassValues {
  readonly label: number;
  /** Digits of the class; without any, the mean is NaN. */
  readonly total: number;
  readonly mean: number;
  /** Digits in each of some equal parts of the scale. */
  readonly counts: readonly number[];
}

/** What a map or unit looks for, told from what it makes of n digits. */
export interface LooksFor {
  readonly target: Target;
  /** Highest value first. */
  readonly strongest: readonly ExcitedDigit[];
  /** Lowest value first; of a map, the digits whose highest value is lowest. */
  readonly weakest: readonly ExcitedDigit[];
  readonly classes: readonly ClassValues[];
  /** Ends of the scale of all classes. */
  readonly scale: { readonly from: number; readonly to: number };
  /** Over the digits, and over all places of a map: what it is frozen at. */
  readonly mean: number;
}

const shownDigits = 9;
const binCount = 20;

/**
 * @param digits the n digits that the responses are of
 * @throws ExpectationError when the network has no such target
 */
export function looksFor(responses: Responses, { digits, labels }: LabelledDigits, target: Target): LooksFor {
  const { architecture, count, targets } = responses;
  const at = targets.findIndex(({ layer, map }) => layer === target.layer && map === target.map);
  expectThat(at >= 0, 'looksFor', `a map or unit of ${architecture.id}`, `${target.layer} ${target.map}`);
  const [from, to] = [at * count, (at + 1) * count];
  const values = responses.values.subarray(from, to);
  const places = responses.places.subarray(from, to);
  const averages = responses.averages.subarray(from, to);
  const order = orderOf(values, averages);
  const shown = (index: number): ExcitedDigit => ({
    index,
    label: labels[index] as number,
    digit: digits.slice(index * digitSize, (index + 1) * digitSize),
    value: values[index] as number,
    field: inputField(architecture, unitAt(architecture, target, places[index] as number)),
  });
  const scale = scaleOf(averages);
  return {
    target: { layer: target.layer, map: target.map },
    strongest: order.slice(0, shownDigits).map(shown),
    weakest: order.toReversed().slice(0, shownDigits).map(shown),
    classes: digitClasses.map((label) => classValues(averages, labels, label, scale)),
    scale,
    mean: averages.reduce((sum, average) => sum + average, 0) / count,
  };
}

/**
 * What the units of a dense layer usually say: the mean of each for each class.
 * @returns units * 10, unit after unit; NaN for a class without digits
 */
export function classMeans(
  { architecture, averages, count, targets }: Responses,
  labels: Uint8Array,
  layer: string,
): Float32Array {
  const first = targets.findIndex((target) => target.layer === layer);
  expectThat(first >= 0, 'classMeans', `a layer of ${architecture.id}`, layer);
  const totals = digitClasses.map((digit) =>
    labels.reduce((sum, label) => sum + (label === digit ? 1 : 0), 0),
  );
  const means = new Float32Array(layerNamed(architecture, layer).maps * classCount);
  for (let unit = 0; unit < means.length / classCount; unit++) {
    const sums = new Float64Array(classCount);
    labels.forEach((label, at) => {
      sums[label] = (sums[label] as number) + (averages[(first + unit) * count + at] as number);
    });
    means.set(
      sums.map((sum, digit) => sum / (totals[digit] as number)),
      unit * classCount,
    );
  }
  return means;
}

/**
 * Digits by falling value. Many drive a map to the end of the tanh, where 32-bit numbers no longer tell them apart:
 * the one that excites all of the map more comes first, and of equals the earlier.
 */
function orderOf(values: Float32Array, averages: Float32Array): number[] {
  const more = (list: Float32Array, a: number, b: number) => (list[b] as number) - (list[a] as number);
  return [...values.keys()].sort((a, b) => more(values, a, b) || more(averages, a, b) || a - b);
}

/** What a unit sees of the 32 x 32 input; null for a dense unit, which sees all of it. */
export function inputField(architecture: Architecture, unit: Unit): ReceptiveField | null {
  if (layerNamed(architecture, unit.layer).kind === 'dense') return null;
  return receptiveFields(architecture, unit).at(-1) ?? null;
}

function unitAt(architecture: Architecture, { layer, map }: Target, place: number): Unit {
  const { width } = layerNamed(architecture, layer);
  return { layer, map, row: Math.floor(place / width), column: place % width };
}

/** Round ends of a scale that has all values: tenths, or hundredths where all lie close together. */
function scaleOf(values: Float32Array): LooksFor['scale'] {
  const [lowest, highest] = [smallest(values), largest(values)];
  const perOne = highest - lowest < 0.15 ? 100 : 10;
  const from = Math.floor(lowest * perOne) / perOne;
  return { from, to: Math.max(from + 1 / perOne, Math.ceil(highest * perOne) / perOne) };
}

function classValues(
  values: Float32Array,
  labels: Uint8Array,
  label: number,
  { from, to }: LooksFor['scale'],
): ClassValues {
  const counts = new Array<number>(binCount).fill(0);
  let [total, sum] = [0, 0];
  for (const [index, value] of values.entries()) {
    if (labels[index] !== label) continue;
    total += 1;
    sum += value;
    const bin = Math.min(binCount - 1, Math.floor(((value - from) / (to - from)) * binCount));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { label, total, mean: sum / total, counts };
}
