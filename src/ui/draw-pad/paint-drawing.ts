import { type Drawing, type InkPicture, paperSize, type Stroke } from '../../digits/drawing.ts';
import { quadraticSegments } from '../../digits/smooth.ts';
import { paintCurves } from './ink-line.ts';

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
  takeInk(context, colours);
  for (const stroke of drawing.strokes) paintStroke(context, stroke, side / paperSize);
  return context.canvas;
}

/** Gives a context the pen's settings; they are lost when its canvas changes its size. */
export function takeInk(context: CanvasRenderingContext2D, colours: InkColours): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = colours.ink;
}

/** @param scale pixels of the context per paper unit */
export function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke, scale: number): void {
  const curves = quadraticSegments(stroke.points);
  paintCurves(context, curves, stroke.width, scale, 0, curves.length);
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

/** The picture's ink in a colour, as a canvas of its own size. */
function pictureCanvas(picture: InkPicture, colour: string): HTMLCanvasElement {
  const known = pictureCanvases.get(picture);
  if (known?.colour === colour) return known.canvas;
  const context = contextOf(document.createElement('canvas'), {});
  const { canvas } = context;
  canvas.width = picture.side;
  canvas.height = picture.side;
  const pixels = context.createImageData(picture.side, picture.side);
  picture.ink.forEach((ink, at) => {
    pixels.data[4 * at + 3] = ink;
  });
  context.putImageData(pixels, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, picture.side, picture.side);
  pictureCanvases.set(picture, { colour, canvas });
  return canvas;
}

/** @throws when the browser has no 2D canvas to give */
export function contextOf(
  canvas: HTMLCanvasElement,
  settings: CanvasRenderingContext2DSettings,
): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', settings);
  if (!context) throw new Error('ink painter: expected a 2D canvas, got none from this browser');
  return context;
}
