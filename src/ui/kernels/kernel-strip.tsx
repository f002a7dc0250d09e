import { useLayoutEffect, useRef } from 'react';
import type { Network } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { palettes } from '../../pictures/colour-scales.ts';
import { convolutionExtent, kernelSheet, paintKernels } from '../../pictures/kernel-sheet.ts';
import { contextOf } from '../canvas.ts';
import { useTheme } from '../theme.ts';
import styles from './kernel-strip.module.css';

interface KernelStripProps {
  /** Null keeps the place of kernels that are still to come. */
  readonly network: Network | null;
  readonly label: string;
}

/** The kernels that read the digit, C1's six: a network's face. */
export function KernelStrip({ network, label }: KernelStripProps) {
  const { architecture = lenet5, parameters = null } = network ?? {};
  const layer = architecture.layers.find(({ kind }) => kind === 'convolution')?.name ?? 'C1';
  const { width, height } = kernelSheet(architecture, layer);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const context = contextOf(canvas.current);
    const image = context.createImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    if (parameters) {
      const extent = convolutionExtent(architecture, parameters, layer);
      paintKernels(words, architecture, parameters, layer, palettes[theme].diverging, extent);
    }
    context.putImageData(image, 0, 0);
  }, [architecture, parameters, layer, width, height, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.strip}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}
