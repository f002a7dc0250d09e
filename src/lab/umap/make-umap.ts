import { UMAP } from 'umap-js';
import { nearestDigits } from '../../explain/nearest-digits.ts';
import { umapNeighbours } from '../../explain/place-among.ts';
import { randomFromSeed } from '../../lib/random.ts';
import type { UmapProgress, UmapWish } from './contract.ts';

/**
 * UMAP's authors take 500 for so few points, which begin anywhere. For the shipped network and 2,000 digits of MNIST,
 * 44 % of a digit's 15 neighbours are its neighbours in the map after 300 epochs, and 45 % after 500.
 */
const epochs = 300;
/** Least distance of neighbours. The usual 0.1 packs 200 digits that the network is sure of into a spot. */
const minDist = 0.5;
/** Half the width that points begin within, as in UMAP's own initialisation. */
const beginWithin = 10;

/**
 * A map by UMAP (McInnes, Healy, Melville 2018), epoch after epoch. Neighbours are exact: the library's search for
 * them is an approximation by chance. Points begin at their principal components instead of anywhere, which keeps
 * what is far apart far apart (Kobak and Linderman: "Initialization is critical for preserving global data structure
 * in both t-SNE and UMAP", 2021), and lets the one picture become the other.
 */
export function* makeUmap({ values, width, from, seed }: UmapWish): Generator<UmapProgress> {
  const count = values.length / width;
  const random = randomFromSeed(seed);
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: umapNeighbours,
    minDist,
    nEpochs: epochs,
    random: () => random.uniform(),
  });
  const points = Array.from({ length: count }, (_, at) => values.subarray(at * width, (at + 1) * width));
  const known = points.map((point) => nearestDigits(values, point, umapNeighbours));
  umap.setPrecomputedKNN(
    known.map((neighbours) => neighbours.map(({ index }) => index)),
    known.map((neighbours) => neighbours.map(({ distance }) => distance)),
  );
  umap.initializeFit(points.map((point) => Array.from(point)));
  // The embedding that the library works on is the one that it gives.
  const embedding = umap.getEmbedding();
  begin(embedding, from);
  for (let epoch = 0; epoch < epochs; epoch++) {
    yield { places: flat(embedding), done: epoch / epochs };
    umap.step();
  }
  yield { places: flat(embedding), done: 1 };
}

function begin(embedding: number[][], from: Float32Array): void {
  let most = 0;
  for (const value of from) most = Math.max(most, Math.abs(value));
  const scale = most > 0 ? beginWithin / most : 0;
  embedding.forEach((place, at) => {
    place[0] = scale * (from[2 * at] as number);
    place[1] = scale * (from[2 * at + 1] as number);
  });
}

function flat(embedding: readonly (readonly number[])[]): Float32Array {
  return Float32Array.from({ length: 2 * embedding.length }, (_, at) => embedding[at >> 1]?.[at & 1] ?? 0);
}
