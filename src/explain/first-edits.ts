import type { Place } from '../digits/drawing/ways.ts';
import type { Edit, Sheet } from './edits.ts';
import { apart, type InkLine, type LineEnd, moved, placeAlong, turned } from './ink-lines.ts';

/** The changes that a hand would try, all lengths as shares of the digit's size. */

const lengthened = [0.06, 0.1, 0.16, 0.24, 0.36, 0.5];
const turns = [0, 0.35, -0.35, 0.8, -0.8];
const shortened = [0.06, 0.1, 0.16, 0.24, 0.34, 0.45];
const cuts = [0.1, 0.17, 0.26, 0.38];
const cutStep = 0.07;
const widestGap = 0.7;
/** The way along its own line from which on a line has come back to its end. */
const comesBack = 0.3;
const sampleStep = 0.04;

export function handEdits(sheet: Sheet): Edit[] {
  const { ends, lines } = sheet;
  return [
    ...ends.flatMap((end) => [
      ...closings(sheet, end),
      ...lengthenings(sheet, end),
      ...shortenings(sheet, end),
    ]),
    ...lines.flatMap((line) => cutsOf(sheet, line)),
  ];
}

const line = (from: Place, to: Place): Edit => ({ erases: false, from, to, bend: 0 });
const eraser = (from: Place, to: Place): Edit => ({ erases: true, from, to, bend: 0 });

/** From an end to other ends, and to where lines pass nearest. */
function closings({ ends, lines, size, lineWidth }: Sheet, end: LineEnd): Edit[] {
  const others = ends.filter((other) => other !== end).map(({ place }) => place);
  const passing = lines.flatMap((line) => nearestPlaces(line, end, size));
  return [...others, ...passing]
    .filter((place) => apart(end.place, place) > lineWidth && apart(end.place, place) < widestGap * size)
    .map((place) => line(end.place, place));
}

/** Where the distance to the end has a minimum; of the end's own line only where it has come back. */
function nearestPlaces(line: InkLine, end: LineEnd, size: number): Place[] {
  const count = Math.ceil(line.length / (sampleStep * size)) + 1;
  const places = Array.from({ length: count }, (_, at) => placeAlong(line, at * sampleStep * size));
  const distances = places.map((place) => apart(place, end.place));
  const isOwn = (at: number) => {
    const along = at * sampleStep * size;
    return line === end.line && (end.isStart ? along : line.length - along) < comesBack * size;
  };
  return places.filter((_, at) => {
    const distance = distances[at] as number;
    return (
      !isOwn(at) && distance <= (distances[at - 1] ?? Infinity) && distance <= (distances[at + 1] ?? Infinity)
    );
  });
}

function lengthenings({ size }: Sheet, { place, outward }: LineEnd): Edit[] {
  if (!outward) return [];
  return turns.flatMap((turn) =>
    lengthened.map((share) => line(place, moved(place, turned(outward, turn), share * size))),
  );
}

/** The eraser covers the end and reaches as far into the line as is to go. */
function shortenings(sheet: Sheet, { line, place, outward, isStart }: LineEnd): Edit[] {
  if (!outward) return [eraser(place, place)];
  const reach = reachOf(sheet, line);
  return shortened.map((share) => {
    const gone = share * sheet.size;
    if (gone < reach) {
      const beside = moved(place, outward, reach - gone);
      return eraser(beside, beside);
    }
    return eraser(place, placeAlong(line, isStart ? gone - reach : line.length - gone + reach));
  });
}

function cutsOf(sheet: Sheet, line: InkLine): Edit[] {
  const reach = reachOf(sheet, line);
  const step = cutStep * sheet.size;
  const count = Math.floor(line.length / step);
  const half = cuts.map((share) => Math.max(0, (share * sheet.size) / 2 - reach));
  return Array.from({ length: count }, (_, at) => (at + 0.5) * step).flatMap((middle) =>
    half
      .filter((length, at) => length > 0 || half[at + 1] !== 0)
      .map((length) => eraser(placeAlong(line, middle - length), placeAlong(line, middle + length))),
  );
}

/** How near a line's middle the eraser's has to come. */
function reachOf({ eraserRadius }: Sheet, { width }: InkLine): number {
  return eraserRadius + width / 2;
}
