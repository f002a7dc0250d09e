import { t } from '../../language/language.ts';
import { expectThat } from '../../lib/expect.ts';
import { largest, smallest } from '../../lib/lists.ts';
import type { Result } from '../../lib/result.ts';
import { type InkPicture, paperSize, widePaper } from '../drawing/drawing.ts';
import { closing, totalVariation } from './background.ts';
import { type Component, componentsOf, extentOf, heightOf, inkComponents } from './components.ts';
import { evenlyLit } from './lighting.ts';
import { type Raster, resample } from './resample.ts';
import { withoutRuling } from './ruling.ts';

/** A picture turned to ink, or why not, in words for the page. */
type PictureResult = Result<{ readonly picture: InkPicture }>;

/** The picture is worked on at this size, in pixels of its longer side, at most. */
const workSide = 512;

/** What is to be found, and how it is put on the paper. */
interface Wanted {
  readonly isSpeck: (component: Component, all: readonly Component[]) => boolean;
  /** Most that the ink takes of the paper, as a share of its side. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture on the paper. */
  readonly side: number;
  readonly blank: () => string;
}

/** What a picture can hold: one digit, or a number for the wide paper. */
const kinds = {
  digit: {
    isSpeck: ({ pixels }, all) => pixels.length < 0.04 * largest(all.map((other) => other.pixels.length)),
    width: 0.7,
    height: 0.7,
    side: 256,
    blank: () => t`No digit stands out in this picture: it looks blank.`,
  },
  // Digits that touch are one component, beside which the bar of another has little ink.
  number: {
    isSpeck: (component, all) => extentOf(component) < 0.15 * largest(all.map(heightOf)),
    width: 0.9,
    height: (0.75 * (widePaper.bottom - widePaper.top)) / paperSize,
    side: 512,
    blank: () => t`No number stands out in this picture: it looks blank.`,
  },
} as const satisfies Record<string, Wanted>;

/** Grey levels of 256 that ink must differ from its paper by, so that a blank sheet has none. */
const leastContrast = 20;

/** The same for the lines of ruled paper, which are found by how far they run. */
const leastLine = 8;

/**
 * Ink from a photograph, a scan or a drawing: dark on light or light on dark, under uneven light, on
 * transparent ground. The digit or number is cut out and put on the middle of the paper.
 *
 * @param rgba width * height * 4 bytes, row-major, alpha not premultiplied
 * @throws ExpectationError on another number of bytes
 */
export function inkPictureFrom(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  kind: keyof typeof kinds = 'digit',
): PictureResult {
  expectThat(
    width > 0 && height > 0 && rgba.length === width * height * 4,
    'inkPictureFrom',
    `${width} * ${height} * 4 bytes`,
    rgba,
  );
  // White on transparent ground shows nothing on white paper: then what is opaque is the ink.
  const wanted: Wanted = kinds[kind];
  const found =
    inkOf(greyOnWhite(rgba, width, height), wanted) ?? inkOf(transparency(rgba, width, height), wanted);
  return found ? { ok: true, picture: found } : { ok: false, reason: wanted.blank() };
}

function greyOnWhite(rgba: Uint8ClampedArray, width: number, height: number): Raster<Float64Array> {
  return fromPixels(rgba, width, height, (red, green, blue, alpha) => {
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue; // Rec. ITU-R BT.601
    return 255 - ((255 - luma) * alpha) / 255;
  });
}

function transparency(rgba: Uint8ClampedArray, width: number, height: number): Raster<Float64Array> {
  return fromPixels(rgba, width, height, (_red, _green, _blue, alpha) => 255 - alpha);
}

function fromPixels(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  toGrey: (red: number, green: number, blue: number, alpha: number) => number,
): Raster<Float64Array> {
  const values = new Float64Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel++) {
    const at = 4 * pixel;
    values[pixel] = toGrey(
      rgba[at] as number,
      rgba[at + 1] as number,
      rgba[at + 2] as number,
      rgba[at + 3] as number,
    );
  }
  return { width, height, values };
}

function inkOf(full: Raster<Float64Array>, wanted: Wanted): InkPicture | null {
  const grey = evenlyLit(withoutSpikes(atWorkSize(full)));
  const ink = inkIn(grey);
  if (!ink) return null;
  const { width, height } = grey;
  const components = componentsOf(width, height, (at) => (ink[at] as number) >= 128);
  const digit = inkComponents(components, width, height, wanted.isSpeck);
  const longest = largest(digit.map(extentOf), 0);
  if (longest < Math.max(4, Math.max(width, height) / 40)) return null;
  return onPaper({ width, height, values: only(digit, ink, width) }, digit, wanted);
}

function atWorkSize(full: Raster<Float64Array>): Raster<Float64Array> {
  const factor = workSide / Math.max(full.width, full.height);
  if (factor >= 1) return full;
  const width = Math.max(1, Math.round(full.width * factor));
  const height = Math.max(1, Math.round(full.height * factor));
  const whole = { left: 0, top: 0, width: full.width, height: full.height };
  return { width, height, values: resample(full, whole, width, height) };
}

