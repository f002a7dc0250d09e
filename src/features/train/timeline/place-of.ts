/**
 * Place of the moment that is shown, moments.length for now. One that has been thinned out meanwhile is
 * still on the screen: its neighbour before stands for it.
 * @param moments ascending
 */
export function placeOf(moments: readonly { readonly step: number }[], shownStep: number | null): number {
  if (shownStep === null) return moments.length;
  const after = moments.findIndex(({ step }) => step > shownStep);
  return Math.max(0, (after < 0 ? moments.length : after) - 1);
}
