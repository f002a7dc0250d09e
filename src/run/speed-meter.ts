/** How many images a second, over the last few seconds, from the times of single steps. */

const spanMs = 3_000;

export class SpeedMeter {
  private readonly marks: { readonly at: number; readonly images: number }[] = [];
  private images = 0;

  /** @param at milliseconds of a clock that only runs forward */
  add(images: number, at: number): void {
    this.images += images;
    const newest = this.marks.at(-1);
    // Some ten marks a second are enough, however fast the steps come.
    if (newest && at - newest.at < spanMs / 30) return;
    this.marks.push({ at, images: this.images });
    while ((this.marks[1]?.at ?? at) < at - spanMs) this.marks.shift();
  }

  /** After a pause: what came before it tells nothing about the time in between. */
  restart(at: number): void {
    this.marks.length = 0;
    this.marks.push({ at, images: this.images });
  }

  imagesPerSecond(): number | null {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    if (!first || !last || last.at <= first.at) return null;
    return ((last.images - first.images) * 1000) / (last.at - first.at);
  }
}
