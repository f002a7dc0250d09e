/** A figure that is written at a cloud's middle, CSS pixels. */
interface Label {
  readonly x: number;
  readonly y: number;
}

const rounds = 24;

/**
 * Moves labels apart until none covers another, each as little as it goes; those that have room stay where they are.
 * @param apart least distance of two, CSS pixels
 * @param fixed a place that they keep clear, and that does not move; null for none
 */
export function spreadLabels(
  labels: readonly Label[],
  apart: number,
  fixed: Label | null = null,
): readonly Label[] {
  const moved = labels.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < rounds; round++) {
    let touched = false;
    moved.forEach((one, at) => {
      const others = moved.slice(0, at).map((other) => ({ other, share: 0.5 }));
      if (fixed) others.push({ other: { ...fixed }, share: 1 });
      for (const { other, share } of others) {
        const [dx, dy] = [one.x - other.x, one.y - other.y];
        const distance = Math.hypot(dx, dy);
        if (distance >= apart) continue;
        touched = true;
        // Two in the very same place part sideways.
        const [ux, uy] = distance > 0 ? [dx / distance, dy / distance] : [1, 0];
        const by = apart - distance;
        one.x += ux * by * share;
        one.y += uy * by * share;
        other.x -= ux * by * (1 - share);
        other.y -= uy * by * (1 - share);
      }
    });
    if (!touched) break;
  }
  return moved;
}
