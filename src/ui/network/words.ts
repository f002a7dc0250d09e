import { type Layer, type LayerName, layerNamed, shapeText } from '../../lenet/spec.ts';
import { formatValue } from '../../lib/format.ts';
import { type ReceptiveField, receptiveFields } from '../../pictures/receptive-field.ts';
import type { Unit } from '../../pictures/unit.ts';

/** The figure in words, for captions, the readout and screen readers. */

/** What a layer does: "convolution 5 × 5". */
export function operationText({ name, kind, window }: Layer): string {
  if (kind === 'input') return 'digit, padded';
  if (kind === 'convolution') return `convolution ${window} × ${window}`;
  if (kind === 'pooling') return `average of ${window} × ${window}`;
  return name === 'Output' ? 'softmax' : 'full connection';
}

/** "C1, feature maps 28 × 28 × 6: convolution 5 × 5". */
export function layerText(layer: Layer): string {
  return `${layer.name}, ${shapeText(layer)}: ${operationText(layer)}`;
}

/** What one map of a layer is called: "map 3", "unit 17", "digit 5". */
export function mapText(layer: LayerName, map: number): string {
  if (layer === 'Input') return 'the digit';
  if (layer === 'Output') return `digit ${map}`;
  return layerNamed(layer).kind === 'dense' ? `unit ${map}` : `map ${map}`;
}

/** "C3, map 4, row 2, column 7". */
export function unitText({ layer, map, row, column }: Unit): string {
  const { kind } = layerNamed(layer);
  const parts: string[] = [layer];
  if (layer !== 'Input') parts.push(mapText(layer, map));
  if (kind !== 'dense') parts.push(`row ${row}, column ${column}`);
  return parts.join(', ');
}

/** "rows 2–6, columns 7–11", both ends included. */
export function rangeText({ rowFrom, rowTo, columnFrom, columnTo }: ReceptiveField): string {
  const range = (from: number, to: number) => (to - from === 1 ? `${from}` : `${from}–${to - 1}`);
  return `rows ${range(rowFrom, rowTo)}, columns ${range(columnFrom, columnTo)}`;
}

/** The receptive field of a unit in every earlier layer, nearest first. */
export function fieldTexts(unit: Unit): { readonly layer: LayerName; readonly text: string }[] {
  return receptiveFields(unit).map((field) => {
    const { height, width, maps, kind } = layerNamed(field.layer);
    const everyMap = field.maps.length === maps;
    const wholeMap = field.rowTo - field.rowFrom === height && field.columnTo - field.columnFrom === width;
    let text = wholeMap ? '' : rangeText(field);
    if (maps > 1) {
      const which = everyMap ? `all ${maps}${kind === 'dense' ? '' : ' maps'}` : `map ${field.maps[0]}`;
      text = text ? `${which}, ${text}` : which;
    }
    return { layer: field.layer, text: text || 'all of it' };
  });
}

/** One sentence for a screen reader. */
export function spokenText(unit: Unit, value: number | null): string {
  return value === null ? `${unitText(unit)}: no value yet` : `${unitText(unit)}: ${formatValue(value)}`;
}