/** Noise of single pixels would pull the estimate of the paper: the median of 3 x 3 takes it away. */
function withoutSpikes(grey: Raster<Float64Array>): Raster<Float64Array> {
  const { width, height, values } = grey;
  if (Math.min(width, height) < 64) return grey; // there, a line may be one pixel wide
  const medians = values.slice();
  const around = new Float64Array(9);
  for (let at = 0; at < values.length; at++) {
    const column = at % width;
    const row = (at - column) / width;
    // At the edges, the nearest square that lies wholly in the picture.
    const left = Math.min(width - 3, Math.max(0, column - 1));
    const top = Math.min(height - 3, Math.max(0, row - 1));
    for (let place = 0; place < 9; place++) {
      const value = values[(top + Math.floor(place / 3)) * width + left + (place % 3)] as number;
      let slot = place;
      for (; slot > 0 && (around[slot - 1] as number) > value; slot--)
        around[slot] = around[slot - 1] as number;
      around[slot] = value;
    }
    medians[at] = around[4] as number;
  }
  return { width, height, values: medians };
}

/** 0..255 with the edge of the ink at 128, or null when nothing stands out from the paper. */
function inkIn(grey: Raster<Float64Array>): Float64Array | null {
  const contrast = withoutRuling({ ...grey, values: contrastToPaper(grey) }, leastLine);
  const sorted = contrast.toSorted();
  const paper = sorted[sorted.length >> 1] as number;
  const spread = contrast.map((value) => Math.abs(value - paper)).sort()[sorted.length >> 1] as number;
  // Five standard deviations, were the paper's noise normal.
  const strong = sorted.filter((value) => value > paper + Math.max(leastContrast, 5 * 1.48 * spread));
  const full = strong[Math.floor(0.75 * strong.length)];
  if (full === undefined) return null;
  return contrast.map((value) => {
    const share = (value - paper) / (full - paper);
    return 255 * Math.min(1, Math.max(0, 2 * share - 0.5));
  });
}

/** How much darker each pixel is than the paper there; or lighter, if the picture is light on dark. */
function contrastToPaper(grey: Raster<Float64Array>): Float64Array {
  const { width, height, values } = grey;
  const dark = inkGuess(grey);
  const light = inkGuess({ width, height, values: values.map((value) => 255 - value) });
  // Ink is the smaller part. In a frame, paper may be narrow enough everywhere to pass for lines.
  if (dark.share > 0.5 !== light.share > 0.5) return dark.share > 0.5 ? light.contrast : dark.contrast;
  // Else what is left shows it: without the ink there is less to see than with nothing but the ink's
  // loops filled.
  return dark.variation <= light.variation ? dark.contrast : light.contrast;
}

interface InkGuess {
  readonly contrast: Float64Array;
  /** Of all pixels, as if each held as much ink as the darkest. */
  readonly share: number;
  /** How much there is to see in the paper. */
  readonly variation: number;
}

/** What the ink is, if it is dark. */
function inkGuess(grey: Raster<Float64Array>): InkGuess {
  const { width, height, values } = grey;
  // A line may be a third of the picture broad.
  const paper = closing(grey, Math.ceil(Math.min(width, height) / 6));
  const contrast = paper.map((value, at) => value - (values[at] as number));
  const most = contrast.reduce((greatest, value) => Math.max(greatest, value), 0);
  const mean = contrast.reduce((sum, value) => sum + value, 0) / contrast.length;
  return { contrast, share: most > 0 ? mean / most : 0, variation: totalVariation(paper, width) };
}

/** The ink of these components, with the soft pixels next to them. */
function only(components: readonly Component[], ink: Float64Array, width: number): Float64Array {
  const kept = new Float64Array(ink.length);
  for (const { pixels } of components) {
    for (const at of pixels) {
      kept[at] = ink[at] as number;
      for (const next of [at - width, at - 1, at + 1, at + width])
        if ((ink[next] ?? 255) < 128) kept[next] = ink[next] as number;
    }
  }
  return kept;
}

function onPaper(
  ink: Raster<Float64Array>,
  components: readonly Component[],
  wanted: Pick<Wanted, 'width' | 'height' | 'side'>,
): InkPicture {
  const left = smallest(components.map((component) => component.left));
  const top = smallest(components.map((component) => component.top));
  const right = largest(components.map((component) => component.right)) + 1;
  const bottom = largest(components.map((component) => component.bottom)) + 1;
  const side = Math.max((right - left) / wanted.width, (bottom - top) / wanted.height);
  const region = {
    left: (left + right - side) / 2,
    top: (top + bottom - side) / 2,
    width: side,
    height: side,
  };
  const scaled = resample(ink, region, wanted.side, wanted.side);
  return { side: wanted.side, ink: Uint8Array.from(scaled, Math.round) };
}
