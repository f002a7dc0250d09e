import { useMemo } from 'react';
import { t } from '../../language/language.ts';
import { formatValue } from '../../lib/format.ts';
import { largest } from '../../lib/lists.ts';
import { type Architecture, isDense, layerBefore, layerNamed } from '../../network/architecture.ts';
import { biasOf, coefficientOf } from '../../network/arithmetic.ts';
import { receptiveFields } from '../../network/receptive-field.ts';
import type { Unit } from '../../network/unit.ts';
import { cssGradient, palettes, type Theme } from '../../pictures/colour-scales.ts';
import { type Kernel, kernelsOf } from '../../pictures/kernels.ts';
import { sheetShape } from '../../pictures/map-values.ts';
import { tx } from '../page/tx.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './map-sources.module.css';
import { FieldMark } from './marks.tsx';
import { KernelPicture, LiveSheet } from './sheet-picture.tsx';

interface MapSourcesProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly unit: Unit;
  readonly parameters: Float32Array | null;
  /** Width at hand, CSS pixels. */
  readonly room: number;
}

/** Longest side of a source sheet and of a kernel when there are 1, up to 6, or more of them, CSS pixels. */
function sidesOf(sources: number, room: number): { readonly sheet: number; readonly kernel: number } {
  // Side by side, with room for a scroll bar.
  if (sources === 1) return { sheet: (room - 32) / 2, kernel: (room - 32) / 2 };
  // Three to a line.
  if (sources <= 6) return { sheet: Math.min(112, (room - 2 * 16) / 3), kernel: 75 };
  return { sheet: 45, kernel: 45 };
}

/** The sheets of the layer before that a unit reads, each with its kernel; then the bias. */
export function MapSources({ figure, theme, unit, parameters, room }: MapSourcesProps) {
  const { layer, map } = unit;
  const { architecture } = figure;
  const before = layerBefore(architecture, layer);
  const kernels = useMemo(
    () => (parameters ? kernelsOf({ architecture, parameters }, layer, map) : []),
    [architecture, parameters, layer, map],
  );
  const field = receptiveFields(architecture, unit)[0];
  if (!before || !field)
    return <p className={styles.words}>{t`The digit, 28 × 28, with two pixels of paper around it.`}</p>;

  const whole = isDense(before);
  const sources = whole ? [0] : field.maps;
  const { sheet, kernel } = sidesOf(sources.length, room);
  const shape = sheetShape(before);
  // A dense layer's sheet is upright, and has the height for it.
  const sheetCell = Math.max(
    1,
    Math.floor(sheet / (whole ? shape.width : Math.max(shape.width, shape.height))),
  );
  const extent = largest(
    kernels.flatMap(({ weights }) => Array.from(weights, Math.abs)),
    0,
  );
  const kernelOf = (source: number): Kernel | undefined =>
    kernels.find((candidate) => candidate.source === (whole ? null : source));
  const bias = parameters ? biasOf({ architecture, parameters }, layer, map) : undefined;
  const coefficient = parameters ? coefficientOf({ architecture, parameters }, layer, map) : undefined;

  return (
    <div className={styles.sources}>
      <p className={styles.words}>{sourceText(architecture, unit, parameters !== null)}</p>
      <div className={styles.pairs} data-sources={sources.length}>
        {sources.map((source) => {
          const weights = kernelOf(source);
          const longest = weights ? Math.max(weights.width, weights.height) : 1;
          return (
            <figure key={source} className={styles.pair}>
              <LiveSheet
                figure={figure}
                theme={theme}
                layer={before}
                map={source}
                cell={sheetCell}
                marks={!whole && <FieldMark field={field} />}
              />
              {weights && (
                <KernelPicture
                  {...weights}
                  extent={extent}
                  theme={theme}
                  cell={whole ? sheetCell : Math.floor(kernel / longest)}
                />
              )}
              {sources.length > 1 && (
                <figcaption className={styles.caption} translate="no">
                  {before.name} {source}
                </figcaption>
              )}
            </figure>
          );
        })}
      </div>
      {(bias !== undefined || kernels.length > 0) && (
        <div className={styles.scale}>
          {kernels.length > 0 && (
            <>
              <span>{bias === undefined ? t`bitmap` : t`weights`}</span>
              <span className={styles.number} translate="no">
                {formatValue(-extent)}
              </span>
              <span
                className={styles.bar}
                style={{ backgroundImage: cssGradient(palettes[theme].diverging) }}
              />
              <span className={styles.number} translate="no">
                {formatValue(extent)}
              </span>
            </>
          )}
          {coefficient !== undefined && (
            <span>{tx`coefficient ${<b translate="no">{formatValue(coefficient)}</b>}`}</span>
          )}
          {bias !== undefined && (
            <span className={styles.bias}>{tx`bias ${<b translate="no">{formatValue(bias)}</b>}`}</span>
          )}
        </div>
      )}
    </div>
  );
}

function sourceText(architecture: Architecture, { layer: name, map }: Unit, known: boolean): string {
  const layer = layerNamed(architecture, name);
  const { kind, window } = layer;
  const before = layerBefore(architecture, name);
  if (!before) return '';
  const square = `${window}\u00a0×\u00a0${window}`;
  if (kind === 'pooling')
    return t`Each unit is the average of ${square} in ${before.name}, map ${map}. No weights.`;
  if (kind === 'subsampling')
    return t`Each unit adds up ${square} in ${before.name}, map ${map}, times the map’s coefficient, plus its bias.`;
  if (kind === 'rbf')
    return t`Compares ${before.name} with the bitmap of ${map}: the squared differences of all ${before.maps} add up to their distance.`;
  const sources = layer.kind === 'convolution' ? layer.sources?.[map] : undefined;
  if (isDense(before))
    return known
      ? t`Reads all ${before.maps} units of ${before.name}, each with its weight.`
      : t`Reads all ${before.maps} units of ${before.name}.`;
  if (before.maps === 1)
    return known ? t`Reads ${before.name}, with a kernel of ${square}.` : t`Reads ${before.name}.`;
  if (sources && sources.length < before.maps)
    return known
      ? t`Reads ${sources.length} of the ${before.maps} maps of ${before.name}, each with its own kernel of ${square}.`
      : t`Reads ${sources.length} of the ${before.maps} maps of ${before.name}.`;
  return known
    ? t`Reads all ${before.maps} maps of ${before.name}, each with its own kernel of ${square}.`
    : t`Reads all ${before.maps} maps of ${before.name}.`;
}
