/** Saves come this soon after a run begins or resumes, then this far apart. */
const firstMs = [500, 1_000, 2_000];
const everyMs = 3_000;

/** When a run is saved: often at first, so that one whose tab is closed again and again gets on. */
export class SavePace {
  private begun = 0;
  private due = 0;

  restart(now: number): void {
    this.begun = now;
    this.saved(now);
  }

  isDue(now: number): boolean {
    return now >= this.due;
  }

  saved(now: number): void {
    const since = now - this.begun;
    const first = firstMs.find((at) => at > since);
    this.due = first === undefined ? now + everyMs : this.begun + first;
  }
}
