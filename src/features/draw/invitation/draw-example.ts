import { samples } from '../../../digits/samples.ts';
import type { DrawingStore } from '../drawing-store.ts';
import { partOf } from './part-of.ts';

const exampleName = '3';
const drawsMs = 1500;

/**
 * An example draws itself on an empty paper, as if by a pen, and is read like every drawing. Any press or key stops
 * it before it is whole; after that, whatever the person draws takes its place.
 * @param still shows it whole at once
 * @returns how to stop it
 */
export function drawExample(store: DrawingStore, still: boolean): () => void {
  const { showExample, endExample } = store.getState();
  const drawing = samples.find(({ name }) => name === exampleName)?.drawing;
  if (!drawing) return () => {};
  if (still) {
    showExample(drawing, 'whole');
    return () => {};
  }
  const listening = new AbortController();
  let frame = 0;
  let start: number | undefined;
  const stop = () => {
    listening.abort();
    cancelAnimationFrame(frame);
    if (store.getState().example === 'growing') endExample();
  };
  const draw = (now: number) => {
    start ??= now;
    const time = Math.min(1, (now - start) / drawsMs);
    // A pen sets off and comes to rest slowly.
    const share = time * time * (3 - 2 * time);
    const whole = time === 1;
    const shown = showExample(whole ? drawing : partOf(drawing, share), whole ? 'whole' : 'growing');
    if (!shown || whole) listening.abort();
    else frame = requestAnimationFrame(draw);
  };
  frame = requestAnimationFrame(draw);
  // Before the paper hears of it: the person's own line begins on an empty one.
  for (const event of ['pointerdown', 'keydown']) {
    window.addEventListener(event, stop, { capture: true, signal: listening.signal });
  }
  return stop;
}
