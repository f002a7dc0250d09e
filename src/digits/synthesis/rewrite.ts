import type { Random } from '../../lib/random.ts';
import type { Stroke } from '../drawing/drawing.ts';
import { simplify } from '../raster/simplify.ts';
import { bounded, type Hand, writeWays } from './hand.ts';

/** A pen's strokes as a person left them: points [x, y], y down, in any unit. */
export type PenStrokes = readonly (readonly (readonly [number, number])[])[];

/** The longer side of the field that ways are written on, with room around it. */
const side = 96;
const middle = 50;

/** Between two parts of a way: a sharper turn, in radians, is a corner that a hasty hand rounds. */
const cornerTurn = 1;

/** How far a place may be from the pen's line, in hundredths of the field: little keeps a hand's tremor. */
const tolerance = { least: 0.6, most: 3 };

/** How often a hand that lifted its pen leaves it down, and how short a way may be to be left out. */
const joinedShare = 0.04;
const omittedShare = 0.1;
const omittedLength = 12;

/** How often an end of a way has a hook, as of a pen that comes down or leaves in haste; and how long it is. */
const hookShare = 0.06;
const hookLength = { least: 3, most: 9 };

/**
 * Writes a person's digit once more: in another hand that slants, stretches, rounds and strays in its own way,
 * now and then without lifting the pen, without a short stroke or with a hook. The same state of `random` gives
 * the same strokes.
 * @param strokes at least one point
 */
export function rewrite(strokes: PenStrokes, random: Random): Stroke[] {
  const field = ontoField(strokes);
  const fineness = tolerance.least * (tolerance.most / tolerance.least) ** random.uniform();
  const ways = field.map((line) => (line.length > 2 ? simplify(line, fineness) : dotOf(line)));
  const joined = joinSome(omitOne(ways, random), random).map((way) => hookSome(way, random));
  return writeWays(joined.map(withCorners), 0.5 * random.uniform(), random, handOf(random));
}

/** Against the person's own hand, which slants and is narrow or wide by itself. */
function handOf(random: Random): Hand {
  return {
    slant: bounded(random, 0.16),
    turn: bounded(random, 0.08),
    aspect: Math.exp(bounded(random, 0.18)),
    size: 0.6,
    wander: 4 * Math.exp(bounded(random, 0.4)),
    haste: 0.5 * random.uniform(),
    tremor: 0.4 * random.uniform(),
    brush: 160,
  };
}

/** In the middle of the field, the longer side of all strokes together as long as the field allows. */
function ontoField(strokes: PenStrokes): Float64Array[] {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of strokes.flat()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const scale = side / Math.max(right - left, bottom - top, 1e-9);
  return strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) =>
      Float64Array.from(
        stroke.flatMap(([x, y]) => [
          middle + scale * (x - (left + right) / 2),
          middle + scale * (y - (top + bottom) / 2),
        ]),
      ),
    );
}

/** A way too short to be seen as a line. */
function dotOf([x, y]: Float64Array): Float64Array {
  return Float64Array.of(x as number, y as number, (x as number) + 0.1, y as number);
}

function omitOne(ways: readonly Float64Array[], random: Random): readonly Float64Array[] {
  if (ways.length < 2 || random.uniform() >= omittedShare) return ways;
  const omitted = random.integer(0, ways.length - 1);
  return lengthOf(ways[omitted] as Float64Array) > omittedLength
    ? ways
    : ways.filter((_, at) => at !== omitted);
}

function joinSome(ways: readonly Float64Array[], random: Random): Float64Array[] {
  const joined: Float64Array[] = [];
  for (const way of ways) {
    const before = joined.at(-1);
    if (before && random.uniform() < joinedShare)
      joined[joined.length - 1] = Float64Array.of(...before, ...way);
    else joined.push(way);
  }
  return joined;
}

function hookSome(way: Float64Array, random: Random): Float64Array {
  const atStart = random.uniform() < hookShare ? [...hookAt(way, 0, random)] : [];
  const atEnd = random.uniform() < hookShare ? [...hookAt(way, way.length - 2, random)] : [];
  return Float64Array.of(...atStart, ...way, ...atEnd);
}

function hookAt(way: Float64Array, end: number, random: Random): readonly [number, number] {
  const length = hookLength.least + (hookLength.most - hookLength.least) * random.uniform();
  const direction = 2 * Math.PI * random.uniform();
  return [
    (way[end] as number) + length * Math.cos(direction),
    (way[end + 1] as number) + length * Math.sin(direction),
  ];
}

function lengthOf(way: Float64Array): number {
  let length = 0;
  for (let at = 2; at < way.length; at += 2) {
    length += Math.hypot(
      (way[at] as number) - (way[at - 2] as number),
      (way[at + 1] as number) - (way[at - 1] as number),
    );
  }
  return length;
}

/** Places where the pen turns sharply are given twice. */
function withCorners(way: Float64Array): number[] {
  const places: number[] = [];
  for (let at = 0; at < way.length; at += 2) {
    const [x, y] = [way[at] as number, way[at + 1] as number];
    places.push(x, y);
    if (at === 0 || at + 2 >= way.length) continue;
    const before = Math.atan2(y - (way[at - 1] as number), x - (way[at - 2] as number));
    const after = Math.atan2((way[at + 3] as number) - y, (way[at + 2] as number) - x);
    const turn = Math.abs(after - before);
    if (Math.min(turn, 2 * Math.PI - turn) > cornerTurn) places.push(x, y);
  }
  return places;
}
