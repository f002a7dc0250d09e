import { type KeyboardEvent, type PointerEvent, useId } from 'react';
import { formatValue } from '../../../lib/format.ts';
import { cssColour, divergingEntry, palettes, type Theme } from '../../../pictures/colour-scales.ts';
import { arrowKeys } from '../../../ui/arrow-keys.ts';
import styles from './value-grid.module.css';

interface ValueGridProps {
  readonly name: string;
  /** Side of the square of values. */
  readonly side: number;
  /** Row-major, side * side values. */
  readonly values: readonly number[];
  /** Magnitude at the ends of the colour scale. */
  readonly extent: number;
  readonly theme: Theme;
  /** The place that is pointed at, here or in a grid beside it; null for none. */
  readonly pointed: number | null;
  readonly onPoint: (place: number | null) => void;
}

/** The arrow keys belong to the grid. */
const focusable = { tabIndex: 0 } as const;

/** As much of the colours as leaves numbers in ink readable on them, in either theme (4.5 : 1). */
const depth = 0.42;

/** Numbers in their colours, each at its place; the grids side by side point at one place together. */
export function ValueGrid({ name, side, values, extent, theme, pointed, onPoint }: ValueGridProps) {
  const id = useId();
  const onPointerOver = (event: PointerEvent) => {
    const { place } = (event.target as HTMLElement).dataset;
    if (place !== undefined) onPoint(Number(place));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = arrowKeys[event.key];
    if (!arrow) return;
    event.preventDefault();
    const from = pointed ?? Math.floor(values.length / 2);
    const within = (value: number) => Math.max(0, Math.min(side - 1, value));
    const [column, row] = [within((from % side) + arrow[0]), within(Math.floor(from / side) + arrow[1])];
    onPoint(row * side + column);
  };
  return (
    <figure className={styles.figure}>
      <figcaption id={id} className={styles.name}>
        {name}
      </figcaption>
      <div
        role="application"
        {...focusable}
        className={styles.grid}
        style={{ gridTemplateColumns: `repeat(${side}, minmax(0, 1fr))` }}
        aria-labelledby={id}
        onPointerOver={onPointerOver}
        onPointerLeave={() => onPoint(null)}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible'))
            onPoint(pointed ?? Math.floor(values.length / 2));
        }}
        onBlur={() => onPoint(null)}
      >
        {values.map((value, place) => {
          const entry = divergingEntry(depth * value, extent);
          return (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a place is what a cell is
              key={place}
              className={styles.cell}
              data-place={place}
              data-pointed={place === pointed}
              style={{ background: cssColour(palettes[theme].diverging, entry) }}
              translate="no"
            >
              {formatValue(value)}
            </span>
          );
        })}
      </div>
    </figure>
  );
}
