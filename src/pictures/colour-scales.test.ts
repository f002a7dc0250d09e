import { readFileSync } from 'node:fs';
import {
  converter,
  differenceEuclidean,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  type Rgb,
} from 'culori';
import { describe, expect, test } from 'vitest';
import {
  type ColourScale,
  cssColour,
  divergingEntry,
  palettes,
  sequentialEntry,
  themes,
  zeroEntry,
} from './colour-scales.ts';

const toOklab = converter('oklab');
const difference = differenceEuclidean('oklab');

function colour(scale: ColourScale, entry: number): Rgb {
  const [r, g, b] = [0, 1, 2].map((channel) => (scale.bytes[entry * 4 + channel] as number) / 255);
  return { mode: 'rgb', r: r as number, g: g as number, b: b as number };
}
const lightness = (scale: ColourScale, entry: number) => toOklab(colour(scale, entry)).l;

/** "#fbfaf7" of `--paper: light-dark(#fbfaf7, #121315)`. */
function token(name: string, theme: 'light' | 'dark'): string {
  const tokens = readFileSync(new URL('../ui/tokens.css', import.meta.url), 'utf8');
  const [, light, dark] = tokens.match(new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`)) ?? [];
  return (theme === 'light' ? light : dark) ?? '';
}

function cssHex(hex: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${r} ${g} ${b})`;
}

describe.each(themes)('%s', (theme) => {
  const { diverging, ink, probability } = palettes[theme];
  const arm = Array.from({ length: 128 }, (_, step) => step);
  const darker = theme === 'light' ? 1 : -1;

  test("zero is the theme's paper, exactly; full ink is its ink", () => {
    expect(cssColour(diverging, zeroEntry)).toBe(cssHex(token('paper', theme)));
    expect(cssColour(ink, 1)).toBe(cssHex(token('paper', theme)));
    expect(cssColour(probability, 1)).toBe(cssHex(token('paper', theme)));
    expect(cssColour(ink, 255)).toBe(cssHex(token('ink', theme)));
  });

  test('lightness moves one way from zero to either end, over every four entries', () => {
    for (const step of arm.slice(4)) {
      for (const sign of [-1, 1]) {
        const [inner, outer] = [zeroEntry + sign * (step - 4), zeroEntry + sign * step];
        expect(darker * (lightness(diverging, inner) - lightness(diverging, outer))).toBeGreaterThan(0);
      }
    }
    for (let entry = 5; entry < 256; entry++) {
      for (const scale of [ink, probability]) {
        expect(darker * (lightness(scale, entry - 4) - lightness(scale, entry))).toBeGreaterThan(0);
      }
    }
  });

  test('the two signs of one magnitude are equally light within 0.005 of OKLab lightness', () => {
    for (const step of arm) {
      const gap = lightness(diverging, zeroEntry - step) - lightness(diverging, zeroEntry + step);
      expect(Math.abs(gap), `entry +-${step}`).toBeLessThan(0.005);
    }
  });

  test('sixteen entries are the same perceived step everywhere on an arm, within 10 %', () => {
    for (const sign of [-1, 1]) {
      const steps = arm
        .slice(0, 112)
        .map((step) =>
          difference(
            colour(diverging, zeroEntry + sign * step),
            colour(diverging, zeroEntry + sign * (step + 15)),
          ),
        );
      const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
      for (const step of steps) expect(Math.abs(step / mean - 1)).toBeLessThan(0.1);
    }
  });

  test('the signs stay apart by more than 0.15 in OKLab for red-green colour blindness', () => {
    for (const seenBy of [filterDeficiencyDeuter(1), filterDeficiencyProt(1)]) {
      const [low, high] = [seenBy(colour(diverging, 1)), seenBy(colour(diverging, 255))];
      expect(difference(low, high)).toBeGreaterThan(0.15);
    }
  });
});

test('values map to entries: the ends saturate, zero is exact, NaN has a colour of its own', () => {
  expect([-9, -2, 0, 2, 9].map((value) => divergingEntry(value, 2))).toEqual([1, 1, 128, 255, 255]);
  expect([-1, 0, 1, 2].map(sequentialEntry)).toEqual([1, 1, 255, 255]);
  expect(divergingEntry(Number.NaN, 2)).toBe(0);
  expect(sequentialEntry(Number.NaN)).toBe(0);
  expect(divergingEntry(0.5, 0)).toBe(128);
});
