import { expect, test } from 'vitest';
import type { PenSample } from '../../digits/drawing/clip.ts';
import { type Drawing, emptyDrawing, paperSize } from '../../digits/drawing/drawing.ts';
import { eraseAlong } from '../../digits/drawing/erase.ts';
import { recordStrokes } from '../../digits/drawing/stroke-recorder.ts';
import { inkPainter } from './ink-painter.ts';
import { paintDrawing } from './paint-drawing.ts';

const side = 300;
const colours = { paper: 'rgb(255, 255, 255)', ink: 'rgb(0, 0, 0)' };

/**
 * What a single pixel on a soft edge may differ by: the browser's way to soften it depends on what else
 * is in the path. Ink that is missing or too much would be 255.
 */
const softEdge = 80;

function newPainter() {
  const canvas = document.createElement('canvas');
  const painter = inkPainter(canvas, colours);
  painter.paint(emptyDrawing, false);
  painter.resize(side);
  return { canvas, painter };
}

function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
  if (!data) throw new Error('no pixels');
  return data;
}

/** The largest difference of a channel between the canvas and a repaint of the drawing. */
function differenceFromRepaint(canvas: HTMLCanvasElement, drawing: Drawing): number {
  const [shown, repainted] = [pixelsOf(canvas), pixelsOf(paintDrawing(drawing, canvas.width, colours))];
  return shown.reduce((largest, value, at) => Math.max(largest, Math.abs(value - (repainted[at] ?? 0))), 0);
}

/** A curl with a tight turn, a reversal and a change of pressure. */
function curl(from: number): PenSample[] {
  const samples = Array.from({ length: 60 }, (_, index) => {
    const angle = index / 6;
    const radius = 900 - 12 * index;
    return {
      x: from + radius * Math.cos(angle),
      y: 1800 + radius * Math.sin(angle),
      pressure: 60 + 3 * index,
    };
  });
  return [...samples, { x: from, y: 300, pressure: 200 }, { x: from + 30, y: 3900, pressure: 30 }];
}

test('while a line grows the canvas shows what a repaint from the strokes gives, within 80 of 255', () => {
  const { canvas, painter } = newPainter();
  let drawing = emptyDrawing;
  for (const from of [1200, 2600]) {
    const recorder = recordStrokes(208, 6);
    const { strokes } = drawing;
    const samples = curl(from);
    for (let at = 0; at < samples.length; at += 3) {
      recorder.add(samples.slice(at, at + 3));
      drawing = { strokes: [...strokes, ...recorder.strokes()], picture: null };
      painter.paint(drawing, true);
      expect(differenceFromRepaint(canvas, drawing)).toBeLessThanOrEqual(softEdge);
    }
    painter.paint(drawing, false);
    expect(differenceFromRepaint(canvas, drawing)).toBeLessThanOrEqual(softEdge);
  }
});

test('erasing, undoing, a picture, a resize and another theme in mid-line leave no trace, within 80 of 255', () => {
  const { canvas, painter } = newPainter();
  const recorder = recordStrokes(208, 6);
  recorder.add(curl(1800));
  const whole: Drawing = { strokes: recorder.strokes(), picture: null };
  painter.paint(whole, false);
  const erased = eraseAlong(whole, { x: 0, y: 1500 }, { x: paperSize, y: 2100 }, 200);
  painter.paint(erased, false);
  expect(differenceFromRepaint(canvas, erased)).toBeLessThanOrEqual(softEdge);
  painter.paint(whole, false);
  expect(differenceFromRepaint(canvas, whole)).toBeLessThanOrEqual(softEdge);
  const ink = Uint8Array.from({ length: 64 }, (_, at) => 4 * at);
  const onPicture: Drawing = { ...whole, picture: { side: 8, ink } };
  painter.paint(onPicture, true);
  expect(differenceFromRepaint(canvas, onPicture)).toBeLessThanOrEqual(softEdge);
  painter.resize(170);
  expect(canvas.width).toBe(170);
  expect(differenceFromRepaint(canvas, onPicture)).toBeLessThanOrEqual(softEdge);
  painter.recolour({ paper: colours.ink, ink: colours.paper });
  painter.recolour(colours);
  expect(differenceFromRepaint(canvas, onPicture)).toBeLessThanOrEqual(softEdge);
  painter.paint(emptyDrawing, false);
  expect(differenceFromRepaint(canvas, emptyDrawing)).toBe(0);
});

test("the ink covers a line of the brush's width: 95 % within it, none 1 pixel beside it", () => {
  const { canvas, painter } = newPainter();
  const recorder = recordStrokes(400, 1);
  recorder.add(curl(2000).map((sample) => ({ ...sample, pressure: 128 })));
  const drawing: Drawing = { strokes: recorder.strokes(), picture: null };
  painter.paint(drawing, false);
  const shown = pixelsOf(canvas);
  const middle = middleOfLine(drawing);
  const scale = side / paperSize;
  // Every seventh pixel will do: 7 and 300 have no factor in common.
  for (let at = 0; at < side * side; at += 7) {
    const [x, y] = [(at % side) + 0.5, Math.floor(at / side) + 0.5];
    const gapPx = Math.min(...middle.map((place) => Math.hypot(place.x * scale - x, place.y * scale - y)));
    if (gapPx < 200 * scale - 1) expect(shown[4 * at]).toBeLessThan(0.05 * 255);
    else if (gapPx > 200 * scale + 1) expect(shown[4 * at]).toBe(255);
  }
});

/** Places along the smooth line, densely: quadratic curves between the middles of the points. */
function middleOfLine({ strokes }: Drawing) {
  const points = strokes[0]?.points ?? [];
  const places: { x: number; y: number }[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    const start = before ? { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 } : point;
    const end = after ? { x: (after.x + point.x) / 2, y: (after.y + point.y) / 2 } : point;
    const control = before && after ? point : { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    const parts = Math.max(8, Math.hypot(end.x - start.x, end.y - start.y) / 40);
    for (let t = 0; t <= 1; t += 1 / parts) {
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
      places.push({
        x: a * start.x + b * control.x + c * end.x,
        y: a * start.y + b * control.y + c * end.y,
      });
    }
  });
  return places;
}
