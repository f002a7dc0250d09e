import { smallest } from '../../lib/lists.ts';
import { digitSide } from '../../network/rasters.ts';

/**
 * How far two digits differ, as a share of the ink of the second: 0 for the same, 2 for ink in other places. A digit
 * whose centre of mass is rounded to the next pixel is the same one.
 */
export function inkApart(one: Uint8Array, other: Uint8Array): number {
  const ink = other.reduce((sum, value) => sum + value, 0);
  const shifts = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => down * digitSide + right));
  const differences = shifts.map((by) =>
    one.reduce((sum, value, at) => sum + Math.abs(value - (other[at + by] ?? 0)), 0),
  );
  return smallest(differences) / ink;
}
