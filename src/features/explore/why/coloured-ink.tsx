import { useLayoutEffect, useRef } from 'react';
import { type Drawing, paperSize } from '../../../digits/drawing/drawing.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import { largest } from '../../../lib/lists.ts';
import { digitSide } from '../../../network/rasters.ts';
import { palettes, type Theme } from '../../../pictures/colour-scales.ts';
import { contextOf } from '../../../ui/canvas.ts';
import { inkCanvas, paintStroke } from '../../../ui/draw-pad/paint-drawing.ts';
import styles from './coloured-ink.module.css';

interface ColouredInkProps {
  readonly drawing: Drawing;
  readonly normalisation: Normalisation;
  /** 28 x 28: what each place of the ink says. */
  readonly field: Float32Array;
  readonly theme: Theme;
  readonly label: string;
}

const canvasSide = 480;
/** Paper around the ink, as a share of its longer side. */
const margin = 0.12;
const boxSide = 20;

/** The drawing as it is on the paper, each part of its ink in the colour of what it says. */
export function ColouredInk({ drawing, normalisation, field, theme, label }: ColouredInkProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) paintInk(canvas.current, drawing, normalisation, field, theme);
  }, [drawing, normalisation, field, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.ink}
      width={canvasSide}
      height={canvasSide}
      role="img"
      aria-label={label}
    />
  );
}

function paintInk(
  canvas: HTMLCanvasElement,
  drawing: Drawing,
  normalisation: Normalisation,
  field: Float32Array,
  theme: Theme,
): void {
  const context = contextOf(canvas);
  const { left, top, width, height } = normalisation.crop;
  const [middleX, middleY] = [left + width / 2, top + height / 2];
  const shown = Math.max(width, height) * (1 + 2 * margin);
  const scale = canvasSide / shown;
  context.resetTransform();
  context.globalCompositeOperation = 'source-over';
  context.clearRect(0, 0, canvasSide, canvasSide);
  context.setTransform(1, 0, 0, 1, canvasSide / 2 - middleX * scale, canvasSide / 2 - middleY * scale);
  const ink = getComputedStyle(canvas).color;
  const side = paperSize * scale;
  if (drawing.picture) context.drawImage(inkCanvas(drawing.picture, ink), 0, 0, side, side);
  const all = { left: 0, top: 0, width: side, height: side };
  for (const stroke of drawing.strokes) paintStroke(context, stroke, scale, ink, all);
  // Back through the normalisation: where the 28 x 28 field lies on the paper.
  const pixel = scale / normalisation.scale;
  const fieldLeft = middleX * scale - (normalisation.offset.x + boxSide / 2) * pixel;
  const fieldTop = middleY * scale - (normalisation.offset.y + boxSide / 2) * pixel;
  context.globalCompositeOperation = 'source-atop';
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(colourCanvas(field, theme), fieldLeft, fieldTop, digitSide * pixel, digitSide * pixel);
}

/** The field as colours: full at its strongest, and clear where it says nothing. */
function colourCanvas(field: Float32Array, theme: Theme): HTMLCanvasElement {
  const context = contextOf(document.createElement('canvas'));
  Object.assign(context.canvas, { width: digitSide, height: digitSide });
  const image = context.createImageData(digitSide, digitSide);
  const extent = largest(field.map(Math.abs), 1e-9);
  const { bytes } = palettes[theme].diverging;
  field.forEach((value, at) => {
    const entry = value < 0 ? 1 : 255;
    image.data.set(bytes.subarray(4 * entry, 4 * entry + 3), 4 * at);
    image.data[4 * at + 3] = 255 * Math.min(1, Math.abs(value) / extent);
  });
  context.putImageData(image, 0, 0);
  return context.canvas;
}
