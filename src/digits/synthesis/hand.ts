import type { Random } from '../../lib/random.ts';
import { type InkPoint, paperSize, type Stroke } from '../drawing/drawing.ts';
import { alongWay, type Place, placesOf } from '../drawing/ways.ts';

/** How one hand writes: what its digits have in common. */
export interface Hand {
  /** Horizontal shift per unit of height, and turn, in radians. */
  readonly slant: number;
  readonly turn: number;
  /** Width over height, against the style's own. */
  readonly aspect: number;
  /** Of the paper that the digit's height takes. */
  readonly size: number;
  /** How far places wander from where they should be, in hundredths of the height. */
  readonly wander: number;
  /** Share of the corners that become bends. */
  readonly haste: number;
  /** Of a slow shaking, in hundredths of the height. */
  readonly tremor: number;
  readonly brush: number;
}

/** Where strokes are put together from: the middle of the field of the styles. */
const middle = 50;
const field = 100;
/** Pen points to a part of a way: a quick hand leaves fewer. */
const stepsPerPart = { few: 3, many: 6 };
/** By how much a way's ends deviate, in hundredths of the height. */
const endDeviation = 4;
/** Two standard deviations: beyond, a digit might become another. */
const bound = 2;

/** A normal deviate that is never far out. */
export function bounded(random: Random, deviation: number): number {
  return deviation * Math.max(-bound, Math.min(bound, random.normal()));
}

function handOf(random: Random): Hand {
  return {
    slant: 0.18 + bounded(random, 0.24),
    turn: bounded(random, 0.07),
    aspect: Math.exp(-0.1 + bounded(random, 0.25)),
    size: 0.45 + 0.3 * random.uniform(),
    wander: 4 * Math.exp(bounded(random, 0.4)),
    haste: 0.5 * random.uniform(),
    tremor: 0.5 * random.uniform(),
    brush: Math.round(120 + 160 * random.uniform()),
  };
}

/**
 * Writes the ways of a pen on a field of 100 x 100 in a hand of its own, somewhere on the paper.
 * @param ways x and y in turn, y down; a place given twice is a corner
 * @param freedom how freely places may move, 1 for most
 * @param hand whose hand; anyone's when left out
 */
export function writeWays(
  ways: readonly (readonly number[])[],
  freedom: number,
  random: Random,
  hand: Hand = handOf(random),
): Stroke[] {
  const warp = warpOf(random, hand);
  return ways.map((way, stroke) => {
    const loose = loosen(placesOf(way), freedom, hand, random);
    // A pen that was lifted comes down less exactly than one that goes on.
    const places = stroke === 0 ? loose : loose.map(replaced(loose, random));
    return { width: hand.brush, points: penPoints(places.map(warp), hand, random) };
  });
}

/** Places where a hand puts them: each a little off, the ends longer or shorter, some corners bends. */
function loosen(places: readonly Place[], freedom: number, hand: Hand, random: Random): Place[] {
  const deviation = hand.wander * freedom;
  const drift = { x: bounded(random, deviation / 2), y: bounded(random, deviation / 2) };
  const off = {
    x: wandering(places.length, deviation, random),
    y: wandering(places.length, deviation, random),
  };
  const loose: Place[] = [];
  let bend = false;
  places.forEach((place, at) => {
    const before = places[at - 1];
    if (before && before.x === place.x && before.y === place.y) {
      // The second half of a corner; a bend passes the place once.
      if (!bend) loose.push(loose.at(-1) as Place);
      return;
    }
    bend = random.uniform() < hand.haste;
    loose.push({
      x: place.x + drift.x + (off.x[at] as number),
      y: place.y + drift.y + (off.y[at] as number),
    });
  });
  return lengthened(lengthened(loose, random).reverse(), random).reverse();
}

/** Where a later stroke comes to lie: aside, longer or shorter, turned a little about its middle. */
function replaced(places: readonly Place[], random: Random): (place: Place) => Place {
  const mean = (axis: 'x' | 'y') => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const [middleX, middleY] = [mean('x'), mean('y')];
  const [asideX, asideY] = [bounded(random, 3.5), bounded(random, 3.5)];
  const length = Math.exp(bounded(random, 0.15));
  const turn = bounded(random, 0.12);
  const [cos, sin] = [length * Math.cos(turn), length * Math.sin(turn)];
  return ({ x, y }) => ({
    x: middleX + asideX + cos * (x - middleX) - sin * (y - middleY),
    y: middleY + asideY + sin * (x - middleX) + cos * (y - middleY),
  });
}

