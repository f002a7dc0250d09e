import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { formatPower } from '../../lib/format.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { cssGradient, palettes } from '../../pictures/colour-scales.ts';
import { kernelSheet } from '../../pictures/kernel-sheet.ts';
import { writeText } from '../network/write-text.ts';
import { usePixelRatio } from '../pixel-ratio.ts';
import { useTheme } from '../theme.ts';
import styles from './kernels-panel.module.css';
import { type KernelSource, type KernelValues, LiveKernels } from './live-kernels.ts';

type Convolution = 'C1' | 'C3';

const layerWords: Readonly<Record<Convolution, string>> = {
  C1: '6 kernels of 5 × 5 read the digit',
  C3: '16 × 6 kernels: one column a map, one row a map of S2',
};

interface KernelsPanelProps {
  readonly source: KernelSource;
  /** What they are of, where that is not the network of now. */
  readonly note?: string | undefined;
}

/** The kernels of both convolutions as they form, and the gradients that form them. */
export function KernelsPanel({ source, note }: KernelsPanelProps) {
  const [kernels] = useState(() => new LiveKernels(lenet5));
  const theme = useTheme();
  useLayoutEffect(() => kernels.restyle(theme), [kernels, theme]);
  useEffect(() => kernels.follow(source), [kernels, source]);
  return (
    <section className={styles.panel} aria-label="Kernels" data-testid="kernels">
      <h2>Kernels and their gradients {note && <span className={styles.note}>{note}</span>}</h2>
      {(['C1', 'C3'] as const).map((layer) => (
        <div key={layer} className={styles.layer}>
          <h3>
            {layer} <span>{layerWords[layer]}</span>
          </h3>
          <div className={styles.pair}>
            <Sheet kernels={kernels} layer={layer} values="weights" name="Weights" />
            <Sheet kernels={kernels} layer={layer} values="gradient" name="Gradient" />
          </div>
        </div>
      ))}
    </section>
  );
}

interface SheetProps {
  readonly kernels: LiveKernels;
  readonly layer: Convolution;
  readonly values: KernelValues;
  readonly name: string;
}

/** Sides of a weight in CSS pixels, by the width of C3's sheet at hand. */
const largestCell = 8;

function Sheet({ kernels, layer, values, name }: SheetProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const low = useRef<HTMLSpanElement>(null);
  const high = useRef<HTMLSpanElement>(null);
  const cell = useCell(frame);
  const theme = useTheme();
  const { width, height } = kernelSheet(lenet5, layer);

  useLayoutEffect(() => {
    if (!canvas.current) return;
    return kernels.attach(canvas.current, layer, values, (extent) => {
      const text = extentText(extent);
      writeText(low.current, extent ? `\u2212${text}` : text);
      writeText(high.current, text);
      // A moment that was looked at without a batch has no gradient.
      if (frame.current) frame.current.dataset.empty = String(extent === null);
    });
  }, [kernels, layer, values]);

  // C1's few kernels are drawn twice as large as C3's many.
  const side = layer === 'C1' ? 2 * cell : cell;
  return (
    <figure ref={frame} className={styles.sheet} data-empty="true">
      <figcaption className={styles.caption} style={{ maxWidth: kernelSheet(lenet5, 'C3').width * cell }}>
        <span>{name}</span>
        <span className={styles.legend} translate="no">
          <span ref={low} className={styles.low} />
          <span
            className={styles.scale}
            style={{ backgroundImage: cssGradient(palettes[theme].diverging) }}
          />
          <span ref={high} />
        </span>
      </figcaption>
      <canvas
        ref={canvas}
        className={styles.canvas}
        data-testid={`kernels-${layer}-${values}`}
        role="img"
        aria-label={`${layer}: ${name}`}
        style={{ width: width * side, height: height * side }}
      />
    </figure>
  );
}

/** The largest side of a weight with which C3's sheet fits, in whole device pixels. */
function useCell(frame: React.RefObject<HTMLElement | null>): number {
  const [cell, setCell] = useState(largestCell / 2);
  const ratio = usePixelRatio();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = (width: number) => {
      const fits = Math.floor((width / kernelSheet(lenet5, 'C3').width) * ratio) / ratio;
      setCell(Math.max(1, Math.min(largestCell, fits)));
    };
    measure(element.clientWidth);
    const observer = new ResizeObserver(([entry]) => entry && measure(entry.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, ratio]);
  return cell;
}

function extentText(extent: number | null): string {
  if (extent === null) return '–';
  return extent > 0 && extent < 1e-3 ? formatPower(extent) : extent.toFixed(3);
}
