/**
 * Images to train on from `done` until the network is to be validated next, always more than none.
 * @param done images trained on since the run began
 * @param count images of an epoch
 * @param times how often an epoch is validated, evenly spaced
 */
export function imagesToNext(done: number, count: number, times: number): number {
  // Whole numbers first: in units of count / times, the end of an epoch may be rounded to just before itself.
  const next = Math.floor((done * times) / count) + 1;
  return (next * count) / times - done;
}
