import { type Drawing, type InkPicture, paperSize, type Stroke } from '../../digits/drawing/drawing.ts';
import { contextOf } from '../canvas.ts';
import { inkBounds, traceStroke } from './ink-line.ts';
import { overlap, type Region, regionOf } from './region.ts';

export interface InkColours {
  readonly paper: string;
  readonly ink: string;
}

/** A whole drawing on a canvas of its own, `side` pixels wide and high. */
export function paintDrawing(drawing: Drawing, side: number, colours: InkColours): HTMLCanvasElement {
  const context = contextOf(document.createElement('canvas'), { alpha: false });
  context.canvas.width = side;
  context.canvas.height = side;
  paintPaper(context, drawing.picture, colours);
  const all = { left: 0, top: 0, width: side, height: side };
  for (const stroke of drawing.strokes) paintStroke(context, stroke, side / paperSize, colours.ink, all);
  return context.canvas;
}

/**
 * @param scale pixels of the context per paper unit
 * @param region what is to be painted; ink outside it may be left out
 */
export function paintStroke(
  context: CanvasRenderingContext2D,
  stroke: Stroke,
  scale: number,
  colour: string,
  region: Region,
): void {
  if (!overlap(region, regionOf(inkBounds(stroke.points, stroke.width), scale))) return;
  context.beginPath();
  traceStroke(context, stroke, scale, (bounds) => overlap(region, regionOf(bounds, scale)));
  context.fillStyle = colour;
  context.fill();
}

const pictureCanvases = new WeakMap<InkPicture, { colour: string; canvas: HTMLCanvasElement }>();

/** The empty sheet, or the picture that lies on it. */
export function paintPaper(
  context: CanvasRenderingContext2D,
  picture: InkPicture | null,
  colours: InkColours,
): void {
  const { width, height } = context.canvas;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);
  if (!picture) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(pictureCanvas(picture, colours.ink), 0, 0, width, height);
}

function pictureCanvas(picture: InkPicture, colour: string): HTMLCanvasElement {
  const known = pictureCanvases.get(picture);
  if (known?.colour === colour) return known.canvas;
  const canvas = inkCanvas(picture, colour);
  pictureCanvases.set(picture, { colour, canvas });
  return canvas;
}

/** The picture's ink in a colour, as a canvas of its own size. */
export function inkCanvas({ side, ink }: InkPicture, colour: string): HTMLCanvasElement {
  const context = contextOf(document.createElement('canvas'));
  Object.assign(context.canvas, { width: side, height: side });
  const pixels = context.createImageData(side, side);
  ink.forEach((value, at) => {
    pixels.data[4 * at + 3] = value;
  });
  context.putImageData(pixels, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, side, side);
  return context.canvas;
}
