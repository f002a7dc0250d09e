import type { Drawing } from '../../digits/drawing/drawing.ts';
import { type InkColours, paintDrawing } from './paint-drawing.ts';

const pngSide = 1024;

/** The drawing as a PNG of 1024 x 1024 pixels; null when the browser cannot make one. */
export function drawingPng(drawing: Drawing, colours: InkColours): Promise<Blob | null> {
  const canvas = paintDrawing(drawing, pngSide, colours);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
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
