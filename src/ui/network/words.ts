import type { Answer } from '../../digits/answer-rules.ts';
import { t } from '../../language/language.ts';
import { formatFixed, formatPercent, formatValue } from '../../lib/format.ts';
import { formatExact } from '../../lib/format-sizes.ts';
import { largest, smallest } from '../../lib/lists.ts';
import { type Activation, scaledTanh } from '../../network/activation.ts';
import {
  type Architecture,
  isDense,
  type Layer,
  layerBefore,
  layerNamed,
  outputOf,
  readsOwnMap,
  shapeText,
} from '../../network/architecture.ts';
import { logitsOf } from '../../network/logits.ts';
import { type ReceptiveField, receptiveFields } from '../../network/receptive-field.ts';
import { type Unit, unitValue } from '../../network/unit.ts';
import { columnsOf, isBitmap } from '../../pictures/kernels.ts';

/** Why no digit is taken from what is shown. */
export type Refusal = Extract<Answer, { kind: 'none' }>['reason'];

/** What a layer does: "convolution 5 × 5". */
export function operationText({ activation, kind, window }: Layer): string {
  switch (kind) {
    case 'input':
      return t`digit, padded`;
    case 'convolution':
      return t`convolution ${window} × ${window}`;
    case 'pooling':
      return t`average of ${window} × ${window}`;
    case 'subsampling':
      return t`weighted sum of ${window} × ${window}`;
    case 'dense':
      return activation === 'softmax' ? 'softmax' : t`full connection`;
    case 'rbf':
      return t`distance to bitmaps`;
  }
}

/** What a layer is, for somebody who has never seen one. */
export function explanationOf(architecture: Architecture, layer: Layer): string {
  const { name, kind, maps, window, activation } = layer;
  const before = layerBefore(architecture, name);
  if (!before) return t`the digit, ${'28\u00a0×\u00a028'}, with two pixels of paper around it`;
  const square = `${window}\u00a0×\u00a0${window}`;
  switch (kind) {
    case 'input':
      return operationText(layer);
    case 'convolution': {
      if (before.maps === 1)
        return t`${maps} maps: each slides its own kernel of ${square} over the input and shows where its pattern is`;
      const counts = layer.sources?.map(({ length }) => length);
      return counts
        ? t`${maps} maps: each slides kernels of ${square} over ${smallest(counts)} to ${largest(counts)} of ${before.name}’s maps and finds larger patterns`
        : t`${maps} maps: each slides ${before.maps} kernels of ${square} over ${before.name}, one a map, and finds larger patterns`;
    }
    case 'pooling':
    case 'subsampling': {
      // How is said once: the later ones do the same.
      if (architecture.layers.find(readsOwnMap) !== layer) return t`the same ${maps} maps at half the size`;
      return kind === 'pooling'
        ? t`the same ${maps} maps at half the size: averages of ${square}`
        : t`the same ${maps} maps at half the size: sums of ${square}, times a trained coefficient, plus a bias`;
    }
    case 'dense': {
      if (activation === 'softmax')
        return t`${maps} units, one a digit: its probability, all ten together ${formatPercent(1, 0)}`;
      if (isBitmap(architecture, layer)) {
        const columns = columnsOf(layer);
        return t`${maps} units that draw the digit as a bitmap of ${`${columns}\u00a0×\u00a0${maps / columns}`}: each weighs all of ${before.name}`;
      }
      return isDense(before)
        ? t`${maps} units: each weighs all of ${before.name}`
        : t`${maps} units: each reads all of ${before.name} at once`;
    }
    case 'rbf':
      return t`${maps} units, one per digit: how far ${before.name} is from its bitmap. The nearest wins`;
  }
}

/** "C1, feature maps 28 × 28 × 6: convolution 5 × 5". */
export function layerText(layer: Layer): string {
  return `${layer.name}, ${shapeText(layer)}: ${operationText(layer)}`;
}

/** What one map of a layer is called: "map 3", "unit 17", "digit 5". */
export function mapText(layer: Layer, map: number): string {
  if (layer.kind === 'input') return t`the digit`;
  if (layer.activation === 'softmax') return t`digit ${map}`;
  return isDense(layer) ? t`unit ${map}` : t`map ${map}`;
}

