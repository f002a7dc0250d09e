import type { Drawing } from '../drawing/drawing.ts';
import { inkRuns } from '../drawing/ink-runs.ts';
import { encodeStrokes } from '../drawing/link.ts';

/** A drawing that the person has said the right digit of, kept as it was drawn. */
export interface OwnDigit {
  readonly id: string;
  /** 0 to 9. */
  readonly label: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly drawing: Drawing;
}

/** What is kept at most: years of corrections, and a page of pictures that still moves. */
export const ownDigitsMost = 1000;

/** Bounds of one drawing that is kept: a scribble of a quarter of an hour. */
export const strokesMost = 1000;
export const pointsMost = 50_000;

/** Whether a drawing is within those bounds. */
export function canBeKept({ strokes }: Drawing): boolean {
  return (
    strokes.length <= strokesMost && strokes.reduce((sum, { points }) => sum + points.length, 0) <= pointsMost
  );
}

/** The same text for the same drawing, whatever object holds it. */
export function inkText({ strokes, picture }: Drawing): string {
  return picture
    ? `${encodeStrokes(strokes)} ${picture.side} ${inkRuns(picture).join(' ')}`
    : encodeStrokes(strokes);
}

/**
 * Whether two drawings are the same ink. The same strokes are the same objects while the page lives, and
 * are compared point by point after a reload.
 */
export function sameDrawing(a: Drawing, b: Drawing): boolean {
  if (a === b) return true;
  if (a.strokes.length !== b.strokes.length || (a.picture === null) !== (b.picture === null)) return false;
  const sameStrokes = a.strokes.every((stroke, at) => {
    const other = b.strokes[at];
    return (
      stroke === other ||
      (stroke.width === other?.width &&
        stroke.points.length === other.points.length &&
        stroke.points.every((point, i) => {
          const { x, y, pressure } = other.points[i] ?? { x: -1, y: -1, pressure: -1 };
          return point.x === x && point.y === y && point.pressure === pressure;
        }))
    );
  });
  if (!sameStrokes || !a.picture || !b.picture) return sameStrokes;
  const { ink } = b.picture;
  return a.picture.side === b.picture.side && a.picture.ink.every((value, at) => value === ink[at]);
}

/** Ids of the digits whose drawing is there with another label, too: nobody can learn both. */
export function contradictions(digits: readonly OwnDigit[]): ReadonlySet<string> {
  const byInk = new Map<string, OwnDigit[]>();
  for (const digit of digits) {
    const ink = inkText(digit.drawing);
    byInk.set(ink, [...(byInk.get(ink) ?? []), digit]);
  }
  const found = new Set<string>();
  for (const same of byInk.values()) {
    if (new Set(same.map(({ label }) => label)).size > 1) for (const { id } of same) found.add(id);
  }
  return found;
}

/** What of `incoming` is not there yet, and not there twice: drawing and label together. */
export function newAmong(incoming: readonly OwnDigit[], present: readonly OwnDigit[]): readonly OwnDigit[] {
  const key = ({ label, drawing }: OwnDigit) => `${label} ${inkText(drawing)}`;
  const known = new Set(present.map(key));
  return incoming.filter((digit) => {
    const isNew = !known.has(key(digit));
    known.add(key(digit));
    return isNew;
  });
}
