import type { Drawing } from './drawing.ts';

/** Drawings to go back and forth to. They share their strokes, so an entry costs little. */
export interface History {
  /** Oldest first. */
  readonly past: readonly Drawing[];
  /** Next first. */
  readonly future: readonly Drawing[];
}

export const noHistory: History = { past: [], future: [] };

/** How many changes can be undone. */
export const historyDepth = 200;

export interface Step {
  readonly history: History;
  readonly drawing: Drawing;
}

/** After a change: `before` can be gone back to, and what was undone is given up. */
export function remember(history: History, before: Drawing): History {
  return { past: [...history.past, before].slice(-historyDepth), future: [] };
}

/** One change back from `now`, or null at the beginning. */
export function undo(history: History, now: Drawing): Step | null {
  const drawing = history.past.at(-1);
  if (!drawing) return null;
  return { drawing, history: { past: history.past.slice(0, -1), future: [now, ...history.future] } };
}

/** One undone change forth again from `now`, or null when there is none. */
export function redo(history: History, now: Drawing): Step | null {
  const [drawing, ...future] = history.future;
  if (!drawing) return null;
  return { drawing, history: { past: [...history.past, now], future } };
}
