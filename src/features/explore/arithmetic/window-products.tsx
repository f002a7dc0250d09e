import { useState } from 'react';
import { t } from '../../../language/language.ts';
import { formatValue } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import { layerBefore, layerNamed } from '../../../network/architecture.ts';
import type { Arithmetic, Term } from '../../../network/arithmetic.ts';
import { receptiveFields } from '../../../network/receptive-field.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import type { LiveFigure } from '../../../ui/network/live-figure.ts';
import { CellMark, FieldMark } from '../../../ui/network/marks.tsx';
import { KernelPicture, LiveSheet } from '../../../ui/network/sheet-picture.tsx';
import { mapText } from '../../../ui/network/words.ts';
import { ValueGrid } from './value-grid.tsx';
import styles from './window-products.module.css';

interface WindowProductsProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly arithmetic: Arithmetic;
}

/** Longest side of the source map, CSS pixels; and of one value in the strips. */
const sourceSide = 150;
const stripCell = 9;

/** What a unit of C1 to S4 sees through its window: values, weights and products, source by source. */
export function WindowProducts({ figure, theme, arithmetic }: WindowProductsProps) {
  const { architecture } = figure;
  const { unit, terms } = arithmetic;
  const before = layerBefore(architecture, unit.layer);
  const [field] = receptiveFields(architecture, unit);
  const [source, setSource] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);
  if (!before || !field) return null;
  const { window: side, kind } = layerNamed(architecture, unit.layer);
  const strips = stripsOf(terms);
  const shown = strips.find(({ map }) => map === source) ?? strips[0];
  if (!shown) return null;
  const pooling = arithmetic.activation === 'none';
  const weightExtent = largest(terms.map(({ weight }) => Math.abs(weight)));
  const productExtent = largest(
    terms.map(({ product }) => Math.abs(product)),
    1e-6,
  );
  const term = pointed === null ? undefined : shown.terms[pointed];
  const grid = { side, theme, pointed, onPoint: setPointed };
  const values = (of: (term: Term) => number) => shown.terms.map(of);
  const sourceName = before.maps > 1 ? `${before.name}, ${mapText(before, shown.map)}` : before.name;

  return (
    <div className={styles.products}>
      <div className={styles.top}>
        <figure className={styles.source}>
          <figcaption className={styles.name}>{sourceName}</figcaption>
          <LiveSheet
            figure={figure}
            theme={theme}
            layer={before}
            map={shown.map}
            cell={Math.floor(sourceSide / before.width)}
            marks={
              <>
                <FieldMark field={field} />
                {term && <CellMark layer={before} unit={term.source} chosen />}
              </>
            }
          />
        </figure>
        {strips.length > 1 && (
          <fieldset className={styles.strips} aria-label={t`Source maps`}>
            {strips.map((strip) => (
              <button
                key={strip.map}
                type="button"
                className={styles.strip}
                aria-pressed={strip.map === shown.map}
                onClick={() => setSource(strip.map)}
              >
                <span className={styles.stripName} translate="no">
                  {before.name} {strip.map}
                </span>
                <Tile
                  theme={theme}
                  side={side}
                  extent={figure.extentOf(before, strip.map)}
                  terms={strip.terms}
                  of="value"
                />
                <span className={styles.times} />
                <Tile theme={theme} side={side} extent={weightExtent} terms={strip.terms} of="weight" />
                <span className={styles.equals} />
                <Tile theme={theme} side={side} extent={productExtent} terms={strip.terms} of="product" />
                <span className="visually-hidden">{t`sum of the products`}</span>
                <b className={styles.stripSum} translate="no">
                  {formatValue(strip.sum)}
                </b>
              </button>
            ))}
          </fieldset>
        )}
      </div>
      <div className={styles.row}>
        <ValueGrid
          name={pooling ? t`The values in its window` : t`Its window`}
          values={values(({ value }) => value)}
          extent={figure.extentOf(before, shown.map)}
          {...grid}
        />
        {!pooling && (
          <>
            <ValueGrid
              name={kind === 'subsampling' ? t`× its coefficient` : t`× its kernel`}
              values={values(({ weight }) => weight)}
              extent={weightExtent}
              {...grid}
            />
            <ValueGrid
              name={t`= products`}
              values={values(({ product }) => product)}
              extent={productExtent}
              {...grid}
            />
          </>
        )}
      </div>
      <output className={styles.readout} aria-live="polite" data-testid="product-words">
        {term
          ? termText(term, pooling)
          : t`Hover over a value, a weight or a product to see which three belong together.`}
      </output>
    </div>
  );
}

/** "Row 12, column 7: 0.710 × −0.320 = −0.227". */
function termText({ source, value, weight, product }: Term, pooling: boolean): string {
  const { layer, row, column } = source;
  const sum = pooling
    ? formatValue(value)
    : `${formatValue(value)} × ${formatValue(weight)} = ${formatValue(product)}`;
  return t`${layer}, row ${row}, column ${column}: ${sum}`;
}

interface Strip {
  readonly map: number;
  /** Row by row. */
  readonly terms: readonly Term[];
  readonly sum: number;
}

function stripsOf(terms: readonly Term[]): Strip[] {
  const maps = [...new Set(terms.map(({ source }) => source.map))];
  return maps.map((map) => {
    const own = terms.filter(({ source }) => source.map === map);
    return { map, terms: own, sum: own.reduce((sum, { product }) => sum + product, 0) };
  });
}

interface TileProps {
  readonly theme: Theme;
  readonly side: number;
  readonly extent: number;
  readonly terms: readonly Term[];
  readonly of: 'value' | 'weight' | 'product';
}

function Tile({ terms, of, side, ...picture }: TileProps) {
  const weights = Float32Array.from(terms, (term) => term[of]);
  return <KernelPicture weights={weights} width={side} height={side} cell={stripCell} {...picture} />;
}
