import type { Stroke } from './drawing.ts';
import { quadraticSegments } from './smooth.ts';
import { betweenCorners, type Place, placesOf } from './ways.ts';

/** Strokes as the data of an SVG path: the same smooth line that the screen and the network get. */
export function inkPath(strokes: readonly Stroke[]): string {
  return strokes
    .map(({ points }) => {
      const [first, ...rest] = quadraticSegments(points);
      if (!first) return '';
      const curves = [first, ...rest].map(
        ({ control, to }) => `Q${round(control.x)} ${round(control.y)} ${round(to.x)} ${round(to.y)}`,
      );
      return `M${round(first.from.x)} ${round(first.from.y)}${curves.join('')}`;
    })
    .join('');
}

/** The ways of a style as it stands in the copybook, before any hand has written it: a path on 100 x 100. */
export function wayPath(ways: readonly (readonly number[])[]): string {
  return ways
    .flatMap((way) => betweenCorners(placesOf(way)))
    .map((piece) => {
      const first = piece[0];
      if (!first) return '';
      return `M${at(first)}${piece
        .slice(1)
        .map((_, part) => `C${curve(piece, part)}`)
        .join('')}`;
    })
    .join('');
}

/** One part of a Catmull-Rom spline (as `catmullRom` draws it) in Bézier's form. */
function curve(piece: readonly Place[], part: number): string {
  const b = piece[part] as Place;
  const a = piece[part - 1] ?? b;
  const c = piece[part + 1] ?? b;
  const d = piece[part + 2] ?? c;
  const leave = { x: b.x + (c.x - a.x) / 6, y: b.y + (c.y - a.y) / 6 };
  const arrive = { x: c.x - (d.x - b.x) / 6, y: c.y - (d.y - b.y) / 6 };
  return [leave, arrive, c].map(at).join(' ');
}

function at({ x, y }: Place): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
