/** Something that changes while it is shown. */
export interface Source<Value> {
  /** @returns how to stop listening */
  readonly subscribe: (listener: () => void) => () => void;
  /** The same object as long as nothing has changed. */
  readonly latest: () => Value;
}
