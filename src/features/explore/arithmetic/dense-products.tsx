import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatValue } from '../../../lib/format.ts';
import { layerBefore, layerNamed } from '../../../network/architecture.ts';
import type { Arithmetic, Term } from '../../../network/arithmetic.ts';
import type { Unit } from '../../../network/unit.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import type { LiveFigure } from '../../../ui/network/live-figure.ts';
import { KernelPicture } from '../../../ui/network/sheet-picture.tsx';
import figures from '../figures-table.module.css';
import { SignedBar } from '../signed-bar.tsx';
import styles from './dense-products.module.css';

interface DenseProductsProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly arithmetic: Arithmetic;
  readonly onUnit: (unit: Unit) => void;
}

/** More products than this are told by the largest, and the rest in one line. */
const shownMost = 8;
/** One value of the pictures, CSS pixels. */
const cell = 11;

/** What a dense unit reads: the products, largest first; those of a layer of maps as pictures, too. */
export function DenseProducts({ figure, theme, arithmetic, onUnit }: DenseProductsProps) {
  const { architecture } = figure;
  const { terms, unit } = arithmetic;
  const before = layerBefore(architecture, unit.layer);
  const compares = layerNamed(architecture, unit.layer).kind === 'rbf';
  if (!before) return null;
  const ordered = terms.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const rest = ordered.slice(shownMost);
  const restSum = rest.reduce((sum, { product }) => sum + product, 0);
  const largestProduct = Math.abs(ordered[0]?.product ?? 0);
  const extent = Math.max(largestProduct, Math.abs(restSum));
  return (
    <div className={styles.products}>
      {before.kind !== 'dense' && (
        <div
          className={styles.pictures}
          role="img"
          aria-label={t`The products of the ${before.maps} maps of ${before.name}, as pictures`}
        >
          {Array.from({ length: before.maps }, (_, map) => {
            const own = terms.filter(({ source }) => source.map === map);
            return (
              <span key={before.name + String(map)} className={styles.picture} translate="no">
                <KernelPicture
                  weights={Float32Array.from(own, ({ product }) => product)}
                  extent={largestProduct}
                  theme={theme}
                  width={before.width}
                  height={before.height}
                  cell={cell}
                />
                <span>
                  {before.name} {map}:{' '}
                  <b>{formatValue(own.reduce((sum, { product }) => sum + product, 0))}</b>
                </span>
              </span>
            );
          })}
        </div>
      )}
      <table className={figures.table}>
        <thead>
          <tr>
            <th scope="col">{t`Source`}</th>
            <th scope="col">{t`Value`}</th>
            <th scope="col">{compares ? t`Bitmap` : t`Weight`}</th>
            <th scope="col">{compares ? t`Minus square` : t`Product`}</th>
            <td className={`${figures.bar} ${styles.bar}`} />
          </tr>
        </thead>
        <tbody translate="no">
          {ordered.slice(0, shownMost).map((term) => (
            <tr key={keyOf(term)}>
              <th scope="row">
                <button type="button" className={figures.link} onClick={() => onUnit(term.source)}>
                  {sourceText(term, layerNamed(architecture, term.source.layer).kind === 'dense')}
                </button>
              </th>
              <td>{formatValue(term.value)}</td>
              <td>{formatValue(term.weight)}</td>
              <td>{formatValue(term.product)}</td>
              <td className={`${figures.bar} ${styles.bar}`}>
                <SignedBar value={term.product} extent={extent} />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{plural(rest.length)`${rest.length} other | ${rest.length} others`}</th>
            <td />
            <td />
            <td>{formatValue(restSum)}</td>
            <td className={`${figures.bar} ${styles.bar}`}>
              <SignedBar value={restSum} extent={extent} />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function keyOf({ source }: Term): string {
  return [source.map, source.row, source.column].join('-');
}

function sourceText({ source }: Term, dense: boolean): string {
  const { layer, map, row, column } = source;
  return dense ? `${layer} ${map}` : t`${layer} ${map}, row ${row}, column ${column}`;
}
