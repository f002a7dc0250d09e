import type { Neighbour } from './nearest-digits.ts';

/** Neighbours that a map by UMAP is made of, and that a further point is placed among. */
export const umapNeighbours = 15;

const halvings = 64;

/**
 * Where a further point lies in a map that has no formula: the mean of its neighbours' places, each weighted by
 * its membership, as UMAP's own transform begins (McInnes, Healy, Melville: "UMAP: Uniform Manifold Approximation and
 * Projection for Dimension Reduction", 2018, section 3.1 for the memberships). The transform goes on with some steps
 * of chance, which would have the point of an unchanged drawing tremble.
 * @param places n * 2
 * @param neighbours nearest first
 */
export function placeAmong(
  places: Float32Array,
  neighbours: readonly Neighbour[],
): readonly [x: number, y: number] {
  const memberships = membershipsOf(neighbours);
  let [x, y, all] = [0, 0, 0];
  neighbours.forEach(({ index }, at) => {
    const membership = memberships[at] as number;
    x += membership * (places[2 * index] as number);
    y += membership * (places[2 * index + 1] as number);
    all += membership;
  });
  return [x / all, y / all];
}

/** exp(-(d - nearest d) / s), with s such that they add up to log2(k): 1 for the nearest. */
export function membershipsOf(neighbours: readonly Neighbour[]): readonly number[] {
  const nearest = neighbours[0]?.distance ?? 0;
  const wanted = Math.log2(Math.max(2, neighbours.length));
  const memberships = (scale: number) =>
    neighbours.map(({ distance }) => (distance === nearest ? 1 : Math.exp(-(distance - nearest) / scale)));
  const sum = (scale: number) => memberships(scale).reduce((all, one) => all + one, 0);
  // The sum grows with the scale: first a scale that is too large, then halving between.
  let high = 1;
  for (let step = 0; step < halvings && sum(high) < wanted; step++) high *= 2;
  let low = 0;
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2;
    if (sum(middle) < wanted) low = middle;
    else high = middle;
  }
  return memberships(high);
}
