/**
 * A drawing is what the person made, before any of it is turned into pixels for the network.
 *
 * Paper coordinates: integers, x to the right, y down, the square paper spans 0..paperSize on both
 * axes. Integers, so that a drawing that went through a link or a reload is the same to the bit.
 */
export const paperSize = 4096;

/** A part of the paper that is shown and written on: all its width, and so much of its height. */
export interface PaperView {
  /** Paper units. */
  readonly top: number;
  readonly bottom: number;
  /** How broad pens are on it, and how far keys move them, against the whole paper. */
  readonly scale: number;
}

export const wholePaper: PaperView = { top: 0, bottom: paperSize, scale: 1 };
/** For a line of digits: five units wide, two high. */
export const widePaper: PaperView = { top: 0.3 * paperSize, bottom: 0.7 * paperSize, scale: 0.4 };

export interface InkPoint {
  readonly x: number;
  readonly y: number;
  /** 0..255; 128 for devices that do not measure it. It shapes the ink on the screen only. */
  readonly pressure: number;
}

/** One line of the pen, in order of writing. A single point is a dot. */
export interface Stroke {
  /** Width of the brush in paper units. It shapes the ink on the screen only. */
  readonly width: number;
  readonly points: readonly InkPoint[];
}

/** A picture that was dropped or pasted, reduced to ink: square, 0 = paper, 255 = ink. */
export interface InkPicture {
  /** Side in pixels; it covers the whole paper. At most `pictureSideMax`. */
  readonly side: number;
  /** side * side bytes, row-major. */
  readonly ink: Uint8Array;
}

/** Of a number; a digit's has half as many. */
export const pictureSideMax = 512;

export interface Drawing {
  readonly strokes: readonly Stroke[];
  /** Lies under the strokes; the eraser clears it as well. */
  readonly picture: InkPicture | null;
}

export const emptyDrawing: Drawing = { strokes: [], picture: null };

export function isEmpty(drawing: Drawing): boolean {
  return drawing.strokes.length === 0 && drawing.picture === null;
}