/** "C3, map 4, row 2, column 7". */
export function unitText(layer: Layer, { map, row, column }: Unit): string {
  const parts = [layer.name];
  if (layer.kind !== 'input') parts.push(mapText(layer, map));
  if (!isDense(layer)) parts.push(t`row ${row}, column ${column}`);
  return parts.join(', ');
}

/** "rows 2–6, columns 7–11", both ends included. */
function rangeText({ rowFrom, rowTo, columnFrom, columnTo }: ReceptiveField): string {
  const range = (from: number, to: number) => (to - from === 1 ? `${from}` : `${from}–${to - 1}`);
  return t`rows ${range(rowFrom, rowTo)}, columns ${range(columnFrom, columnTo)}`;
}

/** The receptive field of a unit in every earlier layer, nearest first. */
export function fieldTexts(architecture: Architecture, unit: Unit) {
  return receptiveFields(architecture, unit).map((field) => {
    const layer = layerNamed(architecture, field.layer);
    const { height, width, maps } = layer;
    const everyMap = field.maps.length === maps;
    const wholeMap = field.rowTo - field.rowFrom === height && field.columnTo - field.columnFrom === width;
    let text = wholeMap ? '' : rangeText(field);
    if (maps > 1) {
      const some =
        field.maps.length === 1 ? t`map ${field.maps[0] as number}` : t`maps ${field.maps.join(', ')}`;
      const every = isDense(layer) ? t`all ${maps}` : t`all ${maps} maps`;
      const which = everyMap ? every : some;
      text = text ? `${which}, ${text}` : which;
    }
    return { layer: field.layer, text: text || t`all of it` };
  });
}

interface Shown {
  readonly architecture: Architecture;
  readonly activations: Float32Array | null;
}

/** A value as the page shows it, "" before there is one: what the output has are probabilities. */
export function valueText({ architecture, activations }: Shown, unit: Unit): string {
  if (!activations) return '';
  const value = unitValue(architecture, activations, unit);
  return layerNamed(architecture, unit.layer).activation === 'softmax'
    ? formatPercent(value)
    : formatValue(value);
}

/** "tanh(sum)", "1.7159 tanh(⅔ sum)". */
export function squashText(activation: Activation, of: string): string {
  return activation === 'scaled-tanh' ? `${formatExact(scaledTanh.amplitude)} tanh(⅔ ${of})` : `tanh(${of})`;
}

/** What the input holds for paper or ink: "1", "−0.1". */
export function levelText(level: number): string {
  return formatExact(level).replace('-', '\u2212');
}

/** The squared distance of each class's bitmap, where the output measures it; null where it does not. */
export function distancesOf(architecture: Architecture, activations: Float32Array): Float64Array | null {
  if (outputOf(architecture).kind !== 'rbf') return null;
  return logitsOf({ architecture, parameters: new Float32Array() }, activations).map((logit) => 0 - logit);
}

export function distanceText(distance: number): string {
  return formatFixed(distance, distance < 9.95 ? 1 : 0);
}

export function spokenText(figure: Shown, unit: Unit): string {
  const layer = layerNamed(figure.architecture, unit.layer);
  const { architecture, activations } = figure;
  const said = `${unitText(layer, unit)}: ${valueText(figure, unit) || t`no value yet`}`;
  const distances = activations && layer.kind === 'rbf' ? distancesOf(architecture, activations) : null;
  return distances ? t`${said}, distance ${distanceText(distances[unit.map] as number)}` : said;
}

/** What the figure shows and what its lines trace, for the line above it. */
export function figureText(architecture: Architecture, unit: Unit | null, refusal: Refusal | null): string {
  if (unit) {
    const layer = layerNamed(architecture, unit.layer);
    const lines = layer.kind === 'input' ? '' : ` ${t`The lines and frames show its receptive field.`}`;
    return `${unit.layer}: ${explanationOf(architecture, layer)}.${lines}`;
  }
  return figureWords[refusal ?? 'answered']();
}

const figureWords: Readonly<Record<Refusal | 'answered', () => string>> = {
  empty: () => t`The paper is empty. These are the values that the network computes for it.`,
  dot: () => t`There is too little ink to answer. These are the values that the network computes for it.`,
  unsure: () =>
    t`These are the network’s values for your drawing, but it is not confident enough to name a digit.`,
  answered: () =>
    t`The lines trace the top prediction back to the ink along the strongest unit in each layer.`,
};
