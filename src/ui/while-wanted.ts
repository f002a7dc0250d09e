/**
 * Hands on what a promise brings, for an effect that may be over before.
 * @returns the effect's clean-up: nothing is handed on after it
 */
export function whileWanted<Value>(
  promise: Promise<Value>,
  take: (value: Value) => void,
  fail?: (error: unknown) => void,
): () => void {
  let wanted = true;
  void promise.then((value) => wanted && take(value), fail && ((error) => wanted && fail(error)));
  return () => {
    wanted = false;
  };
}
