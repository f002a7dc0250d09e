import { type Random, randomFromSeed } from '../../lib/random.ts';
import { paperSize } from '../drawing/drawing.ts';
import { flatten } from '../drawing/smooth.ts';
import { rasterise } from '../raster/rasterise.ts';
import { type Sample, samples } from '../samples.ts';

/** Pictures of digits on paper with lines, as people photograph and scan them. Made from a seed. */

type Colour = readonly [red: number, green: number, blue: number];

interface PaperScene {
  readonly side: number;
  readonly paper: Colour;
  readonly ruling: 'none' | 'ruled' | 'squared' | 'dotted';
  readonly spacingPx: number;
  readonly thicknessPx: number;
  readonly angleDeg: number;
  readonly colour: Colour;
  readonly ink: Colour;
  readonly lineWidthPx: number;
  /** Height of the digit as a share of the picture's side. */
  readonly size: number;
  /** Share of the light that is lost towards one corner. */
  readonly shade: number;
}

/** The picture of the report: a 7 in blue ink on squared paper. */
export const bluePaper: PaperScene = {
  side: 400,
  paper: [0xfd, 0xfd, 0xf8],
  ruling: 'squared',
  spacingPx: 20,
  thicknessPx: 1,
  angleDeg: 0,
  colour: [0xbb, 0xcc, 0xdd],
  ink: [0x22, 0x44, 0xcc],
  lineWidthPx: 6,
  size: 0.6,
  shade: 0,
};

const rulings = ['ruled', 'squared', 'squared', 'dotted'] as const;
const rulingColours: readonly Colour[] = [
  [0xbb, 0xcc, 0xdd],
  [0x88, 0xaa, 0xdd],
  [0xdd, 0x99, 0x99],
  [0x99, 0xcc, 0xaa],
  [0xaa, 0xaa, 0xaa],
  [0x80, 0x88, 0x90],
];
const inks: readonly Colour[] = [
  [0x22, 0x44, 0xcc],
  [0x20, 0x20, 0x28],
  [0x11, 0x22, 0x66],
  [0x50, 0x50, 0x54],
];

function oneOf<Value>(random: Random, values: readonly Value[]): Value {
  return values[random.integer(0, values.length - 1)] as Value;
}

const between = (random: Random, from: number, to: number) => from + (to - from) * random.uniform();

export interface PaperPicture {
  readonly sample: Sample;
  readonly scene: PaperScene;
  readonly rgba: Uint8ClampedArray;
}

/** @param ruled whether the paper has lines: the same picture without them shows what they cost */
export function paperPicture(seed: number, ruled = true): PaperPicture {
  const random = randomFromSeed(seed);
  const scene: PaperScene = {
    side: random.integer(240, 640),
    paper: oneOf(random, [
      [0xfd, 0xfd, 0xf8],
      [0xff, 0xff, 0xff],
      [0xee, 0xea, 0xdc],
    ]),
    ruling: oneOf(random, rulings),
    spacingPx: between(random, 8, 60),
    thicknessPx: between(random, 1, 3),
    angleDeg: between(random, -8, 8),
    colour: oneOf(random, rulingColours),
    ink: oneOf(random, inks),
    lineWidthPx: between(random, 4, 14),
    size: between(random, 0.4, 0.7),
    shade: between(random, 0, 0.4),
  };
  const sample = oneOf(random, samples);
  return pictureOf(sample, ruled ? scene : { ...scene, ruling: 'none' });
}

export function pictureOf(sample: Sample, scene: PaperScene): PaperPicture {
  const { side, paper, colour, ink } = scene;
  const unit = (scene.size * side) / (0.7 * paperSize);
  const strokes = sample.drawing.strokes.map(({ points }) =>
    flatten(points, 4).map((value) => (value - paperSize / 2) * unit + side / 2),
  );
  const digit = rasterise(strokes, Math.max(scene.lineWidthPx, 0.012 * side), side, side);
  const rgba = new Uint8ClampedArray(4 * side * side);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    const covered = (digit[at] as number) / 255;
    const ruled = rulingAt(scene, x, y);
    const light = 1 - (scene.shade * (x + y)) / (2 * side);
    for (let channel = 0; channel < 3; channel++) {
      const sheet = mix(paper[channel] as number, colour[channel] as number, ruled);
      rgba[4 * at + channel] = light * mix(sheet, ink[channel] as number, covered);
    }
    rgba[4 * at + 3] = 255;
  }
  return { sample, scene, rgba };
}

/** How much of a pixel the ruling covers, 0..1. */
function rulingAt(scene: PaperScene, x: number, y: number): number {
  const { ruling, spacingPx, thicknessPx, angleDeg } = scene;
  if (ruling === 'none') return 0;
  const angle = (angleDeg * Math.PI) / 180;
  const along = x * Math.cos(angle) + y * Math.sin(angle);
  const across = y * Math.cos(angle) - x * Math.sin(angle);
  const cover = (place: number) => {
    const distance = Math.abs(place - spacingPx * Math.round(place / spacingPx));
    return Math.min(1, Math.max(0, thicknessPx / 2 + 0.5 - distance));
  };
  if (ruling === 'ruled') return cover(across);
  if (ruling === 'squared') return Math.max(cover(across), cover(along));
  return cover(across) * cover(along);
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
