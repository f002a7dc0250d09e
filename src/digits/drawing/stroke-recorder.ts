import { between, clipSegment, type PenSample, rounded } from './clip.ts';
import { type InkPoint, type PaperView, type Stroke, wholePaper } from './drawing.ts';

/**
 * Turns the pen's samples into strokes while they come: cut at the paper's edge, rounded to paper
 * units, and without the samples that say nothing (those within `tolerance` of the straight line
 * between their neighbours, as in the opening-window algorithm), so that links stay short. Only a
 * stroke's last point may still change when the next sample comes.
 */
export interface StrokeRecorder {
  /** @returns whether the strokes changed */
  add(samples: readonly PenSample[]): boolean;
  /** All strokes so far; finished ones keep their identity, and so do a stroke's points but its last. */
  strokes(): readonly Stroke[];
}

/** Skipped samples are looked at again for each new one, so their number is bounded. */
const skippedMax = 48;
/** Pressure may be off by this much (of 255) from a straight course before a point is kept for it. */
const pressureTolerance = 10;

/**
 * @param width brush width in paper units
 * @param tolerance how far a skipped sample may lie off the line, in paper units
 * @param view the part of the paper that is written on
 */
export function recordStrokes(
  width: number,
  tolerance: number,
  view: PaperView = wholePaper,
): StrokeRecorder {
  const finished: Stroke[] = [];
  let corners: InkPoint[] = [];
  let skipped: InkPoint[] = [];
  let tip: InkPoint | null = null;
  let lastSample: PenSample | null = null;
  /** The strokes as they were last asked for; null after a change. */
  let known: readonly Stroke[] | null = [];

  const current = (): readonly Stroke[] =>
    corners.length === 0 ? [] : [{ width, points: tip ? [...corners, tip] : [...corners] }];
  const finish = () => {
    for (const stroke of current()) finished.push(stroke);
    corners = [];
    skipped = [];
    tip = null;
  };

  const append = (sample: PenSample) => {
    const point = rounded(sample);
    const anchor = corners.at(-1);
    if (!anchor) {
      corners.push(point);
      known = null;
      return;
    }
    const last: InkPoint = tip ?? anchor;
    if (point.x === last.x && point.y === last.y) {
      // A pen presses on while it rests: a dot takes the strongest pressure.
      if (tip || corners.length > 1 || point.pressure <= anchor.pressure) return;
      corners = [point];
      known = null;
      return;
    }
    known = null;
    if (tip) {
      const candidates = [...skipped, tip];
      const straight =
        candidates.length <= skippedMax && candidates.every((it) => isNear(it, anchor, point, tolerance));
      if (straight) skipped = candidates;
      else {
        corners.push(tip);
        skipped = [];
      }
    }
    tip = point;
  };

  return {
    add(samples) {
      for (const sample of samples) {
        const segment = clipSegment(lastSample ?? sample, sample, view);
        lastSample = sample;
        if (!segment) {
          finish();
          continue;
        }
        if (corners.length === 0) append(segment.from);
        append(segment.to);
        if (!segment.toInside) finish();
      }
      return known === null;
    },
    strokes() {
      known ??= [...finished, ...current()];
      return known;
    },
  };
}

/** Whether `point` can be left out of the line from `from` to `to`. */
function isNear(point: InkPoint, from: InkPoint, to: InkPoint, tolerance: number): boolean {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const squaredLength = dx * dx + dy * dy;
  const along = squaredLength && ((point.x - from.x) * dx + (point.y - from.y) * dy) / squaredLength;
  const foot = between(from, to, Math.min(1, Math.max(0, along)));
  return (
    Math.hypot(point.x - foot.x, point.y - foot.y) <= tolerance &&
    Math.abs(point.pressure - foot.pressure) <= pressureTolerance
  );
}
