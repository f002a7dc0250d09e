/** Widths of the pen's line in paper units: the range of the control, and the one to begin with. */
export const brushWidths = { min: 64, max: 448, usual: 208 };

/** The eraser is wider than the line it takes away. */
export function eraserRadius(brushWidth: number): number {
  return Math.max(96, brushWidth);
}
