/** One way of writing a digit, as the ways of the pen on a field of 100 x 100. */
export interface Style {
  /** "7 with a bar"; what a person switches on and off. */
  readonly name: string;
  readonly digit: number;
  /** Among the digit's styles that are switched on. */
  readonly share: number;
  readonly strokes: readonly (readonly number[])[];
  /** How freely its places may move, 1 for most: less where a little more would be another digit. */
  readonly freedom: number;
  /**
   * Degrees by which the first stroke climbs from its start to its highest point: what tells a 1 with an
   * upstroke from a 7 with its bar.
   */
  readonly climb?: Climb;
}

interface Climb {
  readonly from: number;
  readonly to: number;
  /** How far its highest point lies from its start to the side, over the height of the stroke. */
  readonly reach?: { readonly from: number; readonly to: number };
  /** How far its highest point lies to the right of its lowest, over the height between them. */
  readonly lean?: { readonly from: number; readonly to: number };
}

type Ways = readonly (readonly number[])[];

export function style(name: string, share: number, strokes: Ways, freedom = 1, climb?: Climb): Style {
  return { name, digit: Number(name[0]), share, strokes, freedom, ...(climb ? { climb } : {}) };
}
