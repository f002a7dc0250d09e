/** How a line of the diagram looks: kinds differ in width, networks in dash and dot, so that none needs its colour. */
export interface CurveStyle {
  readonly kind: 'drawing' | 'rival' | 'network';
  /** Of networks: 0 to 3. */
  readonly nth: number;
}

/** Dash and gap in pixels. */
const dashes = [undefined, '7 4', '2 3', '9 3 2 3'];

export function dashOf({ kind, nth }: CurveStyle): string | undefined {
  return kind === 'network' ? dashes[nth] : undefined;
}
