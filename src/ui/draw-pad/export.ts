import { type Drawing, type PaperView, paperSize } from '../../digits/drawing/drawing.ts';
import { contextOf } from '../canvas.ts';
import { type InkColours, paintDrawing } from './paint-drawing.ts';

/** Pixels across the paper. */
const pngWidth = 1024;

/** What a view shows of the drawing, as a PNG 1024 pixels wide; null when the browser cannot make one. */
export function drawingPng(
  drawing: Drawing,
  colours: InkColours,
  { top, bottom }: PaperView,
): Promise<Blob | null> {
  const scale = pngWidth / paperSize;
  const context = contextOf(document.createElement('canvas'));
  Object.assign(context.canvas, { width: pngWidth, height: Math.round((bottom - top) * scale) });
  context.drawImage(paintDrawing(drawing, pngWidth, colours), 0, -Math.round(top * scale));
  return new Promise((resolve) => context.canvas.toBlob(resolve, 'image/png'));
}

/** Hands a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download reads the address after this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
