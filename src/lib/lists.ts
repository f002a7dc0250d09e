/**
 * What a spread argument would do, for lists of any length: `push(...list)` passes each entry as an argument,
 * and some 100,000 of those overflow the stack.
 */

export function append<Entry>(list: Entry[], more: Iterable<Entry>): void {
  for (const entry of more) list.push(entry);
}

/** Minus infinity for none. */
export function largest(values: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let most = least;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** Infinity for none. */
export function smallest(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) least = Math.min(least, value);
  return least;
}
