import { type DigitMap, mappedLayer } from '../../../explain/digit-map.ts';
import { type Neighbour, nearestDigits } from '../../../explain/nearest-digits.ts';
import { placeAmong, umapNeighbours } from '../../../explain/place-among.ts';
import { placesIn } from '../../../explain/plane.ts';
import { activationOf } from '../../../network/architecture.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import type { DrawnPoint } from '../../../ui/digit-map/digit-map-figure.ts';
import type { ActivationSource } from '../../../ui/network/live-figure.ts';
import type { Source } from '../../../ui/source.ts';

/** Neighbours that are named; more of them place the drawing in a map by UMAP. */
export const namedNeighbours = 5;

/** The drawing in the space of the units. */
export interface Drawn {
  /** One value a unit. */
  readonly values: Float32Array;
  /** Nearest first. */
  readonly neighbours: readonly Neighbour[];
}

/** The drawing among the digits of a map, as the newest activations have it; null for an empty paper. */
export function drawnAmong(map: DigitMap, source: ActivationSource): Source<Drawn | null> {
  let seen: Float32Array | null = null;
  let drawn: Drawn | null = null;
  return {
    subscribe: source.subscribe,
    latest: () => {
      const activations = source.latest();
      if (activations === seen) return drawn;
      seen = activations;
      drawn = activations && hasInk(activations) ? drawnOf(map, activations) : null;
      return drawn;
    },
  };
}

function hasInk(activations: Float32Array): boolean {
  return activationOf(lenet5, activations, 'Input').some((value) => value > 0);
}

function drawnOf(map: DigitMap, activations: Float32Array): Drawn {
  const values = activationOf(lenet5, activations, mappedLayer);
  return { values, neighbours: nearestDigits(map.values, values, umapNeighbours) };
}

/** @param places n * 2 of the map by UMAP that is shown; null where principal components are */
export function pointOf(
  { plane }: DigitMap,
  { values, neighbours }: Drawn,
  places: Float32Array | null,
): DrawnPoint {
  const [x = 0, y = 0] = places ? placeAmong(places, neighbours) : placesIn(plane, values);
  return { x, y, neighbours: neighbours.slice(0, namedNeighbours).map(({ index }) => index) };
}
