/** Calls of one kind, of which only the newest is wanted. */
export class Newest {
  private ending = new AbortController();

  /** @returns null when another call has taken its place, or it was ended */
  async only<Answer>(answer: (signal: AbortSignal) => Promise<Answer>): Promise<Answer | null> {
    this.end();
    const { signal } = this.ending;
    try {
      return await answer(signal);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  end(): void {
    this.ending.abort();
    this.ending = new AbortController();
  }
}
