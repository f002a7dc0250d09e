import { useLayoutEffect, useRef } from 'react';
import { type Drawing, paperSize } from '../../../digits/drawing/drawing.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import { t } from '../../../language/language.ts';
import { digitSide, inputSide, padding } from '../../../network/rasters.ts';
import { contextOf } from '../../../ui/canvas.ts';
import { type InkPainter, inkPainter } from '../../../ui/draw-pad/ink-painter.ts';
import { inkCanvas } from '../../../ui/draw-pad/paint-drawing.ts';
import { useTheme } from '../../../ui/theme.ts';
import styles from './normalisation-strip.module.css';

interface NormalisationStripProps {
  readonly drawing: Drawing;
  readonly growing: boolean;
  readonly normalisation: Normalisation | null;
}

const boxSide = 20;
/** Canvas pixels per pixel of the network's raster where ink is shown as lines. */
const inkCellPx = 6;
const fieldPx = inputSide * inkCellPx;
/** Ink is painted finer than it is shown, so that the crop is sharp when it is enlarged. */
const inkPx = 512;

const stages = () => [
  { name: t`Ink`, note: t`as drawn` },
  { name: t`Crop`, note: t`to the ink` },
  { name: '20 × 20', note: t`longest side` },
  { name: '28 × 28', note: t`by mass` },
  { name: '32 × 32', note: t`padded` },
];

/** What the network is given: every step from the ink to its 32 x 32 input (MNIST's own recipe). */
export function NormalisationStrip({ drawing, growing, normalisation }: NormalisationStripProps) {
  const list = useRef<HTMLOListElement>(null);
  const painter = useRef<{ painter: InkPainter; ink: HTMLCanvasElement; theme: string }>(null);
  const theme = useTheme();

  useLayoutEffect(() => {
    const canvases = [...(list.current?.querySelectorAll('canvas') ?? [])];
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
  }, [drawing, growing, normalisation, theme]);

  return (
    <ol className={styles.strip} ref={list} aria-label={t`What the network is given, step by step`}>
      {stages().map(({ name, note }, index) => (
        <li key={name} className={styles.stage}>
          <div className={styles.field} data-stage={index}>
            <canvas
              className={styles.canvas}
              data-testid={`stage-${index}`}
              role="img"
              aria-label={`${name}: ${note}`}
              width={canvasSide(index)}
              height={canvasSide(index)}
            />
          </div>
          <span className={styles.name}>{name}</span>
          <span className={styles.note}>{note}</span>
        </li>
      ))}
    </ol>
  );
}

/** Rasters keep their own pixels, for the style sheet to enlarge; ink is painted finer than it is shown. */
function canvasSide(stage: number): number {
  return [fieldPx, fieldPx, boxSide, digitSide, inputSide][stage] ?? inputSide;
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
