import type { ProbeAnswer } from '../../lab/training/client.ts';
import { contextOf } from '../canvas.ts';

/**
 * Paints one digit's probability over the steps, as a filled line over the whole canvas.
 * @param to the step at the right edge; the left one is that of the first answer
 */
export function paintLine(
  canvas: HTMLCanvasElement,
  answers: readonly ProbeAnswer[],
  digit: number,
  { line, fill }: { readonly line: string; readonly fill: string },
): void {
  const scale = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = contextOf(canvas);
  context.clearRect(0, 0, width, height);
  const [first, last] = [answers[0], answers.at(-1)];
  if (!first || !last) return;
  const span = Math.max(1, last.step - first.step);
  const room = height - 2 * scale;
  const path = new Path2D();
  answers.forEach(({ step, probabilities }, i) => {
    const x = ((step - first.step) / span) * width;
    const y = scale + room * (1 - (probabilities[digit] as number));
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
  const area = new Path2D(path);
  area.lineTo(answers.length > 1 ? width : 0, height);
  area.lineTo(0, height);
  context.fillStyle = fill;
  context.fill(area);
  context.strokeStyle = line;
  context.lineWidth = 1.5 * scale;
  context.stroke(path);
}
