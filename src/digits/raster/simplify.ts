/**
 * Leaves out points of a polyline (x and y in turn) that lie within `tolerance` of the line between
 * those that are kept. One pass, in the manner of Williams 1978: each point passed over narrows the
 * cone of directions in which the next kept point may lie. Both ends are kept.
 */
export function simplify(line: Float64Array, tolerance: number): Float64Array {
  const kept = new Float64Array(line.length);
  let length = 0;
  const keep = (at: number) => {
    kept[length++] = line[at] as number;
    kept[length++] = line[at + 1] as number;
  };
  const cone: Cone = { open: true, middle: 0, half: 0, reach: 0 };
  if (line.length > 0) keep(0);
  for (let at = 2; at < line.length; at += 2) {
    const fits = narrow(cone, line, at, kept, length, tolerance);
    if (fits) continue;
    keep(at - 2);
    reset(cone);
    narrow(cone, line, at, kept, length, tolerance);
  }
  if (line.length > 2) keep(line.length - 2);
  return kept.subarray(0, length);
}

interface Cone {
  /** Any direction will do. */
  open: boolean;
  /** Direction of the cone's axis, radians, and half its angle. */
  middle: number;
  half: number;
  /** Distance of the furthest point passed over: turning back is not allowed. */
  reach: number;
}

function reset(cone: Cone): void {
  cone.open = true;
  cone.reach = 0;
}

/** Whether the point may end a line from the last kept one; narrows the cone so that it passes it. */
function narrow(
  cone: Cone,
  line: Float64Array,
  at: number,
  kept: Float64Array,
  length: number,
  tolerance: number,
): boolean {
  const dx = (line[at] as number) - (kept[length - 2] as number);
  const dy = (line[at + 1] as number) - (kept[length - 1] as number);
  const distance = Math.sqrt(dx * dx + dy * dy);
  if (distance <= tolerance) return cone.reach <= tolerance;
  if (distance < cone.reach - tolerance) return false;
  const direction = Math.atan2(dy, dx);
  const half = Math.asin(tolerance / distance);
  if (cone.open) {
    cone.open = false;
    cone.middle = direction;
    cone.half = half;
    cone.reach = distance;
    return true;
  }
  let turn = direction - cone.middle;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  else if (turn < -Math.PI) turn += 2 * Math.PI;
  if (Math.abs(turn) > cone.half) return false;
  const from = Math.max(-cone.half, turn - half);
  const to = Math.min(cone.half, turn + half);
  cone.middle += (from + to) / 2;
  cone.half = (to - from) / 2;
  cone.reach = Math.max(cone.reach, distance);
  return true;
}
