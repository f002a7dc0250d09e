import {
  type Architecture,
  activationOf,
  architectureOf,
  isDense,
  type Layer,
  layerBefore,
  type Network,
  outputOf,
} from './architecture.ts';
import { activationsOf } from './reference/passes.ts';

/**
 * A network laid over an input that is wider than its own, as one large convolution (space displacement network:
 * LeCun et al. 1998, section VII). Its dense layers become convolutions with the same parameters: C5's kernel is as
 * large as S4's maps, so it reads them at every place that they have now. What neighbouring windows share is computed
 * once.
 */

/** Pixels of the input between neighbouring columns: 4 for LeNet-5, whose S2 and S4 halve the maps. */
export function columnStep({ layers }: Architecture): number {
  return layers.reduce((step, { stride }) => step * stride, 1);
}

/** Columns over an input so many pixels wide: one for the network's own width, and one more every step. */
export function columnCount(architecture: Architecture, width: number): number {
  const { width: own } = architecture.layers[0] as Layer;
  return Math.floor((width - own) / columnStep(architecture)) + 1;
}

/**
 * The units of the layer before the output (F6) at every column: columns * units floats. Column c has what the
 * network has of the pixels from c * step on.
 * @param input height * width floats, row-major, 0 paper to 1 ink; as high as the network's own
 */
export function slideOver(
  { architecture, parameters }: Network,
  input: Float32Array,
  width: number,
): Float32Array {
  const wide = widened(architecture, width);
  const last = wide.layers.at(-1) as Layer;
  return Float32Array.from(activationOf(wide, activationsOf(wide, parameters, input, last), last.name));
}

/** All layers but the output, as wide as the input makes them, with parameters in the same places. */
function widened(architecture: Architecture, width: number): Architecture {
  const before = layerBefore(architecture, outputOf(architecture).name) as Layer;
  const layers: Layer[] = [];
  for (const layer of architecture.layers.slice(0, architecture.layers.indexOf(before) + 1)) {
    layers.push(widenedLayer(layer, layers.at(-1), width));
  }
  const { inputLevels } = architecture;
  return architectureOf(`${architecture.id}-wide`, architecture.name, layers, { inputLevels });
}

function widenedLayer(layer: Layer, before: Layer | undefined, inputWidth: number): Layer {
  if (!before) return { ...layer, width: inputWidth };
  // A dense layer reads all of the height before it.
  const [window, stride] = isDense(layer) ? [before.height, 1] : [layer.window, layer.stride];
  const width = Math.floor((before.width - window) / stride) + 1;
  return isDense(layer) ? { ...layer, kind: 'convolution', window, stride, width } : { ...layer, width };
}
