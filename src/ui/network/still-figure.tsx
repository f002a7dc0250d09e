import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../language/language.ts';
import { type Architecture, outputOf, shapeText } from '../../network/architecture.ts';
import { usePixelRatio } from '../pixel-ratio.ts';
import { useTheme } from '../theme.ts';
import { Digits, NearestBitmap } from './figure-digits.tsx';
import { type FigureLayout, layOutFigure, type PlacedLayer } from './figure-layout.ts';
import { SheetFrames, TraceLines } from './figure-lines.tsx';
import { type ActivationSource, LiveFigure } from './live-figure.ts';
import view from './network-view.module.css';
import styles from './still-figure.module.css';
import type { Refusal } from './words.ts';

interface StillFigureProps {
  readonly architecture: Architecture;
  /** Flat activations of one image, spec layout; null shows the quiet, empty figure. */
  readonly source: ActivationSource;
  /** Flat parameters of the network that answered: for the strongest path. */
  readonly parameters: Float32Array | null;
  /** Why no digit is taken from these activations; null where the likeliest one is the answer. */
  readonly refusal: Refusal | null;
}

/** The figure alone, in one piece, as large as the width and height at hand allow. It is for looking only. */
export function StillFigure({ architecture, source, parameters, refusal }: StillFigureProps) {
  const figure = useMemo(() => new LiveFigure(architecture), [architecture]);
  const theme = useTheme();
  const [room, layout, scale] = useRoom(architecture);
  useLayoutEffect(() => figure.restyle(theme, 'layer'), [figure, theme]);
  useEffect(() => figure.follow(source), [figure, source]);
  const answered = refusal === null;
  return (
    <div ref={room} className={styles.room} role="img" aria-label={t`The network, layer by layer`}>
      {layout && (
        <div
          className={`${view.stage} ${styles.stage}`}
          data-testid="still-figure"
          data-orientation={layout.orientation}
          data-captions={layout.captions}
          data-unread={refusal === 'empty' || refusal === 'dot'}
          data-small={scale < leastForShapes}
          style={{ width: layout.width, height: layout.height, '--scale': scale }}
        >
          <SheetFrames layout={layout} />
          {[...layout.layers].map(([name, place]) => (
            <Sheet key={name} figure={figure} place={place} />
          ))}
          <TraceLines figure={figure} layout={layout} parameters={parameters} hidden={!answered} />
          <Captions layout={layout} />
          <Digits figure={figure} theme={theme} layout={layout} answered={answered} />
          <NearestBitmap figure={figure} theme={theme} layout={layout} answered={answered} />
        </div>
      )}
    </div>
  );
}

/** Names, and shapes where they are large enough to be read. The last one ends where the figure ends. */
function Captions({ layout }: { readonly layout: FigureLayout }) {
  const last = layout.orientation === 'wide' ? outputOf(layout.architecture).name : null;
  return [...layout.layers].map(([name, { tiling, captionLeft, captionTop }]) => (
    <div
      key={name}
      className={styles.caption}
      style={name === last ? { right: 0, top: captionTop } : { left: captionLeft, top: captionTop }}
      translate="no"
    >
      <b>{name}</b>
      <span>{shapeText(tiling.layer)}</span>
    </div>
  ));
}

function Sheet({ figure, place }: { readonly figure: LiveFigure; readonly place: PlacedLayer }) {
  const { tiling, left, top, width, height } = place;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(
    () => (canvas.current ? figure.attach(canvas.current, tiling) : undefined),
    [figure, tiling],
  );
  return (
    <canvas
      ref={canvas}
      className={view.picture}
      width={tiling.width}
      height={tiling.height}
      style={{ left, top, width, height }}
    />
  );
}

/** For frames at its edges, CSS pixels. */
const air = 4;

/** The figure's own size, or nearly. */
const leastForShapes = 0.9;

/** Widths that the figure is laid out for, CSS pixels: each has other cells and gaps, and fits differently. */
const widths = Array.from({ length: 36 }, (_, step) => 320 + 40 * step);

/** The layout whose pictures are largest in the room at hand, and how much it is enlarged for that. */
function useRoom(
  architecture: Architecture,
): [React.RefObject<HTMLDivElement | null>, FigureLayout | null, number] {
  const element = useRef<HTMLDivElement>(null);
  const [{ width, height }, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setSize(entry.contentRect));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  const ratio = usePixelRatio();
  const layouts = useMemo(
    () => widths.map((wide) => layOutFigure(architecture, wide, ratio)),
    [architecture, ratio],
  );
  return useMemo(() => {
    const scaleOf = (layout: FigureLayout) =>
      Math.min((width - air) / layout.width, (height - air) / layout.height);
    const size = (layout: FigureLayout) => inkOf(layout) * scaleOf(layout) ** 2;
    const [first, ...others] = layouts;
    if (!first || width === 0 || height === 0) return [element, null, 1];
    const best = others.reduce((most, layout) => (size(layout) > size(most) ? layout : most), first);
    return [element, best, scaleOf(best)];
  }, [layouts, width, height]);
}

/** What the pictures cover of a figure. */
function inkOf({ layers }: FigureLayout): number {
  return [...layers.values()].reduce((sum, place) => sum + place.width * place.height, 0);
}
