import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { t } from '../../../language/language.ts';
import { formatValue } from '../../../lib/format.ts';
import { cssColour, divergingEntry, palettes } from '../../../pictures/colour-scales.ts';
import { arrowKeys } from '../../../ui/arrow-keys.ts';
import { Slider } from '../../../ui/controls/slider.tsx';
import { useTheme } from '../../../ui/theme.ts';
import styles from './kernel-painter.module.css';

interface KernelPainterProps {
  /** Name of the kernel: "Kernel of C3 map 4 on S2 map 2". */
  readonly label: string;
  /** Its weights as they are now, row by row; null keeps the room. */
  readonly weights: readonly number[] | null;
  /** Side of the kernel. */
  readonly window: number;
  /** Magnitude at the ends of the colours and of the brush. */
  readonly extent: number;
  readonly onPaint: (weights: readonly number[]) => void;
}

/** Steps of the brush, and of the keys + and −, from one end to the other. */
const brushSteps = 40;

/** A kernel whose weights are painted with the pointer, or with arrow keys and Space. */
export function KernelPainter({ label, weights, window, extent, onPaint }: KernelPainterProps) {
  const grid = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState(0);
  /** Share of the extent, so that it stays when another kernel is shown. */
  const [brush, setBrush] = useState(1);
  const theme = useTheme();
  const { diverging } = palettes[theme];
  const colourOf = (weight: number) => cssColour(diverging, divergingEntry(weight, extent));

  /** Kernel of the last change: several may come before the next is rendered. */
  const painted = useRef(weights);
  painted.current = weights;
  const put = (tap: number, weight: number) => {
    if (!painted.current || painted.current[tap] === weight) return;
    painted.current = painted.current.with(tap, weight);
    onPaint(painted.current);
  };
  const paint = (tap: number) => put(tap, Math.fround(brush * extent));

  const paintUnder = (event: PointerEvent) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const cell = under?.closest<HTMLElement>('[data-tap]');
    if (cell && grid.current?.contains(cell)) paint(Number(cell.dataset.tap));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = arrowKeys[event.key];
    const by = event.key === '+' || event.key === '=' ? 1 : event.key === '-' ? -1 : 0;
    if (!arrow && by === 0) return;
    event.preventDefault();
    if (by !== 0) {
      const weight = (painted.current?.[current] ?? 0) + (by * 2 * extent) / brushSteps;
      put(current, Math.fround(Math.max(-extent, Math.min(extent, weight))));
      return;
    }
    const [across, down] = arrow ?? [0, 0];
    const column = (current % window) + across;
    const row = Math.floor(current / window) + down;
    if (column < 0 || column >= window || row < 0 || row >= window) return;
    setCurrent(row * window + column);
    grid.current?.querySelectorAll('button')[row * window + column]?.focus();
  };

  const sides = Array.from({ length: window }, (_, at) => at);
  return (
    <div className={styles.painter}>
      <table
        ref={grid}
        className={styles.grid}
        aria-label={label}
        onPointerDown={(event) => {
          // The finger that paints neither scrolls nor selects; buttons would keep its events otherwise.
          event.currentTarget.setPointerCapture(event.pointerId);
          paintUnder(event);
        }}
        onPointerMove={(event) => event.buttons !== 0 && paintUnder(event)}
      >
        <tbody translate="no">
          {sides.map((row) => (
            <tr key={row}>
              {sides.map((column) => {
                const tap = row * window + column;
                const weight = weights?.[tap];
                return (
                  <td key={column}>
                    <button
                      type="button"
                      className={styles.cell}
                      data-tap={tap}
                      disabled={weight === undefined}
                      aria-label={t`row ${row}, column ${column}: ${formatValue(weight ?? 0)}`}
                      title={weight === undefined ? undefined : formatValue(weight)}
                      tabIndex={tap === current ? 0 : -1}
                      style={weight === undefined ? undefined : { background: colourOf(weight) }}
                      onFocus={() => setCurrent(tap)}
                      onKeyDown={onKeyDown}
                      onClick={() => paint(tap)}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.brush}>
        <span className={styles.name}>
          {t`Brush`} <b translate="no">{formatValue(brush * extent)}</b>
        </span>
        <Slider
          label={t`Weight that the brush paints`}
          min={-1}
          max={1}
          step={2 / brushSteps}
          value={brush}
          onChange={setBrush}
          valueText={formatValue(brush * extent)}
          preview={<span className={styles.swatch} style={{ background: colourOf(brush * extent) }} />}
        />
        <p className={styles.hint}>
          {t`Drag over the cells to paint. By keyboard: arrow keys move, Space paints, + and − change one weight.`}
        </p>
      </div>
    </div>
  );
}
