/**
 * A context that is painted by the processor, which is what `willReadFrequently` asks for: our pieces
 * are small, and where the GPU is a software renderer, painting there takes twice the time a frame and
 * makes coarser edges.
 * @throws when the browser has no 2D canvas to give
 */
export function contextOf(
  canvas: HTMLCanvasElement,
  settings: CanvasRenderingContext2DSettings = {},
): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { ...settings, willReadFrequently: true });
  if (!context) throw new Error('2D canvas: expected a context, got none from this browser');
  return context;
}
