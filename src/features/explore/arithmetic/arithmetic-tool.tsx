import { useState } from 'react';
import { t } from '../../../language/language.ts';
import { isDense, type Layer, layerBefore, layerNamed } from '../../../network/architecture.ts';
import type { Unit } from '../../../network/unit.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import { sheetShape } from '../../../pictures/map-values.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import type { TermName } from '../../../ui/glossary/terms.ts';
import { WordsHere } from '../../../ui/glossary/words-here.tsx';
import { LargeMap } from '../../../ui/network/large-map.tsx';
import type { LiveFigure } from '../../../ui/network/live-figure.ts';
import { useArithmetic } from '../../../ui/network/use-arithmetic.ts';
import { explanationOf, levelText, unitText } from '../../../ui/network/words.ts';
import styles from './arithmetic-tool.module.css';
import { DenseProducts } from './dense-products.tsx';
import { OutputShares } from './output-shares.tsx';
import { SumLine } from './sum-line.tsx';
import { type SlideSpeed, useSlide } from './use-slide.ts';
import { WindowProducts } from './window-products.tsx';

interface ArithmeticToolProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly parameters: Float32Array | null;
  readonly unit: Unit;
  readonly onUnit: (unit: Unit) => void;
  readonly answered: boolean;
}

const speeds: readonly { readonly value: SlideSpeed; readonly label: string }[] = [
  { value: 'slow', label: t`Slow` },
  { value: 'medium', label: t`Medium` },
  { value: 'fast', label: t`Fast` },
];

/** Longest side of the map that one points into, and the width of the output's rows, CSS pixels. */
const mapSide = 260;

/** How one unit's value comes about, product by product; and how its map is painted, place by place. */
export function ArithmeticTool(props: ArithmeticToolProps) {
  const { figure, theme, parameters, unit, onUnit, answered } = props;
  const { architecture } = figure;
  const layer = layerNamed(architecture, unit.layer);
  const [speed, setSpeed] = useState<SlideSpeed>('medium');
  const [pointed, setPointed] = useState<Unit | null>(null);
  const slide = useSlide(unit, layer, speed, onUnit);
  const dense = isDense(layer);
  const { paper, ink } = architecture.inputLevels;
  const within = pointed?.layer === unit.layer && (dense || pointed.map === unit.map) && !slide.playing;
  const cursor = within && pointed ? pointed : slide.unit;
  const arithmetic = useArithmetic(figure, cursor, parameters);
  const shape = sheetShape(layer);
  const cell = Math.floor(mapSide / Math.max(shape.width, shape.height));
  const move = (next: Unit) => {
    slide.stop();
    onUnit(next);
  };

  return (
    <div className={styles.tool}>
      <div className={styles.map}>
        <h2 className={styles.title} data-testid="arithmetic-unit">
          {unitText(layer, cursor)}
        </h2>
        <LargeMap
          figure={figure}
          theme={theme}
          unit={slide.unit}
          cursor={cursor}
          cell={cell}
          room={mapSide}
          answered={answered}
          marks={slide.painted !== null && <Unpainted {...shape} painted={slide.painted} />}
          onPoint={setPointed}
          onMove={move}
        />
        {!dense && layerBefore(architecture, layer.name) && (
          <fieldset className={styles.slide} aria-label={t`Sliding window`}>
            <Button onClick={slide.playing ? slide.pause : slide.play}>
              {slide.playing ? t`Pause` : slide.painted === null ? t`Slide the window` : t`Go on`}
            </Button>
            <Segmented label={t`Speed`} options={speeds} value={speed} onChange={setSpeed} />
          </fieldset>
        )}
        <p className={styles.words}>{explanationOf(architecture, layer)}.</p>
        <WordsHere names={wordsOf(layer)} />
      </div>
      <div className={styles.sum} data-testid="arithmetic">
        {arithmetic ? (
          <>
            {dense ? (
              <DenseProducts figure={figure} theme={theme} arithmetic={arithmetic} onUnit={move} />
            ) : (
              <WindowProducts figure={figure} theme={theme} arithmetic={arithmetic} />
            )}
            <SumLine arithmetic={arithmetic} compares={layer.kind === 'rbf'} />
            {arithmetic.shares && <OutputShares shares={arithmetic.shares} unit={cursor} onUnit={move} />}
          </>
        ) : (
          <p className={styles.words}>
            {layer.kind === 'input'
              ? t`The input layer computes nothing. It holds the ink: ${levelText(paper)} for paper, ${levelText(ink)} for full ink.`
              : t`No values yet.`}
          </p>
        )}
      </div>
    </div>
  );
}

function wordsOf({ kind, activation }: Layer): readonly TermName[] {
  if (kind === 'pooling') return ['pooling', 'feature map'];
  const squashed = activation === 'softmax' ? (['logit', 'softmax'] as const) : (['tanh'] as const);
  const found =
    kind === 'convolution' ? (['convolution', 'kernel', 'feature map'] as const) : (['unit'] as const);
  return kind === 'rbf' ? [...found, ...squashed] : [...found, 'weight', 'bias', ...squashed];
}

interface UnpaintedProps {
  readonly width: number;
  readonly height: number;
  readonly painted: number;
}

/** Hides the part of the map that the window has not come to. */
function Unpainted({ width, height, painted }: UnpaintedProps) {
  const [row, column] = [Math.floor(painted / width), painted % width];
  return (
    <g data-testid="unpainted">
      {row < height && (
        <rect className={styles.unpainted} x={column} y={row} width={width - column} height={1} />
      )}
      {row + 1 < height && (
        <rect className={styles.unpainted} x={0} y={row + 1} width={width} height={height - row - 1} />
      )}
    </g>
  );
}
