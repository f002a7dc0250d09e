/**
 * Learning rate of step `step` of `steps`: a straight warm-up to `peak`, then half a cosine down to
 * (nearly) zero. After Smith and Topin, "Super-convergence", 2018, with the usual cosine descent.
 * @param warmUp share of the steps spent on the way up
 */
export function oneCycleRate(step: number, steps: number, peak: number, warmUp: number): number {
  const top = Math.max(1, Math.round(steps * warmUp));
  if (step < top) return (peak * (step + 1)) / top;
  const along = (step - top + 1) / (steps - top + 1);
  return (peak * (1 + Math.cos(Math.PI * along))) / 2;
}
