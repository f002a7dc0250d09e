import { largest } from '../../lib/lists.ts';
import { type Architecture, isDense, type Layer, outputOf, readsOwnMap } from '../../network/architecture.ts';
import type { LeNetLayer } from '../../network/lenet-5.ts';
import type { ReceptiveField } from '../../network/receptive-field.ts';
import type { Unit } from '../../network/unit.ts';
import { columnsOf, isBitmap } from '../../pictures/kernels.ts';
import { type Arrangement, type Tiling, tile } from '../../pictures/tiling.ts';

/**
 * Where everything in the figure stands, in CSS pixels, from the width alone: sheets, lines and hit
 * tests all read it, so that nothing is ever measured in the page while values change.
 */
export interface FigureLayout {
  readonly architecture: Architecture;
  readonly orientation: 'wide' | 'tall';
  /** Of a tall figure: over their layers, or beside them. */
  readonly captions?: 'over' | 'beside';
  readonly width: number;
  readonly height: number;
  /** By name, Input first. */
  readonly layers: ReadonlyMap<string, PlacedLayer>;
}

export interface PlacedLayer {
  readonly tiling: Tiling;
  /** Side of one picture pixel; a whole number of device pixels. */
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly captionLeft: number;
  readonly captionTop: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type PerLayer<T> = Readonly<Record<LeNetLayer, T>>;

const single: Arrangement = { files: 1, zoom: 1, gap: 0, lean: 0, drop: 0 };
/** Units stand apart by a quarter of their size: they are no picture, only side by side. */
const units: Arrangement = { files: 1, zoom: 4, gap: 1, lean: 0, drop: 0 };
const outputs: Arrangement = { ...units, zoom: 12 };

const wideArrangements: PerLayer<Arrangement> = {
  Input: single,
  C1: { files: 2, zoom: 1, gap: 5, lean: 3, drop: 6 },
  S2: { files: 2, zoom: 1, gap: 4, lean: 2, drop: 4 },
  C3: { files: 4, zoom: 1, gap: 3, lean: 1, drop: 3 },
  S4: { files: 4, zoom: 1, gap: 2, lean: 1, drop: 2 },
  C5: { ...units, files: 10 },
  F6: { ...units, files: 7 },
  Output: outputs,
};

const tallArrangements: PerLayer<Arrangement> = {
  Input: single,
  C1: { files: 3, zoom: 1, gap: 3, lean: 2, drop: 2 },
  S2: { files: 6, zoom: 1, gap: 2, lean: 0, drop: 1 },
  C3: { files: 8, zoom: 1, gap: 2, lean: 1, drop: 1 },
  S4: { files: 8, zoom: 1, gap: 2, lean: 1, drop: 0 },
  C5: { ...units, files: 20 },
  F6: { ...units, files: 14 },
  Output: { ...outputs, files: 10 },
};

/** Sides of one picture pixel in CSS pixels, from the narrowest figure to the widest. */
const wideCells: readonly PerLayer<number>[] = [
  { Input: 3, C1: 2, S2: 2, C3: 3, S4: 3, C5: 2, F6: 2, Output: 1.5 },
  { Input: 3, C1: 2, S2: 3, C3: 3, S4: 4, C5: 2, F6: 2, Output: 2 },
  { Input: 4, C1: 3, S2: 3, C3: 3, S4: 4, C5: 2, F6: 2, Output: 2 },
  { Input: 4, C1: 3, S2: 4, C3: 4, S4: 5, C5: 2.5, F6: 2.5, Output: 2 },
  { Input: 5, C1: 4, S2: 5, C3: 5, S4: 6, C5: 3, F6: 3, Output: 2.5 },
  { Input: 6, C1: 5, S2: 6, C3: 6, S4: 7, C5: 3, F6: 3, Output: 3 },
  { Input: 7, C1: 6, S2: 7, C3: 7, S4: 9, C5: 4, F6: 4, Output: 3.5 },
];

const tallCells: readonly PerLayer<number>[] = [
  { Input: 4, C1: 2, S2: 2, C3: 2, S4: 3, C5: 2, F6: 2, Output: 1.5 },
  { Input: 4, C1: 3, S2: 3, C3: 3, S4: 5, C5: 3, F6: 3, Output: 2 },
  { Input: 5, C1: 4, S2: 4, C3: 4, S4: 6, C5: 3, F6: 3, Output: 2.5 },
  { Input: 6, C1: 4, S2: 4, C3: 4, S4: 7, C5: 3.5, F6: 4, Output: 3 },
  { Input: 8, C1: 6, S2: 6, C3: 6, S4: 11, C5: 5, F6: 6, Output: 4 },
];

/** Space to the right of the Output cells, or below them, for their digits; with bitmaps and distances for more. */
const digitSpaces = { wide: 28, tall: 0 } as const;
const bitmapSpaces = { wide: 100, tall: 44 } as const;
/** Below the units that draw a bitmap, for the one that they are nearest to. */
const nearestHeight = 50;
/** Air between two layers: no less than this, nor than this share of the width. */
const smallestGap = 24;
const smallestGapShare = 0.024;
const largestGap = 150;
const usualCaptionHeight = 64;
const footHeight = 16;
const tallGap = 36;
const tallCaptionHeight = 30;
/** Wide enough for captions beside the layers, which are only so large then that a tablet shows all of them at once. */
const besideFrom = 600;
const besideCells = tallCells.slice(0, 3);
const besideRoom = 150;
const besideGap = 26;
/** From this width on the captions are larger. */
const largeFrom = 1700;
const largeCaptionHeight = 84;

/**
 * @param width CSS pixels at hand
 * @param ratio device pixels to a CSS pixel: cells are snapped to whole device pixels
 */
export function layOutFigure(architecture: Architecture, width: number, ratio: number): FigureLayout {
  return layOutWide(architecture, width, ratio) ?? layOutTall(architecture, width, ratio);
}

export function placed(layout: FigureLayout, layer: string): PlacedLayer {
  return layout.layers.get(layer) as PlacedLayer;
}

/** The box around some cells of one map, on the figure. */
export function boxOf(layout: FigureLayout, field: ReceptiveField, map: number): Box {
  const { tiling, cell, left, top } = placed(layout, field.layer);
  const side = tiling.zoom * cell;
  const mapLeft = left + (tiling.lefts[map] as number) * cell;
  const mapTop = top + (tiling.tops[map] as number) * cell;
  return {
    left: mapLeft + field.columnFrom * side,
    top: mapTop + field.rowFrom * side,
    right: mapLeft + field.columnTo * side,
    bottom: mapTop + field.rowTo * side,
  };
}

/** A unit as a field of one cell. */
export function fieldOf({ layer, map, row, column }: Unit): ReceptiveField {
  return { layer, rowFrom: row, rowTo: row + 1, columnFrom: column, columnTo: column + 1, maps: [map] };
}

/** Air between single units and the frame around them; maps touch theirs. */
export function frameRoom(layer: Layer): number {
  return isDense(layer) ? 3 : 0;
}

/** Left to right; null where even the smallest sheets would stand too close. */
function layOutWide(architecture: Architecture, width: number, ratio: number): FigureLayout | null {
  const gaps = architecture.layers.length - 1;
  const { wide: digitSpace } = spacesOf(architecture);
  const usedBy = (blocks: readonly Block[]) => blocks.reduce((sum, block) => sum + block.width, digitSpace);
  const blocks = largestThatFits(architecture, wideCells, wideArrangements, ratio, (sizes) => {
    const least = Math.max(smallestGap, smallestGapShare * width);
    return usedBy(sizes) + least * gaps <= width;
  });
  if (!blocks) return null;
  const used = usedBy(blocks);
  const gap = Math.min(largestGap, (width - used) / gaps);
  const tallest = largest(
    blocks.map(
      ({ height, tiling }) => height + (isBitmap(architecture, tiling.layer) ? 2 * nearestHeight : 0),
    ),
  );
  const snap = (value: number) => Math.round(value * ratio) / ratio;
  const captionHeight = width < largeFrom ? usualCaptionHeight : largeCaptionHeight;

  let left = snap((width - used - gap * gaps) / 2);
  const places = blocks.map((block): PlacedLayer => {
    const place = {
      ...block,
      left: snap(left),
      top: snap(captionHeight + (tallest - block.height) / 2),
      captionLeft: snap(left) - frameRoom(block.tiling.layer),
      captionTop: 0,
    };
    left += block.width + gap;
    return place;
  });
  const height = captionHeight + tallest + footHeight;
  return { architecture, orientation: 'wide', width, height, layers: byName(places) };
}

function layOutTall(architecture: Architecture, width: number, ratio: number): FigureLayout {
  const isBeside = width >= besideFrom;
  const room = isBeside ? width - besideRoom : width;
  const fits = (sizes: readonly Block[]) => sizes.every((block) => block.width <= room);
  // Narrower than any phone nothing fits whole: the smallest cells there are.
  const blocks =
    largestThatFits(architecture, isBeside ? besideCells : tallCells, tallArrangements, ratio, fits) ??
    sizeBlocks(architecture, tallCells[0] as PerLayer<number>, tallArrangements, ratio);
  const snap = (value: number) => Math.round(value * ratio) / ratio;
  const captionHeight = isBeside ? 0 : tallCaptionHeight;
  let top = 0;
  const places = blocks.map((block): PlacedLayer => {
    const place = {
      ...block,
      left: snap((width + (isBeside ? besideRoom : 0) - block.width) / 2),
      top: snap(top + captionHeight),
      captionLeft: 0,
      captionTop: top,
    };
    top += captionHeight + block.height + (isBeside ? besideGap : tallGap);
    return place;
  });
  const height = top + spacesOf(architecture).tall;
  const captions = isBeside ? 'beside' : 'over';
  return { architecture, orientation: 'tall', captions, width, height, layers: byName(places) };
}

function spacesOf(architecture: Architecture): { readonly wide: number; readonly tall: number } {
  return outputOf(architecture).kind === 'rbf' ? bitmapSpaces : digitSpaces;
}

function byName(places: readonly PlacedLayer[]): ReadonlyMap<string, PlacedLayer> {
  return new Map(places.map((place) => [place.tiling.layer.name, place]));
}

type Block = Pick<PlacedLayer, 'tiling' | 'cell' | 'width' | 'height'>;

function largestThatFits(
  architecture: Architecture,
  steps: readonly PerLayer<number>[],
  arrangements: PerLayer<Arrangement>,
  ratio: number,
  fits: (blocks: readonly Block[]) => boolean,
): Block[] | undefined {
  return steps.map((cells) => sizeBlocks(architecture, cells, arrangements, ratio)).findLast(fits);
}

/** Layers that LeNet-5 does not have stand as the one of its layers does that is most like them. */
function likeness(layer: Layer): LeNetLayer {
  const { name, kind, activation } = layer;
  if (name in wideArrangements) return name as LeNetLayer;
  if (kind === 'input') return 'Input';
  if (isDense(layer)) return activation === 'softmax' ? 'Output' : 'F6';
  return readsOwnMap(layer) ? 'S2' : 'C1';
}

/** Units that draw a bitmap lie as its pixels do, and touch. */
function arrangementOf(
  architecture: Architecture,
  layer: Layer,
  arrangements: PerLayer<Arrangement>,
): Arrangement {
  // From top to bottom there is less room for twelve rows.
  const zoom = arrangements === wideArrangements ? 5 : 4;
  if (isBitmap(architecture, layer)) return { ...units, files: columnsOf(layer), zoom, gap: 0 };
  return arrangements[likeness(layer)];
}

function sizeBlocks(
  architecture: Architecture,
  cells: PerLayer<number>,
  arrangements: PerLayer<Arrangement>,
  ratio: number,
): Block[] {
  return architecture.layers.map((layer) => {
    const tiling = tile(layer, arrangementOf(architecture, layer, arrangements));
    const cell = Math.max(1, Math.round(cells[likeness(layer)] * ratio)) / ratio;
    return { tiling, cell, width: tiling.width * cell, height: tiling.height * cell };
  });
}
