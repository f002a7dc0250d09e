import { t } from '../language/language.ts';
import { expectThat } from '../lib/expect.ts';
import { formatFixed } from '../lib/format.ts';
import {
  type Architecture,
  isDense,
  layerBefore,
  layerNamed,
  type Network,
  tensorOf,
} from '../network/architecture.ts';
import { biasOf } from '../network/arithmetic.ts';
import type { Target } from './target.ts';

/**
 * Changes of a network that are nothing but changes of its parameters, so that every engine computes the changed
 * network as it does any other, and it can be kept as one.
 */
export type Edit = Target &
  (
    | { readonly kind: 'off' }
    /** `mean` is the value that it gives from now on, whatever it reads. */
    | { readonly kind: 'frozen'; readonly mean: number }
    /** Weights of one kernel of a convolution, row by row: by which the map reads map `source` of the layer before. */
    | { readonly kind: 'repainted'; readonly source: number; readonly weights: readonly number[] }
  );

/** A bias with which the softmax gives a class 0 in 32-bit numbers, whatever the others have. */
const neverBias = -200;
/** tanh cannot give 1: the furthest that a frozen unit is from 0. */
const largestMean = 0.999999;

/**
 * The parameters after all edits, applied in turn; the network itself stays as it is.
 * @returns P floats
 * @throws ExpectationError for an edit that its layer does not allow
 */
export function operated({ architecture, parameters }: Network, edits: readonly Edit[]): Float32Array {
  const changed = parameters.slice();
  for (const edit of edits) apply(architecture, changed, edit);
  return changed;
}

/**
 * The edits with one more at their end. One that is made of the same thing before is dropped: a map that is switched
 * off or frozen forgets its repainted kernels, and one whose kernel is repainted is no longer off or frozen.
 */
export function withEdit(architecture: Architecture, edits: readonly Edit[], edit: Edit): readonly Edit[] {
  const own = parametersOwner(architecture, edit);
  const replaced = (earlier: Edit) => {
    const other = parametersOwner(architecture, earlier);
    if (other.layer !== own.layer || other.map !== own.map) return false;
    // Painted weights are those of a map that computes: it is no longer off or frozen.
    return edit.kind !== 'repainted' || earlier.kind !== 'repainted' || earlier.source === edit.source;
  };
  return [...edits.filter((earlier) => !replaced(earlier)), edit];
}

/**
 * What holds the parameters of a map or unit: itself, or for a map of a pooling layer, which only averages, the map
 * that it averages.
 */
export function parametersOwner(architecture: Architecture, { layer, map }: Target): Target {
  const { kind } = layerNamed(architecture, layer);
  const before = layerBefore(architecture, layer);
  return kind === 'pooling' && before ? { layer: before.name, map } : { layer, map };
}

/** Whether all of a network can be operated on: full kernels, plain means, and tanh, which holds what it is set to. */
export function canOperate({ layers }: Architecture): boolean {
  return layers.every(
    (layer) =>
      ['input', 'convolution', 'pooling', 'dense'].includes(layer.kind) &&
      layer.activation !== 'scaled-tanh' &&
      !(layer.kind === 'convolution' && layer.sources),
  );
}

/** Whether it can be frozen: a probability is a share of ten, which no parameter holds still. */
export function canFreeze(architecture: Architecture, { layer }: Target): boolean {
  return layerNamed(architecture, layer).activation !== 'softmax';
}

/** "C3 map 4 off", "F6 unit 7 frozen at 0.31", "C3 map 4: kernel on S2 map 2 repainted". */
export function editText(architecture: Architecture, edit: Edit): string {
  const name = targetText(architecture, edit);
  if (edit.kind === 'off') return t`${name} off`;
  if (edit.kind === 'frozen') return t`${name} frozen at ${formatFixed(edit.mean, 2)}`;
  const before = layerBefore(architecture, edit.layer);
  return before && before.maps > 1
    ? t`${name}: kernel on ${before.name} map ${edit.source} repainted`
    : t`${name}: kernel repainted`;
}

/** "C3 map 4", "F6 unit 17", "Output digit 5". */
export function targetText(architecture: Architecture, { layer, map }: Target): string {
  const owner = layerNamed(architecture, layer);
  if (owner.activation === 'softmax') return t`Output digit ${map}`;
  return isDense(owner) ? t`${layer} unit ${map}` : t`${layer} map ${map}`;
}

function apply(architecture: Architecture, parameters: Float32Array, edit: Edit): void {
  const owner = parametersOwner(architecture, edit);
  if (edit.kind === 'repainted') repaint(architecture, parameters, edit);
  else if (edit.kind === 'off') {
    const { activation } = layerNamed(architecture, owner.layer);
    hold(architecture, parameters, owner, activation === 'softmax' ? neverBias : 0);
  } else {
    expectThat(
      canFreeze(architecture, owner),
      'operated',
      'a map or unit that can be frozen',
      targetText(architecture, edit),
    );
    const mean = Math.max(-largestMean, Math.min(largestMean, edit.mean));
    hold(architecture, parameters, owner, Math.atanh(mean));
  }
}

/** Every weight of the map or unit 0: its sum is the bias, always. */
function hold(
  architecture: Architecture,
  parameters: Float32Array,
  { layer, map }: Target,
  bias: number,
): void {
  expectThat(
    biasOf({ architecture, parameters }, layer, map) !== undefined,
    'operated',
    `a map or unit of ${architecture.id} with parameters`,
    `${layer} ${map}`,
  );
  const kernel = tensorOf(architecture, layer, 'kernel');
  const { maps } = layerNamed(architecture, layer);
  for (let at = kernel.offset + map; at < kernel.offset + kernel.size; at += maps) parameters[at] = 0;
  parameters[tensorOf(architecture, layer, 'bias').offset + map] = bias;
}

/** Kernels lie as [row, column, source, map]. */
function repaint(
  architecture: Architecture,
  parameters: Float32Array,
  { layer, map, source, weights }: Extract<Edit, { kind: 'repainted' }>,
): void {
  const { kind, maps, window } = layerNamed(architecture, layer);
  const sources = layerBefore(architecture, layer)?.maps ?? 0;
  expectThat(kind === 'convolution', 'operated', 'a kernel of a convolution', layer);
  expectThat(
    map < maps && source < sources && weights.length === window ** 2 && weights.every(Number.isFinite),
    'operated',
    `${window ** 2} finite weights of ${layer}, ${sources} x ${maps} kernels`,
    [weights.length, source, map],
  );
  const { offset } = tensorOf(architecture, layer, 'kernel');
  for (const [tap, weight] of weights.entries())
    parameters[offset + (tap * sources + source) * maps + map] = weight;
}
