/** A step of the run that is marked in its charts. */
export interface CurveMoment {
  readonly step: number;
  /** The moment that the page shows, or a change of settings. */
  readonly kind: 'shown' | 'changed';
  /** "learning rate 0.02"; empty for what needs no words. */
  readonly words: string;
}

interface Place {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** The right edge of the chart: words end there at the latest. */
  readonly right: number;
}

interface Look {
  readonly colour: string;
  /** Around the words, so that they can be read over a curve. */
  readonly paper: string;
  readonly font: string;
  readonly ratio: number;
  /** Lines of words below one another, so that changes in a row can be read. */
  readonly line: number;
}

/** Draws one on a chart's canvas, in device pixels. Kinds differ in more than colour: changes are dashed. */
export function drawMoment(
  context: CanvasRenderingContext2D,
  { kind, words }: CurveMoment,
  { x, top, bottom, right }: Place,
  { colour, paper, font, ratio, line }: Look,
): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = (kind === 'shown' ? 1.5 : 1) * ratio;
  context.setLineDash(kind === 'shown' ? [] : [3 * ratio, 3 * ratio]);
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
  if (words) {
    context.fillStyle = colour;
    context.font = font;
    context.textBaseline = 'top';
    const gap = 4 * ratio;
    const fits = x + gap + context.measureText(words).width <= right;
    context.textAlign = fits ? 'left' : 'right';
    const place = [words, fits ? x + gap : x - gap, top + 14 * ratio * line] as const;
    context.setLineDash([]);
    context.lineJoin = 'round';
    context.lineWidth = 4 * ratio;
    context.strokeStyle = paper;
    context.strokeText(...place);
    context.fillText(...place);
  }
  context.restore();
}
