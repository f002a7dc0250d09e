import { useEffect, useMemo, useRef } from 'react';
import { layerNamed, layerNames } from '../../lenet/spec.ts';
import { traceOf } from '../../pictures/trace.ts';
import type { Unit } from '../../pictures/unit.ts';
import { drawReceptiveField, drawTrace } from './field-lines.ts';
import type { FigureLayout } from './figure-layout.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './network-view.module.css';

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

/** Paper between the units of dense layers: they are no picture, only side by side. */
export function UnitGrid({ layout }: { readonly layout: FigureLayout }) {
  const { grid } = useMemo(() => sheetPaths(layout), [layout]);
  return (
    <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
      <path className={styles.grid} d={grid} />
    </svg>
  );
}

/** The receptive field of a unit in every earlier layer. */
export function FieldLines({ layout, unit }: { readonly layout: FigureLayout; readonly unit: Unit | null }) {
  const drawing = useMemo(() => (unit ? drawReceptiveField(layout, unit) : null), [layout, unit]);
  return (
    <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
      <path className={styles.fieldLine} d={drawing?.lines ?? ''} />
      <path className={styles.halo} d={drawing?.outlines ?? ''} />
      <path className={styles.fieldOutline} d={drawing?.outlines ?? ''} data-testid="receptive-field" />
    </svg>
  );
}

interface TraceLinesProps {
  readonly figure: LiveFigure;
  readonly layout: FigureLayout;
  readonly parameters: Float32Array | null;
  readonly hidden: boolean;
}

/** The path of the winning class, as in the 1998 figure. It follows the values outside React. */
export function TraceLines({ figure, layout, parameters, hidden }: TraceLinesProps) {
  const lines = useRef<SVGPathElement>(null);
  const halo = useRef<SVGPathElement>(null);
  const outlines = useRef<SVGPathElement>(null);

  useEffect(() => {
    let path: Unit[] | null = null;
    let drawn = '';
    const draw = () => {
      path = figure.activations && !hidden ? traceOf(figure.activations, parameters, path) : null;
      const drawing = path ? drawTrace(layout, path) : { lines: '', outlines: '' };
      if (drawing.lines === drawn) return;
      drawn = drawing.lines;
      lines.current?.setAttribute('d', drawing.lines);
      halo.current?.setAttribute('d', drawing.outlines);
      outlines.current?.setAttribute('d', drawing.outlines);
    };
    lines.current?.setAttribute('d', '');
    halo.current?.setAttribute('d', '');
    outlines.current?.setAttribute('d', '');
    draw();
    return figure.onPainted(draw);
  }, [figure, layout, parameters, hidden]);

  return (
    <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
      <path className={styles.traceLine} ref={lines} />
      <path className={styles.halo} ref={halo} />
      <path className={styles.traceOutline} ref={outlines} />
    </svg>
  );
}

function sheetPaths(layout: FigureLayout): { frames: string; depth: string; grid: string } {
  let frames = '';
  let depth = '';
  let grid = '';
  for (const name of layerNames) {
    const { tiling, cell, left, top, width, height } = layout.layers[name];
    const layer = layerNamed(name);
    if (layer.kind === 'dense') {
      frames += frame(left, top, width, height);
      for (let x = cell; x < width - 1; x += cell) grid += `M${left + x} ${top}v${height}`;
      for (let y = cell; y < height - 1; y += cell) grid += `M${left} ${top + y}h${width}`;
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
  return { frames, depth, grid };
}

/** A hairline just outside the sheet, on whole pixels. */
function frame(x: number, y: number, width: number, height: number): string {
  return `M${x - 0.5} ${y - 0.5}h${width + 1}v${height + 1}h${-width - 1}z`;
}
