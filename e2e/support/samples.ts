import { paperSize } from '../../src/digits/drawing/drawing.ts';
import { flatten } from '../../src/digits/drawing/smooth.ts';
import { samples } from '../../src/digits/samples.ts';
import type { UnitStrokes } from './draw.ts';

/** Our own sample digits as ways of a pen in a unit square whose longer side is filled. */
export const penDigits: readonly { name: string; digit: number; strokes: UnitStrokes }[] = samples.map(
  ({ name, digit, drawing }) => ({
    name,
    digit,
    strokes: unit(drawing.strokes.map(({ points }) => line(points))),
  }),
);

type Line = (readonly [number, number])[];

function line(points: Parameters<typeof flatten>[0]): Line {
  const flat = flatten(points, paperSize / 200);
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? 0, flat[2 * i + 1] ?? 0] as const);
}

function unit(lines: readonly Line[]): UnitStrokes {
  const xs = lines.flat().map(([x]) => x);
  const ys = lines.flat().map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const side = Math.max(width, height);
  return lines.map((points) =>
    points.map(
      ([x, y]) => [0.5 + (x - left - width / 2) / side, 0.5 + (y - top - height / 2) / side] as const,
    ),
  );
}

export function penDigit(name: string): UnitStrokes {
  const found = penDigits.find((sample) => sample.name === name);
  if (!found)
    throw new Error(`penDigit: expected one of ${penDigits.map((s) => s.name).join(', ')}, got ${name}`);
  return found.strokes;
}
