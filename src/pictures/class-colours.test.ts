import { readFileSync } from 'node:fs';
import {
  converter,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  type Rgb,
  wcagContrast,
} from 'culori';
import { describe, expect, test } from 'vitest';
import { classBytes, classColours } from './class-colours.ts';
import { themes } from './colour-scales.ts';

const toRgb = converter('rgb');
const toOklab = converter('oklab');
const rgb = (colour: string) => toRgb(colour) as Rgb;
const sights = [
  { sight: 'usual sight', seen: rgb, apart: 0.11 },
  { sight: 'no red cones', seen: (colour: string) => filterDeficiencyProt(1)(rgb(colour)), apart: 0.09 },
  { sight: 'no green cones', seen: (colour: string) => filterDeficiencyDeuter(1)(rgb(colour)), apart: 0.09 },
  { sight: 'no blue cones', seen: (colour: string) => filterDeficiencyTrit(1)(rgb(colour)), apart: 0.08 },
];

function difference(one: Rgb, other: Rgb): number {
  const [a, b] = [toOklab(one), toOklab(other)];
  return Math.hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

describe.each(themes)('%s', (theme) => {
  const colours = classColours[theme];

  test.each(sights)('any two of the ten differ by at least $apart in OKLab for $sight', ({ seen, apart }) => {
    colours.forEach((one, at) => {
      for (const other of colours.slice(0, at))
        expect(difference(seen(one), seen(other)), `${one} ${other}`).toBeGreaterThan(apart);
    });
  });

  test('each has a contrast of at least 3 : 1 with the paper', () => {
    const tokens = readFileSync(new URL('../ui/tokens.css', import.meta.url), 'utf8');
    const [, light, dark] = tokens.match(/--paper: light-dark\((#\w+), (#\w+)\)/) ?? [];
    const paper = (theme === 'light' ? light : dark) ?? '';
    for (const colour of colours) expect(wcagContrast(colour, paper), colour).toBeGreaterThanOrEqual(3);
  });

  test('their bytes are the same colours', () => {
    expect(colours).toHaveLength(10);
    classBytes(theme).forEach(([red, green, blue], digit) => {
      const { r, g, b } = rgb(colours[digit] ?? '');
      expect([red, green, blue]).toEqual([r, g, b].map((channel) => Math.round(255 * channel)));
    });
  });
});
