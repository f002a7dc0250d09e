import { nearestDigits } from '../../explain/nearest-digits.ts';

/** What part of a map is shown: the place in the middle, and how much larger than as a whole. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** The whole map. Places are those of a {@link MapFrame}: what is shown whole lies within -1..1. */
export const wholeMap: MapView = { x: 0, y: 0, scale: 1 };
export const mostScale = 100;

/** How places of a map come to lie within -1..1, and how much of that square they need. */
export interface MapFrame {
  readonly centreX: number;
  readonly centreY: number;
  /** Of the longer side, in the map's own unit. */
  readonly half: number;
  /** Shares of the square, 0..1; the longer one is 1. */
  readonly shareX: number;
  readonly shareY: number;
}

/** Room around the points, as a share of what is shown. */
const margin = 0.06;

/** @param places n * 2 @returns a frame that holds them all */
export function frameAround(places: Float32Array): MapFrame {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < places.length; at += 2) {
    const [x, y] = [places[at] as number, places[at + 1] as number];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const [width, height] = [right - left, bottom - top];
  const longer = Math.max(width, height);
  if (!(longer > 0) || !Number.isFinite(longer)) return squareFrame(1);
  return {
    centreX: (left + right) / 2,
    centreY: (top + bottom) / 2,
    half: longer / 2,
    shareX: width / longer,
    shareY: height / longer,
  };
}

/** A square around the origin, for maps of which several are compared: nothing is fitted. */
export function squareFrame(half: number): MapFrame {
  return { centreX: 0, centreY: 0, half, shareX: 1, shareY: 1 };
}

/** A canvas, CSS pixels, with the frame that it shows whole at scale 1. */
export interface MapRoom {
  readonly width: number;
  readonly height: number;
  readonly shareX: number;
  readonly shareY: number;
}

/** CSS pixels from the middle of the frame to its end, at scale 1. */
export function unitPx({ width, height, shareX, shareY }: MapRoom): number {
  const least = 1e-3;
  const fit = Math.min(width / Math.max(least, shareX), height / Math.max(least, shareY));
  return (fit / 2) * (1 - 2 * margin);
}

export function screenPlace(room: MapRoom, view: MapView, x: number, y: number): readonly [number, number] {
  const px = unitPx(room) * view.scale;
  return [room.width / 2 + (x - view.x) * px, room.height / 2 + (y - view.y) * px];
}

export function mapPlace(room: MapRoom, view: MapView, left: number, top: number): readonly [number, number] {
  const px = unitPx(room) * view.scale;
  return [view.x + (left - room.width / 2) / px, view.y + (top - room.height / 2) / px];
}

/** Enlarged by a factor; what lies at the given CSS pixels stays there. */
export function zoomedAt(room: MapRoom, view: MapView, factor: number, left: number, top: number): MapView {
  const [x, y] = mapPlace(room, view, left, top);
  const scale = Math.max(1, Math.min(mostScale, view.scale * factor));
  const rest = view.scale / scale;
  return within(room, { scale, x: x - (x - view.x) * rest, y: y - (y - view.y) * rest });
}

/** Moved by so many CSS pixels, as a hand moves paper. */
export function panned(room: MapRoom, view: MapView, right: number, down: number): MapView {
  const px = unitPx(room) * view.scale;
  return within(room, { ...view, x: view.x - right / px, y: view.y - down / px });
}

/** With a place in the middle, as far as it goes. */
export function centredOn(room: MapRoom, x: number, y: number, scale: number): MapView {
  return within(room, { x, y, scale: Math.min(mostScale, scale) });
}

/** The whole map stays in the middle; of one that is twice as large, every place can come there. */
function within({ shareX, shareY }: MapRoom, { x, y, scale }: MapView): MapView {
  const freedom = Math.min(1, scale - 1);
  const clamped = (value: number, most: number) => Math.max(-most, Math.min(most, value));
  return { scale, x: clamped(x, freedom * shareX), y: clamped(y, freedom * shareY) };
}

/** Points that stand for all when distances are measured. */
const sampled = 100;
const grainRank = 4;

/**
 * How close digits lie: half of them have their fourth neighbour nearer than this.
 * @param places n * 2
 */
export function grainOf(places: Float32Array): number {
  const count = places.length / 2;
  if (count <= grainRank) return 1;
  const step = Math.max(1, Math.floor(count / sampled));
  const distances: number[] = [];
  for (let at = 0; at < count; at += step) {
    const nearest = nearestDigits(places, places.subarray(2 * at, 2 * at + 2), grainRank + 1);
    distances.push(nearest.at(-1)?.distance ?? 0);
  }
  return distances.sort((a, b) => a - b)[distances.length >> 1] ?? 1;
}
