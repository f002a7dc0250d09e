/** The label of an image that is no digit: a network should find all classes equally unlikely for it. */
export const noDigit = 10;

/** The digits, which are the classes of every network here. */
export const digitClasses: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
export const classCount = digitClasses.length;

/** What the network should answer for class `digit` (0 to 9) on an image with this label. */
export function targetOf(label: number, digit: number): number {
  if (label === noDigit) return 1 / classCount;
  return label === digit ? 1 : 0;
}
