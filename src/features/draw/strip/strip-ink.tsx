import { type RefObject, useLayoutEffect, useRef } from 'react';
import { type Drawing, paperSize } from '../../../digits/drawing/drawing.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import { digitSide, inputSide, padding } from '../../../network/rasters.ts';
import { contextOf } from '../../../ui/canvas.ts';
import { type InkPainter, inkPainter } from '../../../ui/draw-pad/ink-painter.ts';
import { inkCanvas } from '../../../ui/draw-pad/paint-drawing.ts';
import { useTheme } from '../../../ui/theme.ts';
import { useOnScreen } from '../../../ui/use-on-screen.ts';

export interface StripInkProps {
  /** What holds the canvases of the steps, in their order. */
  readonly strip: RefObject<HTMLElement | null>;
  readonly drawing: Drawing;
  readonly growing: boolean;
  readonly normalisation: Normalisation | null;
}

/** Side of the digit before its centre of mass is put in the middle. */
const boxSide = 20;
/** Canvas pixels per pixel of the network's raster where ink is shown as lines: 32 of them on a side. */
const inkCellPx = 6;
/** Ink is painted finer than it is shown, so that the crop is sharp when it is enlarged. */
const inkPx = 512;

/** Paints the steps from the ink to the network's input into the canvases of the strip. */
export function StripInk({ strip, drawing, growing, normalisation }: StripInkProps) {
  const painter = useRef<{ painter: InkPainter; ink: HTMLCanvasElement; theme: string }>(null);
  const theme = useTheme();
  const isSeen = useOnScreen(strip);

  useLayoutEffect(() => {
    if (!isSeen) return;
    const canvases = [...(strip.current?.querySelectorAll('canvas') ?? [])];
    const contexts = canvases.map((canvas) => contextOf(canvas));
    const [ink, crop, ...rasters] = contexts;
    if (!ink || !crop) return;
    const { color, backgroundColor, outlineColor } = getComputedStyle(ink.canvas);
    const colours = { ink: color, paper: backgroundColor };
    if (!painter.current) {
      const canvas = document.createElement('canvas');
      const made = inkPainter(canvas, colours);
      made.resize(inkPx);
      painter.current = { painter: made, ink: canvas, theme };
    }
    if (painter.current.theme !== theme) {
      painter.current.theme = theme;
      painter.current.painter.recolour(colours);
    }
    painter.current.painter.paint(drawing, growing);
    paintInk(ink, painter.current.ink, normalisation, outlineColor);
    paintCrop(crop, painter.current.ink, normalisation);
    const sides = [boxSide, digitSide, digitSide] as const;
    const bytes = [normalisation?.box20, normalisation?.digit, normalisation?.digit];
    rasters.forEach((context, index) => {
      paintRaster(context, bytes[index], sides[index] ?? digitSide, color);
    });
  }, [strip, isSeen, drawing, growing, normalisation, theme]);

  return null;
}

function paintInk(
  context: CanvasRenderingContext2D,
  ink: HTMLCanvasElement,
  normalisation: Normalisation | null,
  frameColour: string,
): void {
  const { width } = context.canvas;
  context.clearRect(0, 0, width, width);
  context.imageSmoothingQuality = 'high';
  context.drawImage(ink, 0, 0, width, width);
  if (!normalisation) return;
  const { left, top, width: cropWidth, height: cropHeight } = normalisation.crop;
  const scale = width / paperSize;
  context.strokeStyle = frameColour;
  context.lineWidth = 3;
  context.strokeRect(left * scale, top * scale, cropWidth * scale, cropHeight * scale);
}

function paintCrop(
  context: CanvasRenderingContext2D,
  ink: HTMLCanvasElement,
  normalisation: Normalisation | null,
): void {
  const { width } = context.canvas;
  context.clearRect(0, 0, width, width);
  if (!normalisation) return;
  const { left, top, width: cropWidth, height: cropHeight } = normalisation.crop;
  const source = inkPx / paperSize;
  // The same size as the 20 x 20 box of the next stage.
  const scale = (boxSide * inkCellPx) / Math.max(cropWidth, cropHeight, 1);
  const [w, h] = [cropWidth * scale, cropHeight * scale];
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    ink,
    left * source,
    top * source,
    cropWidth * source,
    cropHeight * source,
    (width - w) / 2,
    (width - h) / 2,
    w,
    h,
  );
}

/** Bytes as the ink's colour on nothing, in the middle of the canvas. */
function paintRaster(
  context: CanvasRenderingContext2D,
  bytes: Uint8Array | undefined,
  side: number,
  inkColour: string,
): void {
  const { width } = context.canvas;
  context.clearRect(0, 0, width, width);
  if (!bytes) return;
  const at = width === inputSide ? padding : 0;
  context.drawImage(inkCanvas({ side, ink: bytes }, inkColour), at, at);
}
