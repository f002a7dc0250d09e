import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../language/language.ts';
import { formatFixed } from '../../lib/format.ts';
import { formatPower } from '../../lib/format-sizes.ts';
import { largest } from '../../lib/lists.ts';
import { type Architecture, type Layer, layerBefore, readersOf } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { cssGradient, palettes } from '../../pictures/colour-scales.ts';
import { kernelSheet } from '../../pictures/kernel-sheet.ts';
import { writeText } from '../network/write-text.ts';
import { usePixelRatio } from '../pixel-ratio.ts';
import { useTheme } from '../theme.ts';
import styles from './kernels-panel.module.css';
import { type KernelSource, type KernelValues, LiveKernels } from './live-kernels.ts';

function layerWords(architecture: Architecture, layer: Layer): string {
  const before = layerBefore(architecture, layer.name);
  const { maps, window } = layer;
  if (!before || before.maps === 1) return t`${maps} kernels of ${window} × ${window} read the digit`;
  const kernels = readersOf(layer, before).flat().length;
  return kernels === maps * before.maps
    ? t`${maps} × ${before.maps} kernels: one column a map, one row a map of ${before.name}`
    : t`${kernels} kernels: one column a map, one row a map of ${before.name}. Gaps: it does not read that map`;
}

interface KernelsPanelProps {
  /** LeNet-5 where none is named. */
  readonly architecture?: Architecture;
  readonly source: KernelSource;
  /** What they are of, where that is not the network of now. */
  readonly note?: string | undefined;
}

/** The kernels of both convolutions as they form, and the gradients that form them. */
export function KernelsPanel({ architecture = lenet5, source, note }: KernelsPanelProps) {
  const kernels = useMemo(() => new LiveKernels(architecture), [architecture]);
  const convolutions = architecture.layers.filter(({ kind }) => kind === 'convolution');
  const theme = useTheme();
  useLayoutEffect(() => kernels.restyle(theme), [kernels, theme]);
  useEffect(() => kernels.follow(source), [kernels, source]);
  return (
    <section className={styles.panel} aria-label={t`Kernels`} data-testid="kernels">
      <h3>
        {t`Kernels and their gradients`} {note && <span className={styles.note}>{note}</span>}
      </h3>
      {convolutions.map((layer) => (
        <div key={layer.name} className={styles.layer}>
          <h4>
            {layer.name} <span>{layerWords(architecture, layer)}</span>
          </h4>
          <div className={styles.pair}>
            <Sheet kernels={kernels} layer={layer.name} values="weights" name={t`Weights`} />
            <Sheet kernels={kernels} layer={layer.name} values="gradient" name={t`Gradient`} />
          </div>
        </div>
      ))}
    </section>
  );
}

interface SheetProps {
  readonly kernels: LiveKernels;
  readonly layer: string;
  readonly values: KernelValues;
  readonly name: string;
}

/** Sides of a weight in CSS pixels, by the width of the widest sheet at hand: C3's. */
const largestCell = 8;

function widestSheet(architecture: Architecture): number {
  const convolutions = architecture.layers.filter(({ kind }) => kind === 'convolution');
  return largest(convolutions.map(({ name }) => kernelSheet(architecture, name).width));
}

function Sheet({ kernels, layer, values, name }: SheetProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const end = useRef<HTMLSpanElement>(null);
  const { architecture } = kernels;
  const widest = widestSheet(architecture);
  const cell = useCell(frame, widest);
  const theme = useTheme();
  const { width, height } = kernelSheet(architecture, layer);

  useLayoutEffect(() => {
    if (!canvas.current) return;
    return kernels.attach(canvas.current, layer, values, (extent) => {
      writeText(end.current, extentText(extent));
      // A moment that was looked at without a batch has no gradient.
      if (frame.current) frame.current.dataset.empty = String(extent === null);
    });
  }, [kernels, layer, values]);

  // C1's few kernels are drawn twice as large as C3's many.
  const side = 2 * width <= widest ? 2 * cell : cell;
  return (
    <figure ref={frame} className={styles.sheet} data-empty="true">
      <figcaption className={styles.caption} style={{ width: width * side }}>
        <span>{name}</span>
        <span className={styles.legend} translate="no">
          <span ref={end} />
          <span
            className={styles.scale}
            style={{ backgroundImage: cssGradient(palettes[theme].diverging) }}
          />
        </span>
      </figcaption>
      <div className={styles.picture} style={{ width: width * side, height: height * side }}>
        <canvas
          ref={canvas}
          className={styles.canvas}
          data-testid={`kernels-${layer}-${values}`}
          role="img"
          aria-label={`${layer}: ${name}`}
        />
        <p className={styles.nothing}>{t`Appears during a run`}</p>
      </div>
    </figure>
  );
}

/** The largest side of a weight with which the widest sheet fits, in whole device pixels. */
function useCell(frame: React.RefObject<HTMLElement | null>, widest: number): number {
  const [cell, setCell] = useState(largestCell / 2);
  const ratio = usePixelRatio();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = (width: number) => {
      const fits = Math.floor((width / widest) * ratio) / ratio;
      setCell(Math.max(1, Math.min(largestCell, fits)));
    };
    measure(element.clientWidth);
    const observer = new ResizeObserver(([entry]) => entry && measure(entry.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, ratio, widest]);
  return cell;
}

/** Both ends of the colour scale. */
function extentText(extent: number | null): string {
  if (extent === null) return '–';
  return `±${extent > 0 && extent < 1e-3 ? formatPower(extent) : formatFixed(extent, 3)}`;
}
