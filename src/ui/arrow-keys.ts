/** Where each arrow key leads: columns to the right, rows down. */
export const arrowKeys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where a key leads in a row of buttons that are one stop of the Tab key; null for other keys. */
export function nextInRow(at: number, count: number, key: string): number | null {
  const arrow = arrowKeys[key];
  if (arrow) return (at + count + arrow[0] + arrow[1]) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
