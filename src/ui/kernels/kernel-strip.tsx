import { useLayoutEffect, useRef } from 'react';
import { lenet5 } from '../../network/lenet-5.ts';
import { palettes } from '../../pictures/colour-scales.ts';
import { convolutionExtent, kernelSheet, paintKernels } from '../../pictures/kernel-sheet.ts';
import { contextOf } from '../canvas.ts';
import { useTheme } from '../theme.ts';
import styles from './kernel-strip.module.css';

interface KernelStripProps {
  /** P floats; null keeps the place of kernels that are still to come. */
  readonly parameters: Float32Array | null;
  readonly label: string;
}

const { width, height } = kernelSheet(lenet5, 'C1');

/** The six kernels of C1: a network's face. */
export function KernelStrip({ parameters, label }: KernelStripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const context = contextOf(canvas.current);
    const image = context.createImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    if (parameters) {
      const extent = convolutionExtent(lenet5, parameters, 'C1');
      paintKernels(words, lenet5, parameters, 'C1', palettes[theme].diverging, extent);
    }
    context.putImageData(image, 0, 0);
  }, [parameters, theme]);
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
