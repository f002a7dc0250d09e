import { type LayerName, layerNames } from '../../lenet/spec.ts';
import type { ReceptiveField } from '../../pictures/receptive-field.ts';
import { type Arrangement, type Tiling, tile } from '../../pictures/tiling.ts';
import type { Unit } from '../../pictures/unit.ts';

/**
 * Where everything in the figure stands, in CSS pixels, from the width alone: sheets, lines and hit
 * tests all read it, so that nothing is ever measured in the page while values change.
 */
export interface FigureLayout {
  readonly orientation: 'wide' | 'tall';
  readonly width: number;
  readonly height: number;
  readonly layers: Readonly<Record<LayerName, PlacedLayer>>;
}

export interface PlacedLayer {
  readonly tiling: Tiling;
  /** Side of one value; a whole number of device pixels. */
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Where the layer's caption starts. */
  readonly captionLeft: number;
  readonly captionTop: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type PerLayer<T> = Readonly<Record<LayerName, T>>;

const single: Arrangement = { files: 1, gap: 0, lean: 0, drop: 0 };

const wideArrangements: PerLayer<Arrangement> = {
  Input: single,
  C1: { files: 2, gap: 5, lean: 3, drop: 6 },
  S2: { files: 2, gap: 4, lean: 2, drop: 4 },
  C3: { files: 4, gap: 3, lean: 1, drop: 3 },
  S4: { files: 4, gap: 2, lean: 1, drop: 2 },
  C5: { ...single, files: 10 },
  F6: { ...single, files: 7 },
  Output: single,
};

const tallArrangements: PerLayer<Arrangement> = {
  Input: single,
  C1: { files: 3, gap: 3, lean: 2, drop: 2 },
  S2: { files: 6, gap: 2, lean: 0, drop: 1 },
  C3: { files: 8, gap: 2, lean: 1, drop: 1 },
  S4: { files: 8, gap: 2, lean: 1, drop: 0 },
  C5: { ...single, files: 20 },
  F6: { ...single, files: 14 },
  Output: { ...single, files: 10 },
};

/** Sides of one value in CSS pixels, from the narrowest figure to the widest. */
const wideCells: readonly PerLayer<number>[] = [
  { Input: 3, C1: 2, S2: 2, C3: 3, S4: 3, C5: 8, F6: 8, Output: 18 },
  { Input: 3, C1: 2, S2: 3, C3: 3, S4: 4, C5: 9, F6: 9, Output: 20 },
  { Input: 4, C1: 3, S2: 3, C3: 3, S4: 4, C5: 10, F6: 10, Output: 24 },
  { Input: 4, C1: 3, S2: 4, C3: 4, S4: 5, C5: 11, F6: 11, Output: 26 },
  { Input: 5, C1: 4, S2: 5, C3: 5, S4: 6, C5: 13, F6: 13, Output: 32 },
  { Input: 6, C1: 5, S2: 6, C3: 6, S4: 7, C5: 16, F6: 16, Output: 38 },
  { Input: 7, C1: 6, S2: 7, C3: 7, S4: 9, C5: 19, F6: 19, Output: 44 },
];

const tallCells: readonly PerLayer<number>[] = [
  { Input: 4, C1: 3, S2: 3, C3: 3, S4: 5, C5: 14, F6: 14, Output: 28 },
  { Input: 6, C1: 4, S2: 4, C3: 4, S4: 7, C5: 17, F6: 17, Output: 36 },
  { Input: 8, C1: 6, S2: 6, C3: 6, S4: 11, C5: 26, F6: 26, Output: 54 },
];

/** Space to the right of the Output cells for their digits. */
const digitSpace = 28;
const smallestGap = 30;
const largestGap = 150;
const captionHeight = 64;
const footHeight = 40;
const tallGap = 36;
const tallCaptionHeight = 30;

/**
 * @param width CSS pixels at hand
 * @param devicePixelRatio device pixels to a CSS pixel: cells are snapped to whole device pixels
 */
export function layOutFigure(width: number, devicePixelRatio: number): FigureLayout {
  return layOutWide(width, devicePixelRatio) ?? layOutTall(width, devicePixelRatio);
}

/** The box around some cells of one map, on the figure. */
export function boxOf(layout: FigureLayout, field: ReceptiveField, map: number): Box {
  const { tiling, cell, left, top } = layout.layers[field.layer];
  const mapLeft = left + (tiling.lefts[map] as number) * cell;
  const mapTop = top + (tiling.tops[map] as number) * cell;
  return {
    left: mapLeft + field.columnFrom * cell,
    top: mapTop + field.rowFrom * cell,
    right: mapLeft + field.columnTo * cell,
    bottom: mapTop + field.rowTo * cell,
  };
}

export function boxOfUnit(layout: FigureLayout, { layer, map, row, column }: Unit): Box {
  const field = {
    layer,
    rowFrom: row,
    rowTo: row + 1,
    columnFrom: column,
    columnTo: column + 1,
    maps: [map],
  };
  return boxOf(layout, field, map);
}

/** Left to right; null where even the smallest sheets would stand too close. */
function layOutWide(width: number, ratio: number): FigureLayout | null {
  const blocks = largestThatFits(wideCells, wideArrangements, ratio, (sizes) => {
    const used = layerNames.reduce((sum, name) => sum + sizes[name].width, digitSpace);
    return used + smallestGap * (layerNames.length - 1) <= width;
  });
  if (!blocks) return null;
  const used = layerNames.reduce((sum, name) => sum + blocks[name].width, digitSpace);
  const gap = Math.min(largestGap, (width - used) / (layerNames.length - 1));
  const tallest = Math.max(...layerNames.map((name) => blocks[name].height));
  const snap = (value: number) => Math.round(value * ratio) / ratio;

  let left = snap((width - used - gap * (layerNames.length - 1)) / 2);
  const placed = layerNames.map((name) => {
    const block = blocks[name];
    const place = {
      ...block,
      left: snap(left),
      top: snap(captionHeight + (tallest - block.height) / 2),
      captionLeft: snap(left),
      captionTop: 0,
    };
    left += block.width + gap;
    return [name, place] as const;
  });
  return {
    orientation: 'wide',
    width,
    height: captionHeight + tallest + footHeight,
    layers: Object.fromEntries(placed) as Record<LayerName, PlacedLayer>,
  };
}

function layOutTall(width: number, ratio: number): FigureLayout {
  const fits = (sizes: PerLayer<Block>) => layerNames.every((name) => sizes[name].width <= width);
  // Below 300 pixels nothing fits whole: the smallest cells there are.
  const blocks =
    largestThatFits(tallCells, tallArrangements, ratio, fits) ??
    sizeBlocks(tallCells[0] as PerLayer<number>, tallArrangements, 1);
  const snap = (value: number) => Math.round(value * ratio) / ratio;
  let top = 0;
  const placed = layerNames.map((name) => {
    const block = blocks[name];
    const place = {
      ...block,
      left: snap((width - block.width) / 2),
      top: snap(top + tallCaptionHeight),
      captionLeft: 0,
      captionTop: top,
    };
    top += tallCaptionHeight + block.height + tallGap;
    return [name, place] as const;
  });
  return {
    orientation: 'tall',
    width,
    height: top,
    layers: Object.fromEntries(placed) as Record<LayerName, PlacedLayer>,
  };
}

type Block = Pick<PlacedLayer, 'tiling' | 'cell' | 'width' | 'height'>;

function largestThatFits(
  steps: readonly PerLayer<number>[],
  arrangements: PerLayer<Arrangement>,
  ratio: number,
  fits: (blocks: PerLayer<Block>) => boolean,
): PerLayer<Block> | undefined {
  return steps.map((cells) => sizeBlocks(cells, arrangements, ratio)).findLast(fits);
}

function sizeBlocks(
  cells: PerLayer<number>,
  arrangements: PerLayer<Arrangement>,
  ratio: number,
): PerLayer<Block> {
  const blocks = layerNames.map((name) => {
    const tiling = tile(name, arrangements[name]);
    const cell = Math.max(1, Math.round(cells[name] * ratio)) / ratio;
    return [name, { tiling, cell, width: tiling.width * cell, height: tiling.height * cell }] as const;
  });
  return Object.fromEntries(blocks) as Record<LayerName, Block>;
}
