import { type KeyboardEvent, type MouseEvent, type PointerEvent, useLayoutEffect, useRef } from 'react';
import { t } from '../../language/language.ts';
import { sameUnit, type Unit } from '../../network/unit.ts';
import { unitAt } from '../../pictures/tiling.ts';
import type { PlacedLayer } from './figure-layout.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './network-view.module.css';
import { middleUnit, moveUnit } from './unit-moves.ts';
import { layerText } from './words.ts';

interface LayerPictureProps {
  readonly figure: LiveFigure;
  readonly place: PlacedLayer;
  readonly inspected: Unit | null;
  /** Id of the text that explains the keys. */
  readonly helpId: string;
  readonly onInspect: (unit: Unit | null) => void;
  readonly onOpen: (unit: Unit) => void;
}

/** Arrow keys belong to the picture, not to a screen reader's reading cursor. */
const focusable = { role: 'application', tabIndex: 0 } as const;

/** All maps of one layer in one canvas, with a cell cursor for mouse, touch and keyboard. */
export function LayerPicture({ figure, place, inspected, helpId, onInspect, onOpen }: LayerPictureProps) {
  const { tiling, cell, left, top, width, height } = place;
  const { layer } = tiling;
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<Unit>(middleUnit(tiling));
  /** Focus came by keyboard: the cursor is shown even while the mouse is elsewhere. */
  const focused = useRef(false);

  useLayoutEffect(
    () => (canvas.current ? figure.attach(canvas.current, tiling) : undefined),
    [figure, tiling],
  );

  const inspect = (unit: Unit) => {
    cursor.current = unit;
    if (!sameUnit(unit, inspected)) onInspect(unit);
  };
  const unitUnder = (event: MouseEvent) =>
    unitAt(tiling, event.nativeEvent.offsetX / cell, event.nativeEvent.offsetY / cell);

  const onPointerMove = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    inspect(unitUnder(event));
  };
  const onPointerLeave = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') onInspect(focused.current ? cursor.current : null);
  };
  const onClick = (event: MouseEvent) => {
    const unit = unitUnder(event);
    const touch = 'pointerType' in event.nativeEvent && event.nativeEvent.pointerType === 'touch';
    const again = inspected?.layer === unit.layer && inspected.map === unit.map;
    inspect(unit);
    // A finger cannot hover: its first tap inspects, the second opens.
    if (!touch || again) onOpen(unit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const open = event.key === 'Enter' || event.key === ' ';
    const next = open ? cursor.current : moveUnit(cursor.current, event.key, event.shiftKey, tiling);
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    inspect(next);
    if (open) onOpen(next);
  };
  const onFocus = () => {
    focused.current = canvas.current?.matches(':focus-visible') ?? false;
    if (focused.current) onInspect(cursor.current);
  };
  const onBlur = () => {
    focused.current = false;
    onInspect(null);
  };

  return (
    <canvas
      ref={canvas}
      {...focusable}
      className={styles.picture}
      data-testid={`layer-${layer.name}`}
      aria-roledescription={t`layer picture`}
      aria-label={layerText(layer)}
      aria-describedby={helpId}
      width={tiling.width}
      height={tiling.height}
      style={{ left, top, width, height }}
      onPointerMove={onPointerMove}
      onPointerLeave={onPointerLeave}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    />
  );
}
