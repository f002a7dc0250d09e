import type { Drawing } from '../../../digits/drawing/drawing.ts';
import type { ChangeKind } from '../../../explain/change-kinds.ts';
import { type InkPlace, inkPlaces } from '../../../explain/occlusion.ts';
import type { Pair } from '../../../explain/pair.ts';
import type { Change } from '../../../explain/smallest-change.ts';
import type { InkReasons } from '../../../lab/explaining/contract.ts';
import { t } from '../../../language/language.ts';
import { formatCount, formatFixed, formatPercent, formatValue } from '../../../lib/format.ts';
import { largest, smallest } from '../../../lib/lists.ts';

/** "9 leads 4 by 2.31 logits: it is 10 times as likely." */
export function leadText({ digit, rival }: Pair, lead: number): string {
  const [first, second] = lead >= 0 ? [digit, rival] : [rival, digit];
  const size = Math.abs(lead);
  const logits = formatFixed(size, 2);
  const times = Math.exp(size);
  if (times >= 1e9)
    return t`${first} leads ${second} by ${logits} logits: it is more than a billion times as likely.`;
  if (times >= 1e6)
    return t`${first} leads ${second} by ${logits} logits: it is more than a million times as likely.`;
  const text = times < 10 ? formatFixed(times, 1) : formatCount(Math.round(times));
  return t`${first} leads ${second} by ${logits} logits: it is ${text} times as likely.`;
}

/** "The ink at the top left speaks for 7: hiding it lowers 7 against 1 by 4.1 logits." */
export function partText(place: InkPlace, fall: number, { digit, rival }: Pair): string {
  const where = places[place];
  const size = formatFixed(Math.abs(fall), 1);
  const [speaker, other] = fall >= 0 ? [digit, rival] : [rival, digit];
  return t`The ink ${where} speaks for ${speaker}: hiding it lowers ${speaker} against ${other} by ${size} logits.`;
}

/** What a change does: its size as a share of the digit’s, the digit that it leads to, and how sure that is. */
type ChangeWords = (size: string, digit: number, sure: string) => string;

const addLine: ChangeWords = (size, digit, sure) =>
  t`Add this line and it is read as ${digit}, ${sure} sure: a line of ${size} of the digit’s size, dotted on the paper.`;

const changes: Readonly<Record<ChangeKind, ChangeWords>> = {
  'close a gap': (size, digit, sure) =>
    t`Close this gap and it is read as ${digit}, ${sure} sure: a line of ${size} of the digit’s size, dotted on the paper.`,
  'lengthen an end': (size, digit, sure) =>
    t`Lengthen this end and it is read as ${digit}, ${sure} sure: a line of ${size} of the digit’s size, dotted on the paper.`,
  'draw a branch': addLine,
  'add a line': addLine,
  'cut the line': (size, digit, sure) =>
    t`Cut the line here and it is read as ${digit}, ${sure} sure: a cut of ${size} of the digit’s size, dotted on the paper.`,
  'shorten an end': (size, digit, sure) =>
    t`Shorten this end and it is read as ${digit}, ${sure} sure: a cut of ${size} of the digit’s size, dotted on the paper.`,
  'rub out a piece': (size, digit, sure) =>
    t`Rub out this piece and it is read as ${digit}, ${sure} sure: a cut of ${size} of the digit’s size, dotted on the paper.`,
};

/** "Close this gap and it is read as 9, 71.2 % sure: a line of 12 % of the digit’s size, dotted on the paper." */
export function changeText(change: Change | null, from: number, to: number): string {
  if (!change) return t`No short line or cut was found that makes this ${from} anything else.`;
  const { kind, digit, confidence, length } = change;
  const text = changes[kind](formatPercent(length, 0), digit, formatPercent(confidence));
  return digit === to ? text : `${t`No short change makes it ${to}.`} ${text}`;
}

/** "They add up to 15.683; the lead is 15.665 above that of blank paper: 0.12 % left over." */
export function sumText({ integrated }: InkReasons): string {
  const sum = integrated.pixels.reduce((total, one) => total + one, 0);
  return t`They add up to ${formatValue(sum)}; the lead is ${formatValue(integrated.difference)} above that of blank paper: ${formatPercent(integrated.residue, 2)} left over.`;
}

const places: Readonly<Record<InkPlace, string>> = {
  'top left': t`at the top left`,
  top: t`at the top`,
  'top right': t`at the top right`,
  left: t`on the left`,
  middle: t`in the middle`,
  right: t`on the right`,
  'bottom left': t`at the bottom left`,
  bottom: t`at the bottom`,
  'bottom right': t`at the bottom right`,
};

/** Where on the drawing a change is, for those who cannot see the dots: "at the top right". */
export function placeText({ stroke, erasure }: Change, drawing: Drawing): string {
  const points = drawing.strokes.flatMap((one) => one.points);
  const changed = stroke ? stroke.points : erasure ? [erasure.from, erasure.to] : [];
  if (points.length === 0 || changed.length === 0) return t`on the picture`;
  const third = (axis: 'x' | 'y') => {
    const [from, to] = [
      smallest(points.map((point) => point[axis])),
      largest(points.map((point) => point[axis])),
    ];
    const middle = changed.reduce((sum, one) => sum + one[axis], 0) / changed.length;
    return Math.max(0, Math.min(2, Math.floor((3 * (middle - from)) / Math.max(1, to - from))));
  };
  return places[inkPlaces[3 * third('y') + third('x')] as InkPlace];
}
