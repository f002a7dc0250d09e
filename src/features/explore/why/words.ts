import type { Drawing } from '../../../digits/drawing/drawing.ts';
import type { ChangeKind } from '../../../explain/change-kinds.ts';
import { type InkPlace, inkPlaces } from '../../../explain/occlusion.ts';
import type { Pair } from '../../../explain/pair.ts';
import type { Change } from '../../../explain/smallest-change.ts';
import type { InkReasons } from '../../../lab/explaining/contract.ts';
import { formatCount, formatPercent, formatValue } from '../../../lib/format.ts';
import { largest, smallest } from '../../../lib/lists.ts';

/** "9 leads 4 by 2.31 logits: it is 10 times as likely." */
export function leadText({ digit, rival }: Pair, lead: number): string {
  const [first, second] = lead >= 0 ? [digit, rival] : [rival, digit];
  const size = Math.abs(lead);
  return `${first} leads ${second} by ${size.toFixed(2)} logits: it is ${timesText(Math.exp(size))} as likely.`;
}

function timesText(times: number): string {
  if (times >= 1e9) return 'more than a billion times';
  if (times >= 1e6) return 'more than a million times';
  return `${times < 10 ? times.toFixed(1) : formatCount(Math.round(times))} times`;
}

/** "The ink at the top left speaks for 7: hiding it lowers 7 against 1 by 4.1 logits." */
export function partText(place: InkPlace, fall: number, { digit, rival }: Pair): string {
  const where = placeWords(place);
  const size = Math.abs(fall).toFixed(1);
  const [speaker, other] = fall >= 0 ? [digit, rival] : [rival, digit];
  return `The ink ${where} speaks for ${speaker}: hiding it lowers ${speaker} against ${other} by ${size} logits.`;
}

const changes: Readonly<Record<ChangeKind, string>> = {
  'close a gap': 'Close this gap',
  'lengthen an end': 'Lengthen this end',
  'draw a branch': 'Add this line',
  'add a line': 'Add this line',
  'cut the line': 'Cut the line here',
  'shorten an end': 'Shorten this end',
  'rub out a piece': 'Rub out this piece',
};

/** "Close this gap and it is read as 9, 71.2 % sure: a line of 12 % of the digit’s size, dotted on the paper." */
export function changeText(change: Change | null, from: number, to: number): string {
  if (!change) return `No short line or cut was found that makes this ${from} anything else.`;
  const { kind, digit, confidence, length, stroke } = change;
  const what = stroke ? 'a line' : 'a cut';
  const size = `${what} of ${formatPercent(length, 0)} of the digit’s size, dotted on the paper`;
  const text = `${changes[kind]} and it is read as ${digit}, ${formatPercent(confidence)} sure: ${size}.`;
  return digit === to ? text : `No short change makes it ${to}. ${text}`;
}

/** "They add up to 15.683; the lead is 15.665 above that of blank paper: 0.12 % left over." */
export function sumText({ integrated }: InkReasons): string {
  const sum = integrated.pixels.reduce((total, one) => total + one, 0);
  return `They add up to ${formatValue(sum)}; the lead is ${formatValue(integrated.difference)} above that of blank paper: ${formatPercent(integrated.residue, 2)} left over.`;
}

function placeWords(place: InkPlace): string {
  if (place === 'middle') return 'in the middle';
  return place === 'left' || place === 'right' ? `on the ${place}` : `at the ${place}`;
}

/** Where on the drawing a change is, for those who cannot see the dots: "at the top right". */
export function placeText({ stroke, erasure }: Change, drawing: Drawing): string {
  const points = drawing.strokes.flatMap((one) => one.points);
  const places = stroke ? stroke.points : erasure ? [erasure.from, erasure.to] : [];
  if (points.length === 0 || places.length === 0) return 'on the picture';
  const third = (axis: 'x' | 'y') => {
    const [from, to] = [
      smallest(points.map((point) => point[axis])),
      largest(points.map((point) => point[axis])),
    ];
    const middle = places.reduce((sum, one) => sum + one[axis], 0) / places.length;
    return Math.max(0, Math.min(2, Math.floor((3 * (middle - from)) / Math.max(1, to - from))));
  };
  return placeWords(inkPlaces[3 * third('y') + third('x')] as InkPlace);
}
