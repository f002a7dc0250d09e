/** A drawing is to be answered within this time. */
const promptMs = 50;
/** One late answer counts for no more than this: a fast GPU stumbles, too, when shaders are compiled. */
const mostOfOneMs = 200;
/** So late in all means that the GPU has no time to answer. */
const tooLateMs = 400;

/**
 * Tells whether answers come too late from a GPU that trains as well: every answer adds what it was late, and takes
 * back what it was early. Decided once for a run: what has left the GPU cannot tell how fast it would be there.
 */
export class LateAnswers {
  private run: string | null = null;
  /** The run that the time belongs to; it may have paused since. */
  private measured: string | null = null;
  private lateMs = 0;

  /** The run that trains on the GPU from now on; null for none. */
  gpuTrains(run: string | null): void {
    this.run = run;
    if (run === null || run === this.measured) return;
    this.measured = run;
    this.lateMs = 0;
  }

  /** @param ms that the GPU's answer took, from the first change of the drawing that it shows */
  add(ms: number): void {
    if (this.run === null || this.tooLate) return;
    this.lateMs = Math.max(0, this.lateMs + Math.min(ms - promptMs, mostOfOneMs));
  }

  /** Whether something else than the GPU is to answer now. */
  get tooLate(): boolean {
    return this.run !== null && this.lateMs >= tooLateMs;
  }
}
