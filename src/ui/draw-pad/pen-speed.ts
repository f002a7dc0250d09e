import type { PenSample } from '../../digits/drawing/clip.ts';

/** The usual pressure, for devices that measure none. */
export const usualPressure = 128;
const speedEffect = 28;
/** Paper units a millisecond at which the line has its usual width. */
const usualSpeed = 3;

/**
 * A pressure for mice and fingers, which measure none: a slow pen leaves a slightly wider line than a
 * fast one, as ink does. It follows the speed with a lag, so that the width never jumps, and comes in
 * steps of 4, which keeps links short.
 */
export function pressureFromSpeed() {
  let pressure = usualPressure;
  let last: { readonly sample: Pick<PenSample, 'x' | 'y'>; readonly timeMs: number } | null = null;
  return (sample: Pick<PenSample, 'x' | 'y'>, timeMs: number): number => {
    if (last) {
      const passedMs = Math.max(1, timeMs - last.timeMs);
      const speed = Math.hypot(sample.x - last.sample.x, sample.y - last.sample.y) / passedMs;
      const slowness = Math.max(-1, Math.min(1, 1 - speed / usualSpeed));
      const lag = Math.exp(-passedMs / 60);
      pressure = lag * pressure + (1 - lag) * (usualPressure + speedEffect * slowness);
    }
    last = { sample, timeMs };
    return 4 * Math.round(pressure / 4);
  };
}
