import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { isEmpty, type PaperView, paperSize, wholePaper } from '../../digits/drawing/drawing.ts';
import { t } from '../../language/language.ts';
import { watchTheme } from '../theme.ts';
import { eraserRadius } from './brush.ts';
import styles from './draw-pad.module.css';
import { inkPainter } from './ink-painter.ts';
import { type KeyboardPen, takeKeys } from './keyboard-input.ts';
import type { DrawingModel, DrawingModelStore } from './model.ts';
import { paperColours } from './paper-colours.ts';
import { takePointers } from './pointer-input.ts';
import { useModel } from './use-model.ts';
import { watchSide } from './watch-side.ts';

interface DrawPadProps {
  readonly store: DrawingModelStore;
  readonly label?: string;
  /** On an empty paper: what to do, and below it in smaller words what will happen. */
  readonly hint?: string;
  readonly promise?: string;
  readonly pictureHeld?: boolean;
  /** Below what is on the paper; also said. */
  readonly invitation?: string;
  /** The part of the paper that is shown; all of it when left out. */
  readonly view?: PaperView;
  /** Lies over the ink and takes no pointer. */
  readonly marks?: ReactNode;
}

/** The linter takes an application for something one only reads; this one is worked by keyboard. */
const focusable = { tabIndex: 0 } as const;

/**
 * The paper. Ink goes from the pointer's event straight to the canvas; React renders only when the
 * paper becomes empty or ceases to be. Fills the width it is given.
 */
export function DrawPad(props: DrawPadProps) {
  const { store, label = t`Paper`, hint = t`Draw a digit`, promise, pictureHeld = false } = props;
  const { invitation = '', view = wholePaper, marks } = props;
  const paper = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const keyboardPen = useRef<HTMLDivElement>(null);
  const [spoken, setSpoken] = useState('');
  const empty = useModel(store, (model) => isEmpty(model.drawing) && model.gesture === null);
  const helpId = useId();

  useLayoutEffect(() => {
    if (!paper.current || !canvas.current || !ring.current || !keyboardPen.current) return;
    const elements = {
      paper: paper.current,
      canvas: canvas.current,
      ring: ring.current,
      keyboardPen: keyboardPen.current,
    };
    return connect(elements, store, view, setSpoken);
  }, [store, view]);

  return (
    <div className={styles.frame} style={{ aspectRatio: paperSize / (view.bottom - view.top) }}>
      {/* The whole paper, of which the frame shows a part. */}
      <div className={styles.sheet} style={{ marginBlockStart: `${(-100 * view.top) / paperSize}%` }}>
        <div
          ref={paper}
          className={styles.paper}
          data-testid="draw-pad"
          role="application"
          {...focusable}
          aria-label={label}
          aria-describedby={helpId}
        >
          <canvas ref={canvas} className={styles.canvas} />
        </div>
        <div ref={ring} className={styles.ring} hidden />
        <div ref={keyboardPen} className={styles.keyboardPen} hidden />
      </div>
      {marks}
      <p className={styles.hint} data-shown={empty && !pictureHeld} aria-hidden="true">
        <span>
          {hint}
          {promise && <small>{promise}</small>}
        </span>
      </p>
      <p className={styles.invitation} data-shown={invitation !== '' && !pictureHeld} role="status">
        {invitation}
      </p>
      <p className={styles.drop} data-shown={pictureHeld} aria-hidden="true">
        {t`Drop the picture`}
      </p>
      <p id={helpId} className={styles.spoken}>
        {t`Draw with mouse, finger or pen. By keyboard: the arrow keys move a pen, with Shift in small steps. Space puts it down and lifts it. P pen, E eraser, brackets change the brush, Control Z undoes, Control Delete clears, Escape leaves the paper.`}
      </p>
      <p className={styles.spoken} aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}

/** Ties the pad's elements to the model, without React; returns what unties them. */
function connect(
  elements: {
    readonly paper: HTMLElement;
    readonly canvas: HTMLCanvasElement;
    readonly ring: HTMLElement;
    readonly keyboardPen: HTMLElement;
  },
  store: DrawingModelStore,
  view: PaperView,
  say: (sentence: string) => void,
): () => void {
  const { paper, canvas, ring, keyboardPen } = elements;
  const painter = inkPainter(canvas, paperColours());
  let penWasDown = false;

  const show = (model: DrawingModel) => {
    painter.paint(model.drawing, model.gesture === 'pen');
    paper.dataset.revision = String(model.revision);
  };
  const showTool = ({ tool, brushWidth }: DrawingModel) => {
    const width = tool === 'pen' ? brushWidth : 2 * eraserRadius(brushWidth);
    const part = `${(100 * view.scale * width) / paperSize}%`;
    for (const marker of [ring, keyboardPen]) {
      marker.style.width = part;
      marker.style.height = part;
      marker.dataset.tool = tool;
    }
  };
  const showKeyboardPen = (pen: KeyboardPen | null) => {
    keyboardPen.hidden = pen === null;
    const down = pen?.down ?? false;
    if (pen) {
      keyboardPen.style.left = `${(100 * pen.x) / paperSize}%`;
      keyboardPen.style.top = `${(100 * pen.y) / paperSize}%`;
      keyboardPen.dataset.down = String(down);
      const left = percent(pen.x / paperSize);
      const top = percent((pen.y - view.top) / (view.bottom - view.top));
      if (down !== penWasDown)
        say(
          down
            ? t`Pen down, ${left} from the left, ${top} from the top`
            : t`Pen up, ${left} from the left, ${top} from the top`,
        );
    }
    penWasDown = down;
  };

  show(store.getState());
  showTool(store.getState());
  const undoAll = [
    watchSide(canvas, painter.resize),
    watchTheme(() => painter.recolour(paperColours())),
    store.subscribe((model, before) => {
      if (model.drawing !== before.drawing || model.gesture !== before.gesture) show(model);
      if (model.tool !== before.tool || model.brushWidth !== before.brushWidth) showTool(model);
    }),
    takePointers(paper, store, view, (place) => {
      ring.hidden = place === null;
      if (place) ring.style.translate = `${place.x}px ${place.y}px`;
    }),
    takeKeys(paper, store, view, showKeyboardPen, say),
  ];
  return () => {
    // In reverse: what ends a line in progress must still reach the painter.
    for (const undo of undoAll.reverse()) undo();
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
