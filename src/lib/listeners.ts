/** Those who want to hear of changes. Both members may be handed on by themselves. */
export class Listeners {
  private readonly all = new Set<() => void>();

  /** @returns how to stop listening */
  readonly subscribe = (listener: () => void) => {
    this.all.add(listener);
    return () => void this.all.delete(listener);
  };

  readonly tell = () => {
    for (const listener of this.all) listener();
  };
}
