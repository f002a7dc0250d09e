import { type LayerName, layerBefore, layerNamed, parameterTensor } from '../network/spec.ts';

/** The weights by which one map or unit reads one sheet of the layer before. */
export interface Kernel {
  /** Map of the layer before, or null where the sheet is a whole dense layer. */
  readonly source: number | null;
  readonly width: number;
  readonly height: number;
  /** Row-major, height * width weights. */
  readonly weights: Float32Array;
}

/** Columns in which the units of a dense layer are laid out: C5 10 x 12, F6 7 x 12 as in 1998. */
export const denseColumns: Readonly<Partial<Record<LayerName, number>>> = { C5: 10, F6: 7, Output: 1 };

/**
 * The kernels of one map (or dense unit): C1 one of 5 x 5, C3 six, C5 sixteen; F6 its 120 weights
 * laid out like C5's picture, Output its 84 like F6's. None for Input and pooling layers.
 * @param parameters the flat parameter vector
 */
export function kernelsOf(parameters: Float32Array, name: LayerName, map: number): Kernel[] {
  const layer = layerNamed(name);
  const before = layerBefore(name);
  if (!before || layer.kind === 'pooling' || layer.kind === 'input') return [];
  const { offset } = parameterTensor(name, 'kernel');
  const weightAt = (input: number) => parameters[offset + input * layer.maps + map] as number;

  if (before.kind === 'dense') {
    const width = denseColumns[before.name] ?? before.maps;
    const weights = Float32Array.from({ length: before.maps }, (_, input) => weightAt(input));
    return [{ source: null, width, height: before.maps / width, weights }];
  }
  // Convolution kernels are [row, column, in, out]; C5's [400, 120] is the same with the rows and
  // columns of all S4. Either way an input index is (row * 5 + column) * maps + source.
  const { window } = layer;
  return Array.from({ length: before.maps }, (_, source) => ({
    source,
    width: window,
    height: window,
    weights: Float32Array.from({ length: window * window }, (_, tap) => weightAt(tap * before.maps + source)),
  }));
}

/** The bias of one map or unit; undefined where the layer has none. */
export function biasOf(parameters: Float32Array, name: LayerName, map: number): number | undefined {
  const { kind } = layerNamed(name);
  if (kind === 'input' || kind === 'pooling') return undefined;
  return parameters[parameterTensor(name, 'bias').offset + map];
}
