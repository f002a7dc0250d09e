import { useEffect, useRef, useState } from 'react';
import { isDense, layerBefore, outputOf } from '../../network/architecture.ts';
import { digitClasses } from '../../network/labels.ts';
import { palettes, sequentialEntry, type Theme } from '../../pictures/colour-scales.ts';
import { centreSheet } from '../../pictures/kernels.ts';
import { tx } from '../page/tx.ts';
import { paintSheet } from '../paint-sheet.ts';
import { type FigureLayout, placed } from './figure-layout.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './network-view.module.css';
import { KernelPicture } from './sheet-picture.tsx';
import { distancesOf, distanceText } from './words.ts';
import { writeText } from './write-text.ts';

interface DigitsProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly layout: FigureLayout;
  readonly answered: boolean;
}

/** Between the bitmaps of two digits, CSS pixels. */
const bitmapAir = 7;
/** Side of a bitmap's pixel beside the units that draw one, CSS pixels. */
const nearPixel = 3;

/**
 * The digits beside the Output cells; the most probable stands out where it is the answer. Where the output compares
 * bitmaps, each digit has its own, and how far it is.
 */
export function Digits({ figure, theme, layout, answered }: DigitsProps) {
  const list = useRef<HTMLDivElement>(null);
  const { architecture } = layout;
  const output = outputOf(architecture);
  useEffect(() => {
    return figure.onPainted(() => {
      const { activations } = figure;
      const winner = answered ? figure.likeliest() : null;
      const distances = activations && distancesOf(architecture, activations);
      [...(list.current?.children ?? [])].forEach((digit, place) => {
        digit.classList.toggle(styles.winner as string, place === winner);
        const distance = distances?.[place];
        const text = digit.querySelector<HTMLElement>('[data-distance]');
        if (text) writeText(text, distance === undefined ? '' : distanceText(distance));
      });
    });
  }, [figure, architecture, answered]);

  const { left, top, width, height } = placed(layout, output.name);
  const wide = layout.orientation === 'wide';
  /** Of the digits, CSS pixels. */
  const pitch = (wide ? height : width) / output.maps;
  const style = {
    ...(wide ? { left: left + width, top, height } : { left, top: top + height, width }),
    '--pitch': `${pitch}px`,
  };
  return (
    <div
      ref={list}
      className={styles.digits}
      data-bitmaps={output.kind === 'rbf'}
      style={style}
      translate="no"
      aria-hidden="true"
    >
      {digitClasses.map((digit) => {
        const sheet = centreSheet(architecture, digit);
        return (
          <span key={digit} className={styles.digit}>
            {sheet && (
              <PrintedBitmap
                {...sheet}
                theme={theme}
                cell={Math.min(2, (pitch - bitmapAir) / sheet.height)}
              />
            )}
            <span>{digit}</span>
            {sheet && <span className={styles.distance} data-distance />}
          </span>
        );
      })}
    </div>
  );
}

interface PrintedBitmapProps {
  readonly weights: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly cell: number;
}

/** A bitmap of -1 and 1 in ink on paper. */
function PrintedBitmap({ weights, width, height, theme, cell }: PrintedBitmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    paintSheet(canvas.current, weights, palettes[theme].ink, (value) => sequentialEntry((value + 1) / 2));
  }, [weights, theme]);
  const style = { width: width * cell, height: height * cell };
  return <canvas ref={canvas} className={styles.bitmap} width={width} height={height} style={style} />;
}

/** The bitmap that the units before the output are nearest to, beside them. */
export function NearestBitmap({ figure, theme, layout, answered }: DigitsProps) {
  const [digit, setDigit] = useState<number | null>(null);
  useEffect(() => figure.onPainted(() => setDigit(answered ? figure.likeliest() : null)), [figure, answered]);
  const { architecture } = layout;
  const before = layerBefore(architecture, outputOf(architecture).name);
  const sheet = digit === null ? null : centreSheet(architecture, digit);
  if (!sheet || !before || !isDense(before)) return null;
  const { left, top, width, height, cell } = placed(layout, before.name);
  const wide = layout.orientation === 'wide';
  const style = wide ? { left, top: top + height + 10 } : { left: left + width + 16, top };
  return (
    <div className={styles.nearest} style={style} data-testid="nearest-bitmap" aria-hidden="true">
      <KernelPicture {...sheet} extent={1} theme={theme} cell={wide ? nearPixel : 2 * cell} />
      <span>{tx`bitmap of ${<b translate="no">{digit}</b>}`}</span>
    </div>
  );
}
