import { useEffect, useMemo, useRef } from 'react';
import { largest } from '../../lib/lists.ts';
import { isDense } from '../../network/architecture.ts';
import type { Arithmetic } from '../../network/arithmetic.ts';
import type { Unit } from '../../network/unit.ts';
import { traceOf } from '../../pictures/trace.ts';
import { type BoundedDrawing, drawReceptiveField, drawTrace } from './field-lines.ts';
import { boxOf, type FigureLayout, fieldOf, frameRoom } from './figure-layout.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './network-view.module.css';
import { useArithmetic } from './use-arithmetic.ts';
import { valueText } from './words.ts';
import { writeText } from './write-text.ts';

/** Hairlines around every sheet, and from sheet to sheet along each file: the depth of the figure. */
export function SheetFrames({ layout }: { readonly layout: FigureLayout }) {
  const { frames, depth } = useMemo(() => sheetPaths(layout), [layout]);
  return (
    <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
      <path className={styles.depth} d={depth} />
      <path className={styles.frames} d={frames} />
    </svg>
  );
}

interface FieldLinesProps {
  readonly figure: LiveFigure;
  readonly layout: FigureLayout;
  readonly unit: Unit;
  readonly parameters: Float32Array | null;
}

/** The receptive field of a unit in every earlier layer; the more a map counts for it, the heavier its lines. */
export function FieldLines({ figure, layout, unit, parameters }: FieldLinesProps) {
  const drawing = useMemo(() => drawReceptiveField(layout, unit), [layout, unit]);
  const arithmetic = useArithmetic(figure, unit, parameters);
  const shares = useMemo(() => arithmetic && sharesOf(arithmetic), [arithmetic]);
  return (
    <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
      <path className={styles.fieldLine} d={drawing.lines} />
      {drawing.fan.map(({ map, lines }) => (
        <path
          key={map}
          className={styles.fieldLine}
          style={{ '--share': shares?.get(map) }}
          data-share={shares?.get(map)?.toFixed(2)}
          d={lines}
        />
      ))}
      <path className={styles.halo} d={drawing.outlines} />
      <path className={styles.fieldOutline} d={drawing.outlines} data-testid="receptive-field" />
    </svg>
  );
}

/** How much each map counts for a unit, by the sum of its products: 0..1, where 1 is the one that counts most. */
function sharesOf({ terms }: Arithmetic): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { source, product } of terms) sums.set(source.map, (sums.get(source.map) ?? 0) + product);
  const most = largest(Array.from(sums.values(), Math.abs), 1e-9);
  return new Map(Array.from(sums, ([map, sum]) => [map, Math.abs(sum) / most]));
}

/** The value of a unit, beside it. */
export function ValueTag({ figure, layout, unit }: Omit<FieldLinesProps, 'parameters'>) {
  const tag = useRef<HTMLSpanElement>(null);
  useEffect(() => figure.onPainted(() => writeText(tag.current, valueText(figure, unit))), [figure, unit]);
  const { left, right, top } = boxOf(layout, fieldOf(unit), unit.map);
  const side = right + tagRoom > layout.width ? 'left' : 'right';
  const place = side === 'left' ? left : right;
  return (
    <span
      ref={tag}
      className={styles.tag}
      data-testid="unit-tag"
      data-side={side}
      style={{ left: place, top }}
      aria-hidden="true"
    />
  );
}

/** For "< 0.1 %" and its frame, CSS pixels. */
const tagRoom = 90;

interface TraceLinesProps {
  readonly figure: LiveFigure;
  readonly layout: FigureLayout;
  readonly parameters: Float32Array | null;
  readonly hidden: boolean;
}

/** Milliseconds between two changes of the trace. */
const traceRest = 240;

/**
 * The path of the winning class, as in the 1998 figure. It follows the values outside React, and
 * calmly: long lines repaint most of the figure, and lines that jump at every frame tell nothing.
 */
export function TraceLines({ figure, layout, parameters, hidden }: TraceLinesProps) {
  const pieces = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let path: Unit[] | null = null;
    let drawn: string | null = null;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      resting = undefined;
      path =
        figure.activations && !hidden
          ? traceOf(figure.architecture, figure.activations, parameters, path)
          : null;
      const drawings = path ? drawTrace(layout, path) : [];
      const lines = drawings.map((drawing) => drawing.lines).join();
      if (lines === drawn) return;
      drawn = lines;
      [...(pieces.current?.children ?? [])].forEach((piece, depth) => {
        if (piece instanceof SVGSVGElement) drawPiece(piece, drawings[depth]);
      });
    };
    const stop = figure.onPainted(() => {
      if (!figure.activations || !path) draw();
      else resting ??= setTimeout(draw, traceRest);
    });
    return () => {
      stop();
      clearTimeout(resting);
    };
  }, [figure, layout, parameters, hidden]);

  // A drawing for each step, no larger than it must be: one over the whole figure would be blended
  // with it again at every frame.
  return (
    <div ref={pieces} className={styles.trace} aria-hidden="true">
      {figure.architecture.layers.slice(1).map(({ name }) => (
        <svg key={name} className={styles.lines} aria-hidden="true">
          <path className={styles.traceLine} />
          <path className={styles.halo} />
          <path className={styles.traceOutline} />
        </svg>
      ))}
    </div>
  );
}

function drawPiece(piece: SVGSVGElement, drawing: BoundedDrawing | undefined): void {
  piece.toggleAttribute('data-shown', Boolean(drawing));
  if (!drawing) return;
  const { left, top, right, bottom } = drawing.bounds;
  piece.setAttribute('viewBox', `${left} ${top} ${right - left} ${bottom - top}`);
  Object.assign(piece.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${right - left}px`,
    height: `${bottom - top}px`,
  });
  const [lines, halo, outlines] = piece.children;
  lines?.setAttribute('d', drawing.lines);
  halo?.setAttribute('d', drawing.outlines);
  outlines?.setAttribute('d', drawing.outlines);
}

function sheetPaths(layout: FigureLayout): { frames: string; depth: string } {
  let frames = '';
  let depth = '';
  for (const { tiling, cell, left, top, width, height } of layout.layers.values()) {
    const { layer } = tiling;
    if (isDense(layer)) {
      const room = frameRoom(layer);
      frames += frame(left - room, top - room, width + 2 * room, height + 2 * room);
      continue;
    }
    const [sheetWidth, sheetHeight] = [layer.width * cell, layer.height * cell];
    for (let map = 0; map < layer.maps; map++) {
      const x = left + (tiling.lefts[map] as number) * cell;
      const y = top + (tiling.tops[map] as number) * cell;
      frames += frame(x, y, sheetWidth, sheetHeight);
      const below = map + tiling.files;
      if (below >= layer.maps) continue;
      const nextX = left + (tiling.lefts[below] as number) * cell;
      const nextY = top + (tiling.tops[below] as number) * cell;
      const bottom = y + sheetHeight;
      depth += `M${x} ${bottom}L${nextX} ${nextY}M${x + sheetWidth} ${bottom}L${nextX + sheetWidth} ${nextY}`;
    }
  }
  return { frames, depth };
}

/** A hairline just outside the sheet, on whole pixels. */
function frame(x: number, y: number, width: number, height: number): string {
  return `M${x - 0.5} ${y - 0.5}h${width + 1}v${height + 1}h${-width - 1}z`;
}
