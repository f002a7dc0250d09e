import type { Random } from '../../lib/random.ts';
import { type Drawing, type InkPoint, paperSize, type Stroke } from '../drawing.ts';
import { betweenCorners, catmullRom, type Place, placesOf } from '../ways.ts';
import { type Style, type StyleName, styles } from './styles.ts';

/** A digit that nobody wrote. */
export interface SyntheticDigit {
  readonly digit: number;
  readonly style: StyleName;
  readonly drawing: Drawing;
}

/** How one hand writes: what its digits have in common. */
interface Hand {
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
/** Two standard deviations: beyond, a digit might become another. */
const bound = 2;

/** A normal deviate that is never far out. */
function bounded(random: Random, deviation: number): number {
  return deviation * Math.max(-bound, Math.min(bound, random.normal()));
}

function handOf(random: Random): Hand {
  return {
    slant: 0.18 + bounded(random, 0.24),
    turn: bounded(random, 0.07),
    aspect: Math.exp(-0.1 + bounded(random, 0.25)),
    size: 0.45 + 0.3 * random.uniform(),
    wander: 3.2 * Math.exp(bounded(random, 0.35)),
    haste: 0.5 * random.uniform(),
    tremor: 0.5 * random.uniform(),
    brush: Math.round(120 + 160 * random.uniform()),
  };
}

/**
 * Writes a digit: a style by its share among those that are on, in a hand of its own. The same state of
 * `random` gives the same digit.
 * @param among what it may write; at least one
 * @throws Error when `among` is empty
 */
export function synthesise(random: Random, among: readonly Style[] = styles): SyntheticDigit {
  const style = choose(random, among);
  let strokes = write(style, random);
  // Some hands would make another digit of it: they write something else.
  while (!isItself(style, strokes)) strokes = write(style, random);
  return { digit: style.digit, style: style.name, drawing: { strokes, picture: null } };
}

function write(style: Style, random: Random): Stroke[] {
  const hand = handOf(random);
  const warp = warpOf(random, hand);
  return style.strokes.map((way) => {
    const places = loosen(placesOf(way), style, hand, random);
    return { width: hand.brush, points: penPoints(places.map(warp), hand, random) };
  });
}

function isItself({ climb }: Style, [first]: readonly Stroke[]): boolean {
  const start = first?.points[0];
  if (!climb || !first || !start) return true;
  const head = first.points.reduce((highest, point) => (point.y < highest.y ? point : highest));
  const degrees = (Math.atan2(start.y - head.y, Math.abs(head.x - start.x)) * 180) / Math.PI;
  return degrees >= climb.from && degrees <= climb.to;
}

/** Every digit that has a style is as frequent as every other; within it the shares count. */
function choose(random: Random, among: readonly Style[]): Style {
  const digits = [...new Set(among.map(({ digit }) => digit))];
  const digit = digits[random.integer(0, Math.max(0, digits.length - 1))];
  const own = among.filter((style) => style.digit === digit);
  let left = random.uniform() * own.reduce((sum, { share }) => sum + share, 0);
  for (const style of own) {
    left -= style.share;
    if (left <= 0) return style;
  }
  const last = own.at(-1);
  if (!last) throw new Error('synthesise: expected at least one style, got none');
  return last;
}

/** Places where a hand puts them: each a little off, the ends longer or shorter, some corners bends. */
function loosen(places: readonly Place[], style: Style, hand: Hand, random: Random): Place[] {
  const deviation = hand.wander * style.freedom;
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

/** Deviates that change slowly from one to the next: a hand strays, it does not jump. */
function wandering(count: number, deviation: number, random: Random): Float64Array {
  const free = Float64Array.from({ length: count + 2 }, () => bounded(random, deviation));
  return Float64Array.from({ length: count }, (_, i) => {
    const [before, here, after] = free.subarray(i, i + 3) as unknown as [number, number, number];
    // Weights whose squares sum to one keep the deviation.
    return (before + 2 * here + after) / Math.sqrt(6);
  });
}

/** The last part longer or shorter. */
function lengthened(places: Place[], random: Random): Place[] {
  const [last, before] = [places.at(-1), places.at(-2)];
  const by = bounded(random, 0.14);
  if (last && before) {
    places[places.length - 1] = {
      x: last.x + by * (last.x - before.x),
      y: last.y + by * (last.y - before.y),
    };
  }
  return places;
}

/**
 * What happens to the whole digit: its upper half larger or smaller than the lower, its sides bent, then
 * aspect, slant and turn, and its place on the paper.
 */
function warpOf(random: Random, { slant, turn, aspect, size }: Hand): (place: Place) => Place {
  const proportion = bounded(random, 8);
  const bulge = bounded(random, 5);
  const sway = bounded(random, 4);
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
      aspect * (x + bulge * across * (1 - down * down) + sway * (1 - down * down) - middle) -
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
  const shake = {
    x: {
      amount: bounded(random, hand.tremor * unit),
      rate: 0.2 + 0.5 * random.uniform(),
      at: 6 * random.uniform(),
    },
    y: {
      amount: bounded(random, hand.tremor * unit),
      rate: 0.2 + 0.5 * random.uniform(),
      at: 6 * random.uniform(),
    },
  };
  const points: InkPoint[] = [];
  const put = ({ x, y }: Place) => {
    const shaken = (value: number, { amount, rate, at }: typeof shake.x) =>
      onPaper(value + amount * Math.sin(rate * points.length + at));
    points.push({ x: shaken(x, shake.x), y: shaken(y, shake.y), pressure: 128 });
  };
  for (const piece of betweenCorners(places)) {
    for (let part = 0; part + 1 < piece.length; part++) {
      const from = part === 0 && points.length === 0 ? 0 : 1;
      for (let step = from; step <= steps; step++) put(catmullRom(piece, part, step / steps));
    }
  }
  return points;
}

function onPaper(value: number): number {
  return Math.max(0, Math.min(paperSize, Math.round(value)));
}
