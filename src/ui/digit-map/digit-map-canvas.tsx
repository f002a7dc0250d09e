import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { t } from '../../language/language.ts';
import type { Theme } from '../../pictures/colour-scales.ts';
import { IconButton } from '../controls/button.tsx';
import { watchPixelRatio } from '../pixel-ratio.ts';
import styles from './digit-map-canvas.module.css';
import type { DigitMapFigure } from './digit-map-figure.ts';
import { followGestures, keyStep } from './map-gestures.ts';

interface DigitMapCanvasProps {
  readonly figure: DigitMapFigure;
  readonly theme: Theme;
  /** What is shown, for people who cannot see it. */
  readonly label: string;
  /** Told the digit under the pointer, its place among the digits; null for none. */
  readonly onPoint: (digit: number | null) => void;
}

/** The arrow keys belong to the map. */
const focusable = { tabIndex: 0 } as const;

/** A map of digits to zoom and move in. The figure paints; React only gives it the canvas. */
export function DigitMapCanvas({ figure, theme, label, onPoint }: DigitMapCanvasProps) {
  const paper = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const helpId = useId();
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const detach = figure.attach(canvas.current);
    const sizes = new ResizeObserver(() => figure.paint());
    sizes.observe(canvas.current);
    const stopRatio = watchPixelRatio(() => figure.paint());
    return () => {
      sizes.disconnect();
      stopRatio();
      detach();
    };
  }, [figure]);
  useLayoutEffect(() => figure.restyle(theme), [figure, theme]);
  useEffect(() => {
    const element = paper.current;
    if (!element) return;
    const tell = () => {
      element.dataset.zoomed = String(figure.view.scale > 1);
      element.dataset.scale = figure.view.scale.toFixed(3);
    };
    tell();
    const stops = [
      figure.onView(tell),
      followGestures(element, {
        pan: (right, down) => figure.pan(right, down),
        zoom: (factor, at, smoothly) => figure.zoom(factor, at, smoothly),
        whole: () => figure.whole(),
        point: (at) => {
          const digit = at && figure.digitAt(at[0], at[1]);
          figure.point(digit);
          onPoint(digit);
        },
        isZoomed: () => figure.view.scale > 1,
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [figure, onPoint]);
  return (
    <div className={styles.map}>
      <div
        ref={paper}
        className={styles.paper}
        role="application"
        {...focusable}
        aria-label={label}
        aria-describedby={helpId}
        data-testid="digit-map"
      >
        <canvas ref={canvas} className={styles.canvas} />
      </div>
      <p id={helpId} className="visually-hidden">
        {t`Plus and minus zoom, 0 shows the whole map, and the arrow keys move a zoomed map.`}
      </p>
      <div className={styles.buttons}>
        <IconButton label={t`Zoom in`} icon="plus" onClick={() => figure.zoom(keyStep, null, true)} />
        <IconButton label={t`Zoom out`} icon="minus" onClick={() => figure.zoom(1 / keyStep, null, true)} />
        <IconButton label={t`Whole map`} icon="whole" onClick={() => figure.whole()} />
      </div>
    </div>
  );
}
