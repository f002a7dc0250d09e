import type { KeyboardEvent, PointerEvent, ReactNode, RefObject } from 'react';
import { t } from '../../language/language.ts';
import { isDense, layerNamed } from '../../network/architecture.ts';
import type { Unit } from '../../network/unit.ts';
import type { Theme } from '../../pictures/colour-scales.ts';
import { sheetShape } from '../../pictures/map-values.ts';
import { tile } from '../../pictures/tiling.ts';
import styles from './large-map.module.css';
import type { LiveFigure } from './live-figure.ts';
import { CellMark } from './marks.tsx';
import { ProbabilityRows } from './probability-rows.tsx';
import { LiveSheet } from './sheet-picture.tsx';
import { clamp, moveUnit } from './unit-moves.ts';
import { mapText } from './words.ts';

interface LargeMapProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  /** The unit that is chosen: its map is shown, or its whole layer where that is dense. */
  readonly unit: Unit;
  /** The unit that the pointer rests on, or the chosen one. */
  readonly cursor: Unit;
  /** Side of one value in CSS pixels. */
  readonly cell: number;
  /** Width at hand for the rows of the output, CSS pixels. */
  readonly room: number;
  /** Whether the likeliest digit is the answer. */
  readonly answered: boolean;
  readonly focus?: RefObject<HTMLDivElement | null>;
  /** Marks over the sheet, SVG in cells. */
  readonly marks?: ReactNode;
  readonly onPoint: (unit: Unit | null) => void;
  readonly onMove: (unit: Unit) => void;
}

/** As in the figure: the arrow keys belong to the picture. */
const focusable = { tabIndex: 0 };

/** One map, large, with a cell cursor for mouse, touch and keyboard. */
export function LargeMap(props: LargeMapProps) {
  const { figure, theme, unit, cursor, cell, room, answered, focus, marks, onPoint, onMove } = props;
  const layer = layerNamed(figure.architecture, unit.layer);
  const shape = sheetShape(layer);
  const dense = isDense(layer);
  const output = layer.activation === 'softmax';

  const unitUnder = (event: PointerEvent<HTMLElement>): Unit => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const column = clamp(Math.floor((event.clientX - bounds.left) / cell), shape.width);
    const row = clamp(Math.floor((event.clientY - bounds.top) / cell), shape.height);
    return dense ? { ...unit, map: row * shape.width + column } : { ...unit, row, column };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const files = dense ? shape.width : 1;
    const next = moveUnit(
      unit,
      event.key,
      event.shiftKey,
      tile(layer, { files, zoom: 1, gap: 0, lean: 0, drop: 0 }),
    );
    if (!next) return;
    event.preventDefault();
    onPoint(null);
    onMove(next);
  };

  const sheet = (
    <LiveSheet
      figure={figure}
      theme={theme}
      layer={layer}
      map={unit.map}
      cell={cell}
      marks={
        <>
          {marks}
          {dense && <CellMark layer={layer} unit={unit} chosen />}
          <CellMark layer={layer} unit={cursor} />
        </>
      }
    />
  );
  return (
    <div
      ref={focus}
      role="application"
      {...focusable}
      className={styles.large}
      style={{ width: output ? room : undefined }}
      data-testid="map-large"
      aria-label={t`${layer.name}, ${mapText(layer, unit.map)}, large`}
      onPointerMove={(event) => onPoint(unitUnder(event))}
      onPointerDown={(event) => onMove(unitUnder(event))}
      onPointerLeave={() => onPoint(null)}
      onKeyDown={onKeyDown}
    >
      {output ? (
        <ProbabilityRows figure={figure} rowPx={cell} answered={answered}>
          {sheet}
        </ProbabilityRows>
      ) : (
        sheet
      )}
    </div>
  );
}
