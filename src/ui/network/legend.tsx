import { useEffect, useRef } from 'react';
import { t } from '../../language/language.ts';
import { formatPercent, formatValue } from '../../lib/format.ts';
import { type Architecture, isDense, type Layer, layerNamed } from '../../network/architecture.ts';
import type { Unit } from '../../network/unit.ts';
import { cssGradient, palettes, type Theme } from '../../pictures/colour-scales.ts';
import { isSequential, type ScaleScope } from '../../pictures/extents.ts';
import { scaleOf } from '../../pictures/layer-picture.ts';
import styles from './legend.module.css';
import type { LiveFigure } from './live-figure.ts';
import { levelText, mapText } from './words.ts';
import { writeText } from './write-text.ts';

interface LegendProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly scope: ScaleScope;
  /** Whose scale is shown; null shows what all share. */
  readonly unit: Unit | null;
}

/** The colour scale with its numbers, which follow the values. */
export function Legend({ figure, theme, scope, unit }: LegendProps) {
  const low = useRef<HTMLSpanElement>(null);
  const high = useRef<HTMLSpanElement>(null);
  const { architecture } = figure;
  // Where no unit is pointed at, the scale of the hidden layers.
  const layer = layerNamed(architecture, unit?.layer ?? hiddenOf(architecture)[0].name);
  const map = unit?.map ?? 0;
  const sequential = isSequential(layer);
  const numbered = unit !== null || scope === 'global';

  useEffect(() => {
    return figure.onPainted(() => {
      const extent = figure.extentOf(layer, map);
      if (layer.activation === 'softmax') {
        writeText(low.current, formatPercent(0, 0));
        writeText(high.current, formatPercent(1, 0));
        return;
      }
      const { paper, ink } = architecture.inputLevels;
      writeText(low.current, sequential ? levelText(paper) : numbered ? formatValue(-extent) : '−max');
      writeText(high.current, sequential ? levelText(ink) : numbered ? formatValue(extent) : 'max');
    });
  }, [figure, architecture, layer, map, sequential, numbered]);

  return (
    <div className={styles.legend}>
      <span className={styles.whose}>{scaleText(architecture, unit, scope)}</span>
      <span ref={low} className={styles.low} translate="no" />
      <span
        className={styles.bar}
        style={{ backgroundImage: cssGradient(scaleOf(palettes[theme], layer)) }}
        data-sequential={sequential}
      />
      <span ref={high} className={styles.high} translate="no" />
    </div>
  );
}

function scaleText(architecture: Architecture, unit: Unit | null, scope: ScaleScope): string {
  const layer = unit && layerNamed(architecture, unit.layer);
  if (layer && isSequential(layer)) return layer.kind === 'input' ? t`ink` : t`probability`;
  if (scope === 'global') {
    const hidden = hiddenOf(architecture);
    return t`${hidden[0].name} to ${hidden.at(-1)?.name ?? ''}`;
  }
  if (!unit || !layer) return scope === 'layer' ? t`each layer` : t`each map`;
  const whole = scope === 'layer' || isDense(layer);
  return whole ? layer.name : `${layer.name}, ${mapText(layer, unit.map)}`;
}

function hiddenOf({ layers }: Architecture): readonly [Layer, ...Layer[]] {
  return layers.slice(1, -1) as [Layer, ...Layer[]];
}
