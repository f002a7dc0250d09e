import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { formatCount } from '../../lib/format.ts';
import { type Architecture, isDense, type Layer, shapeText } from '../../network/architecture.ts';
import styles from './layers-picture.module.css';

/** What each layer is made of: a picture of its maps or units, its shape, and its parameters. */
export function LayersPicture({ architecture }: { readonly architecture: Architecture }) {
  return (
    <ol className={styles.layers} aria-label={t`Layers of ${architecture.name}`}>
      {architecture.layers.map((layer) => (
        <li key={layer.name} className={styles.layer}>
          <svg className={styles.picture} viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
            {isDense(layer) ? <Units {...layer} /> : <Maps {...layer} />}
          </svg>
          <span className={styles.name} translate="no">
            {layer.name}
          </span>
          <span className={styles.fact}>{shapeText(layer)}</span>
          <span className={styles.fact}>{parametersText(architecture, layer)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Of a layer's picture, in units of its own. */
const side = 80;
const largestMap = 56;
const largestInput = 32;
const mostMaps = 6;
const mapStep = 4;
const mostUnits = 120;
const unitWidth = 6;

/** Maps one behind the other, the first in front. */
function Maps({ height, maps }: Layer) {
  const shown = Math.min(mostMaps, maps);
  const length = (largestMap * height) / largestInput;
  const start = (side - length - mapStep * (shown - 1)) / 2;
  return Array.from({ length: shown }, (_, at) => {
    const behind = shown - 1 - at;
    return (
      <rect
        key={behind}
        className={styles.map}
        x={start + mapStep * behind}
        y={start + mapStep * (shown - 1 - behind)}
        width={length}
        height={length}
      />
    );
  });
}

/** A column, as long as there are units. */
function Units({ maps }: Layer) {
  const length = (side * maps) / mostUnits;
  return (
    <rect
      className={styles.map}
      x={(side - unitWidth) / 2}
      y={(side - length) / 2}
      width={unitWidth}
      height={length}
    />
  );
}

function parametersText({ tensors }: Architecture, { name }: Layer): string {
  const count = tensors.reduce((sum, { layer, size }) => sum + (layer === name ? size : 0), 0);
  return count === 0
    ? t`no parameters`
    : plural(count)`${formatCount(count)} parameter | ${formatCount(count)} parameters`;
}
