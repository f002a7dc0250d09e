import { largest, smallest } from '../../lib/lists.ts';
import { type Drawing, type InkPicture, paperSize } from '../drawing/drawing.ts';
import { type Component, componentsOf } from '../picture/components.ts';
import { type Shape, shapeWithLines } from '../raster/box-picture.ts';
import { linesOnPaper } from '../raster/normalise.ts';
import { profileCuts } from './picture-cuts.ts';
import { lineHeightOf, mostPieces, type Piece, type Pieces } from './pieces.ts';

/**
 * The pieces of a picture's ink: its connected components, and wide ones cut where their profile is low (LeCun et al.
 * 1998, section V.A). Strokes on the picture are ink of it.
 * @returns null when the picture holds no ink (any more)
 */
export function picturePieces({ picture, strokes }: Drawing): Pieces | null {
  const shape = picture && shapeWithLines(picture, linesOnPaper(strokes));
  if (!shape) return null;
  const unit = paperSize / picture.side;
  const height = shape.distance.length / shape.width;
  const components = componentsOf(shape.width, height, (at) => (shape.distance[at] as number) < 0);
  const whole = components.map((component, at) => pieceOf(component.pixels, at, shape, unit));
  const lineHeight = lineHeightOf(whole.map(({ bounds }) => bounds));
  const cut = components.flatMap((component, at) => {
    const cuts = profileCuts(component, shape, lineHeight / unit);
    return cuts.length === 0 ? [whole[at] as Piece] : partsOf(component, cuts, at, shape, unit);
  });
  const pieces = [cut, whole].find(({ length }) => length <= mostPieces) ?? [];
  return { pieces: pieces.toSorted((a, b) => middleOf(a) - middleOf(b)), lineHeight };
}

/** The picture that holds only the ink of these pieces. */
export function pictureOf(pieces: readonly Piece[], side: number): InkPicture {
  const ink = new Uint8Array(side * side);
  for (const { runs } of pieces) {
    for (const [row, first, last] of runs ?? []) ink.fill(255, row * side + first, row * side + last + 1);
  }
  return { side, ink };
}

/** A component's parts between upright cuts: columns of the shape, each the first of a part. */
function partsOf(
  component: Component,
  cuts: readonly number[],
  source: number,
  shape: Shape,
  unit: number,
): readonly Piece[] {
  const parts: number[][] = Array.from({ length: cuts.length + 1 }, () => []);
  for (const at of component.pixels) {
    const column = at % shape.width;
    const part = cuts.findLastIndex((cut) => cut <= column) + 1;
    (parts[part] as number[]).push(at);
  }
  return parts.map((pixels) => pieceOf(pixels, source, shape, unit));
}

/** @param pixels of the shape, at least one */
function pieceOf(pixels: readonly number[], source: number, shape: Shape, unit: number): Piece {
  const runs = runsOf(pixels, shape);
  const from = smallest(runs.map(([, first]) => first));
  const to = largest(runs.map(([, , last]) => last));
  const [top, bottom] = [runs[0]?.[0] ?? 0, runs.at(-1)?.[0] ?? 0];
  // Of the middle of the line, as for strokes.
  const half = shape.lineWidth / 2;
  const [across, down] = [Math.min(half, (to + 1 - from) / 2), Math.min(half, (bottom + 1 - top) / 2)];
  const bounds = {
    left: (from + across) * unit,
    right: (to + 1 - across) * unit,
    top: (top + down) * unit,
    bottom: (bottom + 1 - down) * unit,
  };
  return { source, from, to, bounds, runs };
}

/** Row, first and last column of each run, in pixels of the picture, from top to bottom. */
function runsOf(
  pixels: readonly number[],
  { left, top, width }: Shape,
): (readonly [number, number, number])[] {
  const runs: [number, number, number][] = [];
  for (const at of pixels.toSorted((a, b) => a - b)) {
    const [row, column] = [top + Math.floor(at / width), left + (at % width)];
    const last = runs.at(-1);
    if (last?.[0] === row && last[2] === column - 1) last[2] = column;
    else runs.push([row, column, column]);
  }
  return runs;
}

function middleOf({ bounds }: Piece): number {
  return (bounds.left + bounds.right) / 2;
}