/** Deviates that change slowly from one to the next: a hand strays, it does not jump. */
function wandering(count: number, deviation: number, random: Random): Float64Array {
  const wander = new Float64Array(count);
  let before = bounded(random, deviation);
  let here = bounded(random, deviation);
  for (let i = 0; i < count; i++) {
    const after = bounded(random, deviation);
    // Weights whose squares sum to one keep the deviation.
    wander[i] = (before + 2 * here + after) / Math.sqrt(6);
    before = here;
    here = after;
  }
  return wander;
}

/** The end of a way longer or shorter: rings stay open or close twice, feet are long or short. */
function lengthened(places: Place[], random: Random): Place[] {
  let by = bounded(random, endDeviation);
  while (places.length > 2) {
    const [last, before] = [places.at(-1) as Place, places.at(-2) as Place];
    const length = Math.hypot(last.x - before.x, last.y - before.y);
    if (by > -0.8 * length) break;
    places.pop();
    by += length;
  }
  const [last, before] = [places.at(-1), places.at(-2)];
  if (last && before) {
    const length = Math.max(1, Math.hypot(last.x - before.x, last.y - before.y));
    const share = Math.max(-0.8, by / length);
    places[places.length - 1] = {
      x: last.x + share * (last.x - before.x),
      y: last.y + share * (last.y - before.y),
    };
  }
  return places;
}

/**
 * What happens to the whole digit: its upper half larger or smaller than the lower, its foot broader or
 * narrower than its head, its sides bent, then
 * aspect, slant and turn, and its place on the paper.
 */
function warpOf(random: Random, { slant, turn, aspect, size }: Hand): (place: Place) => Place {
  const proportion = bounded(random, 8);
  const bulge = bounded(random, 5);
  const sway = bounded(random, 4);
  const taper = bounded(random, 0.12);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const scale = (size * paperSize) / field;
  const room = paperSize * (1 - size);
  const centre = {
    x: paperSize / 2 + bounded(random, room / 10),
    y: paperSize / 2 + bounded(random, room / 10),
  };
  return ({ x, y }) => {
    const down = (y - middle) / middle;
    const across = (x - middle) / middle;
    const warpedY = y + proportion * (1 - down * down) - middle;
    const warpedX =
      aspect *
        ((1 + taper * down) * (x - middle) + bulge * across * (1 - down * down) + sway * (1 - down * down)) -
      slant * (y - middle);
    return {
      x: centre.x + scale * (cos * warpedX - sin * warpedY),
      y: centre.y + scale * (sin * warpedX + cos * warpedY),
    };
  };
}

/** The pen's points along a way in paper units, shaking a little. */
function penPoints(places: readonly Place[], hand: Hand, random: Random): InkPoint[] {
  const steps = random.integer(stepsPerPart.few, stepsPerPart.many);
  const unit = (hand.size * paperSize) / field;
  const [shakeX, shakeY] = [shakeOf(hand.tremor * unit, random), shakeOf(hand.tremor * unit, random)];
  return Array.from(alongWay(places, steps), ({ x, y }, at) => ({
    x: onPaper(x + shift(shakeX, at)),
    y: onPaper(y + shift(shakeY, at)),
    pressure: 128,
  }));
}

/** A slow shaking along one axis. */
interface Shake {
  readonly amount: number;
  /** Radians from one pen point to the next, and at the first. */
  readonly rate: number;
  readonly start: number;
}

function shakeOf(amount: number, random: Random): Shake {
  return {
    amount: bounded(random, amount),
    rate: 0.2 + 0.5 * random.uniform(),
    start: 6 * random.uniform(),
  };
}

function shift({ amount, rate, start }: Shake, at: number): number {
  return amount * Math.sin(rate * at + start);
}

/** Whole paper units. */
export function onPaper(value: number): number {
  return Math.max(0, Math.min(paperSize, Math.round(value)));
}
