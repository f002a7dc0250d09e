import { converter, modeOklab, modeOklch, modeRgb, type Oklab, useMode as registerMode } from 'culori/fn';

/**
 * Colour scales as tables of 256 RGBA colours, built once in OKLab (Ottosson 2020). Every arm is a
 * straight line in OKLab, so equal steps of value are equal steps of perceived difference; the two
 * arms of the diverging scale end at the same lightness and chroma, so that neither sign looks
 * stronger. Blue against orange stays apart for red-green colour blindness.
 *
 * Entry 0 of every table means "not a number". Diverging: entry 128 is zero (the theme's paper),
 * 1 is the most negative, 255 the most positive. Sequential: 1 is zero and 255 is one.
 */

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface ColourScale {
  /** 256 * 4 bytes, RGBA. */
  readonly bytes: Uint8ClampedArray;
  /** The same memory, one word a colour: what pictures are written with. */
  readonly words: Uint32Array;
}

export interface Palette {
  /** Activations and weights, zero in the middle. */
  readonly diverging: ColourScale;
  /** The Input layer: paper to ink. */
  readonly ink: ColourScale;
  /** The Output layer, probabilities: paper to the positive end of `diverging`. */
  readonly probability: ColourScale;
}

export const zeroEntry = 128;
const armLength = 127;
const sequentialSteps = 254;

/** Ends of the scales. Paper and ink repeat `ui/tokens.css`; a test holds the two together. */
const ends = {
  light: {
    paper: '#fbfaf7',
    ink: '#1c1b18',
    negative: { l: 0.5, c: 0.152, h: 254 },
    positive: { l: 0.5, c: 0.152, h: 41 },
    notANumber: '#b9b4a7',
  },
  dark: {
    paper: '#121315',
    ink: '#eceae4',
    negative: { l: 0.77, c: 0.122, h: 247 },
    positive: { l: 0.77, c: 0.122, h: 53 },
    notANumber: '#474b52',
  },
} as const;

registerMode(modeOklch);
registerMode(modeRgb);
registerMode(modeOklab);
const toOklab = converter('oklab');
const toRgb = converter('rgb');

const built: Partial<Record<Theme, Palette>> = {};

/** Built when they are first asked for: a page shows one theme, and starts sooner without the other. */
export const palettes: Readonly<Record<Theme, Palette>> = {
  get light() {
    built.light ??= buildPalette('light');
    return built.light;
  },
  get dark() {
    built.dark ??= buildPalette('dark');
    return built.dark;
  },
};

/** Entry of the diverging scale for a value, where +-extent are the ends; beyond them it saturates. */
export function divergingEntry(value: number, extent: number): number {
  if (Number.isNaN(value)) return 0;
  const share = extent > 0 ? Math.max(-1, Math.min(1, value / extent)) : 0;
  return zeroEntry + Math.round(armLength * share);
}

/** Entry of a sequential scale for a value in 0..1; beyond it saturates. */
export function sequentialEntry(value: number): number {
  if (Number.isNaN(value)) return 0;
  return 1 + Math.round(sequentialSteps * Math.max(0, Math.min(1, value)));
}

/** CSS colour of one entry. */
export function cssColour(scale: ColourScale, entry: number): string {
  const [red, green, blue] = scale.bytes.subarray(entry * 4, entry * 4 + 3);
  return `rgb(${red} ${green} ${blue})`;
}

/** A horizontal CSS gradient through the scale, from its first value to its last. */
export function cssGradient(scale: ColourScale): string {
  const stops = Array.from({ length: 17 }, (_, stop) =>
    cssColour(scale, 1 + Math.round((stop / 16) * sequentialSteps)),
  );
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function buildPalette(theme: Theme): Palette {
  const { paper, ink, negative, positive, notANumber } = ends[theme];
  const zero = toOklab(paper) as Oklab;
  const low = toOklab({ mode: 'oklch', ...negative });
  const high = toOklab({ mode: 'oklch', ...positive });
  const hole = toOklab(notANumber) as Oklab;
  const dark = toOklab(ink) as Oklab;
  return {
    diverging: buildScale(hole, (entry) => {
      const share = (entry - zeroEntry) / armLength;
      return mix(zero, share < 0 ? low : high, Math.abs(share));
    }),
    ink: buildScale(hole, (entry) => mix(zero, dark, (entry - 1) / sequentialSteps)),
    probability: buildScale(hole, (entry) => mix(zero, high, (entry - 1) / sequentialSteps)),
  };
}

function buildScale(hole: Oklab, colourOf: (entry: number) => Oklab): ColourScale {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let entry = 0; entry < 256; entry++) {
    const { r, g, b } = toRgb(entry === 0 ? hole : colourOf(entry));
    bytes.set([r * 255, g * 255, b * 255, 255], entry * 4);
  }
  return { bytes, words: new Uint32Array(bytes.buffer) };
}

function mix(from: Oklab, to: Oklab, share: number): Oklab {
  const between = (a: number, b: number) => a + (b - a) * share;
  return { mode: 'oklab', l: between(from.l, to.l), a: between(from.a, to.a), b: between(from.b, to.b) };
}
