import { type Architecture, isDense, type Layer } from '../network/architecture.ts';

/** What shares one colour scale: the maps of a layer, each map alone, or all hidden layers. */
const scaleScopes = ['layer', 'map', 'global'] as const;
export type ScaleScope = (typeof scaleScopes)[number];

/** Largest magnitudes in one set of activations: the ends of the diverging scales. */
interface Extents {
  /** Per layer, per map. Units of dense layers count as maps of one value. */
  readonly ofMaps: Readonly<Record<string, Float32Array>>;
  readonly ofLayers: Record<string, number>;
  /** Over the hidden layers. Input and output always have the fixed scale 0..1. */
  ofNetwork: number;
}

/** Layers whose values are shares of ink or probability: always on the scale 0..1. */
export function isSequential({ kind, activation }: Layer): boolean {
  return kind === 'input' || activation === 'softmax';
}

/**
 * Where a value lies between the ends of its sequential scale, 0..1: ink between the levels of paper and full ink,
 * and a probability as it is.
 */
export function shareAlong({ inputLevels }: Architecture, { kind }: Layer, value: number): number {
  if (kind !== 'input') return value;
  const { paper, ink } = inputLevels;
  return (value - paper) / (ink - paper);
}

export function emptyExtents({ layers }: Architecture): Extents {
  const perMap = layers.map((layer) => [layer.name, new Float32Array(layer.maps)]);
  const perLayer = layers.map((layer) => [layer.name, 0]);
  return { ofMaps: Object.fromEntries(perMap), ofLayers: Object.fromEntries(perLayer), ofNetwork: 0 };
}

/** Measures `activations` into `extents`, which is written over: nothing is allocated per picture. */
export function measureExtents(
  { layers, activationOffsets }: Architecture,
  activations: Float32Array,
  extents: Extents,
): void {
  extents.ofNetwork = 0;
  for (const layer of layers) {
    const { name, height, width, maps } = layer;
    const ofMaps = (extents.ofMaps[name] as Float32Array).fill(0);
    let index = activationOffsets[name] as number;
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let map = 0; map < maps; map++) {
        const magnitude = Math.abs(activations[index++] as number);
        if (magnitude > (ofMaps[map] as number)) ofMaps[map] = magnitude;
      }
    }
    let ofLayer = 0;
    for (const magnitude of ofMaps) if (magnitude > ofLayer) ofLayer = magnitude;
    extents.ofLayers[name] = ofLayer;
    if (!isSequential(layer) && ofLayer > extents.ofNetwork) extents.ofNetwork = ofLayer;
  }
}

/**
 * The value at the end of the colour scale that `map` of `layer` is shown with. A scale of one's own
 * needs a map of many values: the single units of a dense layer share their layer's.
 */
export function extentOf(extents: Extents, scope: ScaleScope, layer: Layer, map: number): number {
  if (isSequential(layer)) return 1;
  if (scope === 'global') return extents.ofNetwork;
  const whole = scope === 'layer' || isDense(layer);
  return (whole ? extents.ofLayers[layer.name] : extents.ofMaps[layer.name]?.[map]) ?? 0;
}
