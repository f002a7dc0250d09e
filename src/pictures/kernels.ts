import {
  type Architecture,
  hasParameter,
  isDense,
  type Layer,
  layerBefore,
  layerNamed,
  type Network,
  outputOf,
  readersOf,
  tensorOf,
} from '../network/architecture.ts';

/** The weights by which one map or unit reads one sheet of the layer before. */
export interface Kernel {
  /** Map of the layer before, or null where the sheet is a whole dense layer. */
  readonly source: number | null;
  readonly width: number;
  readonly height: number;
  /** Row-major, height * width weights. */
  readonly weights: Float32Array;
}

/** C5 is laid out as 10 x 12, F6 as 7 x 12 as in 1998. */
const usualColumns: Readonly<Record<number, number>> = { 120: 10, 84: 7 };

/** Columns in which the units of a dense layer are laid out; those of the output stand below each other. */
export function columnsOf({ maps, activation }: Layer): number {
  if (activation === 'softmax') return 1;
  let columns = usualColumns[maps] ?? Math.floor(Math.sqrt(maps));
  while (maps % columns !== 0) columns -= 1;
  return columns;
}

/** Whether a layer's units are compared with bitmaps, so that they are one themselves. */
export function isBitmap({ layers }: Architecture, { name }: Layer): boolean {
  return layers[layers.findIndex((layer) => layer.name === name) + 1]?.kind === 'rbf';
}

/** What an RBF unit compares the layer before with, laid out like that; null for another output. */
export function centreSheet(architecture: Architecture, unit: number): Omit<Kernel, 'source'> | null {
  const output = outputOf(architecture);
  const before = layerBefore(architecture, output.name);
  if (output.kind !== 'rbf' || !before) return null;
  const known = sheets.get(output.centres) ?? output.centres.map((centre) => Float32Array.from(centre));
  sheets.set(output.centres, known);
  const width = columnsOf(before);
  return { width, height: before.maps / width, weights: known[unit] as Float32Array };
}

/** The same arrays each time, so that nothing is painted again. */
const sheets = new WeakMap<object, Float32Array[]>();

/**
 * The kernels of one map (or dense unit): C1 one of 5 x 5, C3 six, C5 sixteen; F6 its 120 weights
 * laid out like C5's picture, Output its 84 like F6's. None for Input and pooling layers.
 */
export function kernelsOf({ architecture, parameters }: Network, name: string, map: number): Kernel[] {
  const layer = layerNamed(architecture, name);
  const before = layerBefore(architecture, name);
  if (layer.kind === 'rbf') {
    const sheet = centreSheet(architecture, map);
    return sheet ? [{ source: null, ...sheet }] : [];
  }
  if (!before || !hasParameter(layer, 'kernel')) return [];
  const { offset } = tensorOf(architecture, name, 'kernel');
  const weightAt = (input: number) => parameters[offset + input * layer.maps + map] as number;

  if (isDense(before)) {
    const width = columnsOf(before);
    const weights = Float32Array.from({ length: before.maps }, (_, input) => weightAt(input));
    return [{ source: null, width, height: before.maps / width, weights }];
  }
  // Convolution kernels are [row, column, pair of maps]; C5's [400, 120] is the same with the rows and columns of all
  // S4. A map has a kernel for each map that it reads.
  const { window } = layer;
  const readers = readersOf(layer, before);
  const pairs = readers.reduce((sum, maps) => sum + maps.length, 0);
  const kernels: Kernel[] = [];
  let first = 0;
  for (const [source, maps] of readers.entries()) {
    const pair = first + maps.indexOf(map);
    first += maps.length;
    if (!maps.includes(map)) continue;
    const weights = Float32Array.from(
      { length: window * window },
      (_, tap) => parameters[offset + tap * pairs + pair] as number,
    );
    kernels.push({ source, width: window, height: window, weights });
  }
  return kernels;
}
