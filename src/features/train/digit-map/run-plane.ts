import type { DigitMap } from '../../../explain/digit-map.ts';
import { type Plane, placesIn, turnedTowards } from '../../../explain/plane.ts';

interface Moment {
  readonly runId: string;
  readonly step: number;
}

/**
 * The one plane in which all moments of a run are seen: the principal components of the latest network that has been
 * seen, whichever moment is shown. Each moment's own components would have the clouds turn and flip from one to the
 * next, and would enlarge the differences of an untrained network to the size of the picture; in the plane of the
 * end, one heap comes apart into ten clouds. While the run goes on its end is not known yet: the plane of each later
 * network is turned so that digits stay as near as they can to where they were.
 */
export class RunPlane {
  private latest: { readonly moment: Moment; readonly plane: Plane } | null = null;
  /** Where the digits were seen last, n * 2. */
  private seen: Float32Array = new Float32Array();

  /** @returns n * 2 */
  placesAt({ runId, step }: Moment, { plane, values }: Pick<DigitMap, 'plane' | 'values'>): Float32Array {
    const before = this.latest?.moment.runId === runId ? this.latest : null;
    if (!before || step > before.moment.step) {
      const count = values.length / plane.mean.length;
      const follows = before !== null && this.seen.length === 2 * count;
      const turned = follows ? turnedTowards(plane, values, this.seen) : plane;
      this.latest = { moment: { runId, step }, plane: turned };
    }
    const places = placesIn(this.latest?.plane ?? plane, values);
    this.seen = places;
    return places;
  }
}
