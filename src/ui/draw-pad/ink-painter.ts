import { type Drawing, paperSize, type Stroke } from '../../digits/drawing/drawing.ts';
import { contextOf } from '../canvas.ts';
import { inkBounds } from './ink-line.ts';
import { type InkColours, paintPaper, paintStroke } from './paint-drawing.ts';
import { around, type Region, regionOf, within } from './region.ts';

/**
 * Paints drawings on a canvas, each time only what differs from the last one.
 *
 * All strokes but the one that is being drawn are kept on a second canvas. When the line grows, its
 * end is painted over a copy of them, so that what is on the screen is always what a repaint of the
 * whole drawing would give.
 */
export interface InkPainter {
  /** @param growing whether the last stroke is still being drawn */
  paint(drawing: Drawing, growing: boolean): void;
  /** Sets the canvas to `side` x `side` device pixels and repaints when anything differs; nothing is painted before. */
  resize(side: number): void;
  recolour(colours: InkColours): void;
}

export function inkPainter(canvas: HTMLCanvasElement, initialColours: InkColours): InkPainter {
  // Not desynchronized: such a canvas is missing from the screen under a software compositor.
  const screen = contextOf(canvas, { alpha: false });
  const settled = contextOf(document.createElement('canvas'), { alpha: false });
  let colours = initialColours;
  let painted: Drawing | null = null;
  let growing = false;
  let sized = false;

  const scale = () => canvas.width / paperSize;
  const everything = (): Region => ({ left: 0, top: 0, width: canvas.width, height: canvas.height });
  /** Where the ink may differ when a line's points from the `first` on do. */
  const regionOfPoints = ({ points, width }: Stroke, first = 0) => {
    // A curve depends on the points beside it as well.
    return regionOf(inkBounds(points.slice(Math.max(0, first - 2)), width), scale());
  };

  const repaint = (drawing: Drawing, wanted: Region) => {
    const region = within(everything(), wanted);
    const still = growing ? drawing.strokes.slice(0, -1) : drawing.strokes;
    clipped(settled, region, () => {
      paintPaper(settled, drawing.picture, colours);
      for (const stroke of still) paintStroke(settled, stroke, scale(), colours.ink, region);
    });
    show(drawing, region);
  };

  const show = (drawing: Drawing, wanted: Region) => {
    const region = within(everything(), wanted);
    const { left, top, width, height } = region;
    if (width === 0 || height === 0) return;
    screen.drawImage(settled.canvas, left, top, width, height, left, top, width, height);
    const grown = growing ? drawing.strokes.at(-1) : undefined;
    if (grown) clipped(screen, region, () => paintStroke(screen, grown, scale(), colours.ink, region));
  };

  return {
    paint(drawing, nowGrowing) {
      const before = painted;
      const wasGrowing = growing;
      painted = drawing;
      growing = nowGrowing && drawing.strokes.length > 0;
      if (!sized) return;
      if (!before) {
        repaint(drawing, everything());
        return;
      }
      const old = before.strokes.at(-1);
      const grown = drawing.strokes.at(-1);
      if (growing && wasGrowing && old && grown && continues(before, drawing)) {
        // The old last point may have moved.
        const first = old.points.length - 1;
        show(drawing, around([regionOfPoints(old, first), regionOfPoints(grown, first)]));
        return;
      }
      const changed = changedStrokes(before, drawing);
      // A line that has just begun or ended goes from one canvas to the other.
      if (wasGrowing !== growing && grown) changed.push(grown);
      const regions = changed.map((stroke) => regionOfPoints(stroke));
      if (before.picture !== drawing.picture) regions.push(everything());
      if (regions.length > 0) repaint(drawing, around(regions));
    },
    resize(side) {
      if (sized && canvas.width === side && canvas.height === side) return;
      sized = true;
      for (const context of [settled, screen]) {
        context.canvas.width = side;
        context.canvas.height = side;
      }
      if (painted) repaint(painted, everything());
    },
    recolour(next) {
      colours = next;
      if (painted) repaint(painted, everything());
    },
  };
}

function clipped(context: CanvasRenderingContext2D, region: Region, paint: () => void): void {
  context.save();
  context.beginPath();
  context.rect(region.left, region.top, region.width, region.height);
  context.clip();
  paint();
  context.restore();
}

/** Whether `after` is `before` with more points in its last stroke. */
function continues(before: Drawing, after: Drawing): boolean {
  const count = before.strokes.length;
  const old = before.strokes.at(-1);
  const grown = after.strokes.at(-1);
  if (!old || !grown || after.strokes.length !== count || before.picture !== after.picture) return false;
  const kept = old.points.length - 1;
  return (
    before.strokes[count - 2] === after.strokes[count - 2] &&
    old.width === grown.width &&
    old.points.length <= grown.points.length &&
    old.points.slice(0, Math.max(1, kept)).every((point, index) => point === grown.points[index])
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
