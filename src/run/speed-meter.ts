/** How many images a second, over the last few seconds, from the times of single steps. */

const spanMs = 3_000;
/** Long enough for two halves to be compared, and how much they may differ. */
const steadyMs = 2_000;
const steadyShare = 0.25;

export class SpeedMeter {
  private readonly marks: { readonly at: number; readonly images: number }[] = [];
  private images = 0;
  private steady = false;

  /** @param at milliseconds of a clock that only runs forward */
  add(images: number, at: number): void {
    this.images += images;
    const newest = this.marks.at(-1);
    // Some ten marks a second are enough, however fast the steps come.
    if (newest && at - newest.at < spanMs / 30) return;
    this.marks.push({ at, images: this.images });
    this.steady ||= this.halvesAgree();
    while ((this.marks[1]?.at ?? at) < at - spanMs) this.marks.shift();
  }

  /** After a pause: what came before it tells nothing about the time in between. */
  restart(at: number): void {
    this.marks.length = 0;
    this.steady = false;
    this.marks.push({ at, images: this.images });
  }

  /** Whether it tells how long the rest will take: the first seconds, in which an engine warms up, do not. */
  isSteady(): boolean {
    return this.steady;
  }

  private halvesAgree(): boolean {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    if (!first || !last || last.at - first.at < steadyMs) return false;
    const middle = this.marks.find(({ at }) => at >= (first.at + last.at) / 2) ?? last;
    const before = (middle.images - first.images) / (middle.at - first.at);
    const after = (last.images - middle.images) / (last.at - middle.at);
    return Math.abs(after - before) < steadyShare * Math.max(before, after);
  }

  imagesPerSecond(): number | null {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    if (!first || !last || last.at <= first.at) return null;
    return ((last.images - first.images) * 1000) / (last.at - first.at);
  }
}
