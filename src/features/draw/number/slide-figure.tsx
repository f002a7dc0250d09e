import { useLayoutEffect, useRef } from 'react';
import type { SlidNumber } from '../../../digits/number/slide-number.ts';
import { t } from '../../../language/language.ts';
import { classCount, digitClasses } from '../../../network/labels.ts';
import { inputSide } from '../../../network/rasters.ts';
import { palettes, sequentialEntry } from '../../../pictures/colour-scales.ts';
import { paintSheet } from '../../../ui/paint-sheet.ts';
import { useTheme } from '../../../ui/theme.ts';
import styles from './slide-figure.module.css';

interface SlideFigureProps {
  readonly slid: SlidNumber;
  /** What cutting reads; null where that is nothing. */
  readonly cut: string | null;
}

/** The line as the network is given it, and below it the ten outputs at every place of its window. */
export function SlideFigure({ slid, cut }: SlideFigureProps) {
  const { line, step, margins, peaks } = slid;
  const ink = useRef<HTMLCanvasElement>(null);
  const heat = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const columns = margins.length;

  useLayoutEffect(() => {
    if (!ink.current || !heat.current) return;
    paintSheet(ink.current, line.ink, palettes[theme].ink, (value) => sequentialEntry(value / 255));
    paintSheet(heat.current, digitByDigit(slid), palettes[theme].probability, sequentialEntry);
  }, [slid, line, theme]);

  const words = slideWords(slid, cut);
  // A column lies below the middle of its window.
  const shareOf = (column: number) => (inputSide / 2 + (column - 0.5) * step) / line.width;
  const cell = step / line.width;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption} data-testid="slid" data-text={textOf(slid)}>
        <span className={styles.reading} data-agrees={textOf(slid) === (cut ?? '')}>
          {words}
        </span>
      </figcaption>
      <div className={styles.scale} style={{ '--line-width': line.width }}>
        <div className={styles.line}>
          <canvas
            ref={ink}
            width={line.width}
            height={inputSide}
            role="img"
            aria-label={t`The line as the network is given it, ${line.width} by ${inputSide} pixels`}
          />
        </div>
        <div className={styles.answers} translate="no" aria-hidden="true">
          {peaks.map(({ column, digit }) => (
            <span key={column} style={{ '--left': shareOf(column), '--cell': cell }}>
              {digit}
            </span>
          ))}
        </div>
        <div className={styles.outputs} style={{ '--left': shareOf(0), '--span': cell * columns }}>
          <ol className={styles.rows} translate="no" aria-hidden="true">
            {digitClasses.map((digit) => (
              <li key={digit}>{digit}</li>
            ))}
          </ol>
          <canvas
            ref={heat}
            width={columns}
            height={classCount}
            role="img"
            aria-label={t`Probabilities of the ten digits in ${columns} columns. ${words}`}
          />
          {peaks.map(({ column, digit }) => (
            <span
              key={column}
              className={styles.peak}
              style={{ '--left': shareOf(column), '--cell': cell, '--row': digit }}
            />
          ))}
        </div>
      </div>
    </figure>
  );
}

/** One row for each digit, where the network gives one column after the other. */
function digitByDigit({ probabilities, margins }: SlidNumber): Float32Array {
  const columns = margins.length;
  return probabilities.map((_, at) => {
    const [digit, column] = [Math.floor(at / columns), at % columns];
    return probabilities[column * classCount + digit] as number;
  });
}

function textOf({ peaks }: SlidNumber): string {
  return peaks.map(({ digit }) => digit).join('');
}

function slideWords(slid: SlidNumber, cut: string | null): string {
  const text = textOf(slid);
  if (cut === null) return text ? t`Sliding reads ${text}.` : t`Sliding reads no digit.`;
  if (text === cut) return t`Sliding reads ${text}, as cutting does.`;
  return text
    ? t`Sliding reads ${text}, but cutting reads ${cut}.`
    : t`Sliding reads no digit, but cutting reads ${cut}.`;
}
