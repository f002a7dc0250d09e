/** A patch of ink that hangs together, corners included. Bounds in pixels, `right` and `bottom` within. */
export interface Component {
  readonly pixels: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** @param inked whether the pixel at an index is ink */
export function componentsOf(width: number, height: number, inked: (at: number) => boolean): Component[] {
  const seen = new Uint8Array(width * height);
  const found: Component[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !inked(start)) continue;
    seen[start] = 1;
    const pixels = [start];
    const box = { left: width, top: height, right: -1, bottom: -1 };
    // `pixels` grows while it is walked: it is the queue of the flood as well.
    for (const at of pixels) {
      const column = at % width;
      const row = (at - column) / width;
      box.left = Math.min(box.left, column);
      box.right = Math.max(box.right, column);
      box.top = Math.min(box.top, row);
      box.bottom = Math.max(box.bottom, row);
      for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
          const next = y * width + x;
          if (seen[next] || !inked(next)) continue;
          seen[next] = 1;
          pixels.push(next);
        }
      }
    }
    found.push({ pixels, ...box });
  }
  return found;
}

/**
 * The components that are likely to be of a digit or a number: no frame around it, nothing that comes in from the
 * edge of the picture (the edge of the paper, a shadow) if there is something else, no specks.
 */
export function inkComponents(
  components: readonly Component[],
  width: number,
  height: number,
  isSpeck: (component: Component, all: readonly Component[]) => boolean,
): Component[] {
  const shorterSide = Math.min(width, height);
  const unframed = components.filter((component) => !isFrame(component, width, height));
  const inner = unframed.filter(
    ({ left, top, right, bottom }) => left > 0 && top > 0 && right < width - 1 && bottom < height - 1,
  );
  const digitInside = inner.some((component) => extentOf(component) >= leastInnerExtent * shorterSide);
  const candidates = digitInside ? inner : unframed;
  return candidates.filter((component) => !isSpeck(component, candidates));
}

/** Of the shorter side of the picture: something as long as this may be the digit. */
const leastInnerExtent = 0.2;

/** The longer side in pixels. */
export function extentOf({ left, top, right, bottom }: Component): number {
  return Math.max(right - left, bottom - top) + 1;
}

export function heightOf({ top, bottom }: Component): number {
  return bottom - top + 1;
}

/** Most of its ink runs along the sides of its bounding box, which is most of the picture. */
function isFrame({ pixels, left, top, right, bottom }: Component, width: number, height: number): boolean {
  const across = right - left + 1;
  const down = bottom - top + 1;
  if (across < 0.7 * width || down < 0.7 * height) return false;
  const along = pixels.filter((at) => {
    const column = at % width;
    const row = (at - column) / width;
    const fromSide = Math.min(column - left, right - column) / across;
    return Math.min(fromSide, Math.min(row - top, bottom - row) / down) < 0.1;
  });
  return along.length > 0.9 * pixels.length;
}
