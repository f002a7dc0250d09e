import { type Drawing, paperSize, type Stroke } from '../../digits/drawing.ts';
import { quadraticSegments } from '../../digits/smooth.ts';
import { paintCurves, strokeBounds } from './ink-line.ts';
import { contextOf, type InkColours, paintPaper, paintStroke, takeInk } from './paint-drawing.ts';
import { around, overlap, type Region, regionOf, within } from './region.ts';

/**
 * Paints drawings on a canvas, each time only what differs from the last one.
 *
 * The ink that cannot change any more is kept on a second canvas. The end of a line in progress is
 * painted over a copy of it, so that what is on the screen is always what a repaint from the strokes
 * would give.
 */
export interface InkPainter {
  /** @param growing whether the last stroke is still being drawn */
  paint(drawing: Drawing, growing: boolean): void;
  /** Sets the canvas to `side` x `side` device pixels and repaints when anything differs. */
  resize(side: number): void;
  /** Takes other colours, and repaints. */
  recolour(colours: InkColours): void;
}

export function inkPainter(canvas: HTMLCanvasElement, initialColours: InkColours): InkPainter {
  // Desynchronized: the ink may reach the screen without waiting for the page's next frame.
  const screen = contextOf(canvas, { alpha: false, desynchronized: true });
  const settled = contextOf(document.createElement('canvas'), { alpha: false });
  let colours = initialColours;
  let painted: Drawing | null = null;
  let growing = false;
  /** Of the last stroke while it grows: how many of its curves are settled. */
  let settledCurves = 0;
  /** Where the screen differs from the settled ink. */
  let wet: Region | null = null;

  const scale = () => canvas.width / paperSize;

  const repaint = (drawing: Drawing, region: Region) => {
    const still = growing ? drawing.strokes.slice(0, -1) : drawing.strokes;
    settled.save();
    settled.beginPath();
    settled.rect(region.left, region.top, region.width, region.height);
    settled.clip();
    paintPaper(settled, drawing.picture, colours);
    for (const stroke of still) {
      if (overlap(region, regionOf(strokeBounds(stroke), scale()))) paintStroke(settled, stroke, scale());
    }
    settled.restore();
    show(region);
  };

  const show = (region: Region) => {
    const { left, top, width, height } = region;
    if (width > 0 && height > 0)
      screen.drawImage(settled.canvas, left, top, width, height, left, top, width, height);
  };

  /** Settles what no further point can change, and paints the rest on the screen alone. */
  const grow = (stroke: Stroke) => {
    if (wet) show(wet);
    const { points, width } = stroke;
    const curves = quadraticSegments(points);
    // The last point may still move, and with it the last two curves.
    const stable = Math.max(settledCurves, curves.length - 2);
    for (const context of [settled, screen])
      paintCurves(context, curves, width, scale(), settledCurves, stable);
    settledCurves = stable;
    paintCurves(screen, curves, width, scale(), stable, curves.length);
    const end: Stroke = { width, points: points.slice(-3) };
    wet = regionOf(strokeBounds(end), scale());
  };

  const everything = (): Region => ({ left: 0, top: 0, width: canvas.width, height: canvas.height });

  const paintAll = () => {
    takeInk(settled, colours);
    takeInk(screen, colours);
    if (!painted) return;
    const grown = growing ? painted.strokes.at(-1) : undefined;
    settledCurves = 0;
    wet = null;
    repaint(painted, everything());
    if (grown) grow(grown);
  };

  return {
    paint(drawing, nowGrowing) {
      const before = painted;
      painted = drawing;
      const grown = nowGrowing ? drawing.strokes.at(-1) : undefined;
      const oldGrown = before && growing ? before.strokes.at(-1) : undefined;
      if (before && grown && oldGrown && continues(before, drawing)) {
        grow(grown);
        return;
      }
      growing = grown !== undefined;
      if (!before) {
        paintAll();
        return;
      }
      const regions = changedStrokes(before, drawing).map((stroke) =>
        regionOf(strokeBounds(stroke), scale()),
      );
      // A line that has just been ended is the same stroke, but its end is not settled yet.
      if (oldGrown) regions.push(regionOf(strokeBounds(oldGrown), scale()));
      if (before.picture !== drawing.picture) regions.push(everything());
      settledCurves = 0;
      wet = null;
      if (regions.length > 0) repaint(drawing, within(everything(), around(regions)));
      if (grown) grow(grown);
    },
    resize(side) {
      if (canvas.width === side && canvas.height === side) return;
      for (const context of [settled, screen]) {
        context.canvas.width = side;
        context.canvas.height = side;
      }
      paintAll();
    },
    recolour(next) {
      colours = next;
      paintAll();
    },
  };
}

/** Whether `after` is `before` with more points in its last stroke. */
function continues(before: Drawing, after: Drawing): boolean {
  const count = before.strokes.length;
  const old = before.strokes.at(-1);
  const grown = after.strokes.at(-1);
  if (!old || !grown || after.strokes.length !== count || before.picture !== after.picture) return false;
  const keptPoints = old.points.length - 1;
  return (
    before.strokes[count - 2] === after.strokes[count - 2] &&
    grown.points.length >= old.points.length &&
    grown.width === old.width &&
    grown.points[0] === old.points[0] &&
    grown.points[keptPoints - 1] === old.points[keptPoints - 1]
  );
}

/** The strokes that only one of the two drawings has. */
function changedStrokes(before: Drawing, after: Drawing): Stroke[] {
  const [old, current] = [new Set(before.strokes), new Set(after.strokes)];
  return [
    ...before.strokes.filter((stroke) => !current.has(stroke)),
    ...after.strokes.filter((stroke) => !old.has(stroke)),
  ];
}
