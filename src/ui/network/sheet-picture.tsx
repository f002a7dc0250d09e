import { type ReactNode, useEffect, useRef } from 'react';
import type { Layer } from '../../network/architecture.ts';
import { divergingEntry, palettes, sequentialEntry, type Theme } from '../../pictures/colour-scales.ts';
import { isSequential, shareAlong } from '../../pictures/extents.ts';
import { scaleOf } from '../../pictures/layer-picture.ts';
import { type SheetShape, sheetShape, sheetValues } from '../../pictures/map-values.ts';
import { paintSheet } from '../paint-sheet.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './sheet-picture.module.css';

interface FrameProps extends SheetShape {
  readonly cell: number;
  readonly children: ReactNode;
  /** Marks on the sheet, SVG in cells. */
  readonly marks?: ReactNode;
}

/** A sheet's hairline frame, its size and the marks on it. */
function SheetFrame({ width, height, cell, children, marks }: FrameProps) {
  return (
    <span className={styles.frame} style={{ width: width * cell, height: height * cell }}>
      {children}
      <svg className={styles.marks} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {marks}
      </svg>
    </span>
  );
}

interface LiveSheetProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly layer: Layer;
  readonly map: number;
  /** Side of one value in CSS pixels. */
  readonly cell: number;
  readonly marks?: ReactNode;
}

/** One map, or a whole dense layer, following the values. */
export function LiveSheet({ figure, theme, layer, map, cell, marks }: LiveSheetProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shape = sheetShape(layer);
  useEffect(() => {
    return figure.onPainted(() => {
      if (!canvas.current) return;
      const { activations } = figure;
      const values = activations
        ? sheetValues(figure.architecture, activations, layer, map)
        : new Float32Array(canvas.current.width * canvas.current.height);
      const extent = figure.extentOf(layer, map);
      paintSheet(canvas.current, values, scaleOf(palettes[theme], layer), (value) =>
        isSequential(layer)
          ? sequentialEntry(shareAlong(figure.architecture, layer, value))
          : divergingEntry(value, extent),
      );
    });
  }, [figure, theme, layer, map]);
  return (
    <SheetFrame {...shape} cell={cell} marks={marks}>
      <canvas ref={canvas} className={styles.sheet} width={shape.width} height={shape.height} />
    </SheetFrame>
  );
}

interface KernelPictureProps extends SheetShape {
  readonly weights: Float32Array;
  /** Magnitude at the ends of the scale, shared by the kernels of one map. */
  readonly extent: number;
  readonly theme: Theme;
  readonly cell: number;
}

export function KernelPicture({ weights, extent, theme, width, height, cell }: KernelPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    paintSheet(canvas.current, weights, palettes[theme].diverging, (value) => divergingEntry(value, extent));
  }, [weights, extent, theme]);
  return (
    <SheetFrame width={width} height={height} cell={cell}>
      <canvas ref={canvas} className={styles.sheet} width={width} height={height} />
    </SheetFrame>
  );
}
