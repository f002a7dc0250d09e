import { expect, test } from 'vitest';
import type { Drawing } from '../digits/drawing/drawing.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { samples } from '../digits/samples.ts';
import { digitSize } from '../network/rasters.ts';
import { changedDigit } from './changed-digit.ts';
import { paperInk, paperSide, usualWay, type WhatIfWay, wayWith, whatIfInput } from './changed-drawing.ts';
import { inkApart } from './test-support/ink-apart.ts';
import { neutralValues, type WhatIfValues } from './what-if.ts';

const drawn = samples.map(({ drawing }) => ({ drawing, normalisation: normalise(drawing) as Normalisation }));
const [first] = drawn as [(typeof drawn)[number]];

function digitOf({ drawing, normalisation }: (typeof drawn)[number], way: WhatIfWay): Uint8Array {
  return whatIfInput(drawing, normalisation, way).digit;
}
const before = (values: Partial<WhatIfValues>) => wayWith(usualWay, values);
const asPicture = (drawing: Drawing): Drawing => ({ strokes: [], picture: paperInk(drawing) });

test('neutral sliders give the network what it is given anyway', () => {
  for (const one of drawn)
    for (const moment of ['before', 'after'] as const)
      expect(digitOf(one, { ...usualWay, moment })).toEqual(one.normalisation.digit);
});

test('moved, sized or another brush: the normalisation takes it all away', () => {
  for (const one of drawn)
    for (const values of [{ right: 2, down: -3 }, { size: 60 }, { line: 2 }])
      expect(inkApart(digitOf(one, before(values)), one.normalisation.digit)).toBeLessThan(0.05);
});

test('turned or slanted, the ink is another one before as after the normalisation', () => {
  for (const values of [{ turn: 90 }, { slant: 40 }])
    for (const one of drawn)
      expect(inkApart(digitOf(one, before(values)), one.normalisation.digit)).toBeGreaterThan(0.3);
  const turned = { ...neutralValues, turn: 90 };
  expect(digitOf(first, { ...usualWay, values: turned, moment: 'after' })).toEqual(
    changedDigit(first.normalisation.digit, turned),
  );
});

test('a full turn there and back is the drawing again, and what leaves the paper is cut off', () => {
  const turned = whatIfInput(first.drawing, first.normalisation, before({ turn: 180 })).paper;
  const back = whatIfInput(turned, normalise(turned) as Normalisation, before({ turn: 180 })).digit;
  expect(inkApart(back, first.normalisation.digit)).toBeLessThan(0.05);
  const cut = digitOf(first, before({ right: 10, size: 160 }));
  expect(inkApart(cut, first.normalisation.digit)).toBeGreaterThan(0.5);
  const gone = { ...first.normalisation, crop: { ...first.normalisation.crop } };
  expect(whatIfInput({ strokes: [], picture: null }, gone, usualWay).digit).toEqual(
    new Uint8Array(digitSize),
  );
});

test('a little blur is normalised away, much noise is not', () => {
  const little = drawn.map((one) => inkApart(digitOf(one, before({ blur: 0.5 })), one.normalisation.digit));
  expect(Math.max(...little)).toBeLessThan(0.35);
  const noisy = drawn.map((one) => inkApart(digitOf(one, before({ noise: 40 })), one.normalisation.digit));
  expect(Math.min(...noisy)).toBeGreaterThan(0.5);
});

test('an opened picture is changed as strokes are', () => {
  for (const values of [{ turn: 90 }, { size: 60 }, { slant: 30 }, { blur: 1 }]) {
    const strokes = digitOf(first, before(values));
    const picture = asPicture(first.drawing);
    const ink = { drawing: picture, normalisation: normalise(picture) as Normalisation };
    expect(inkApart(digitOf(ink, before(values)), strokes)).toBeLessThan(0.5);
  }
});

test('straight from the paper, a digit keeps its size, its place and its brush', () => {
  const straight = { ...usualWay, straight: true };
  const small = before({ size: 50 });
  const inkOf = (digit: Uint8Array) => digit.reduce((sum, value) => sum + value, 0) / 255;
  for (const one of drawn) {
    const paper = paperInk(one.drawing).ink;
    const share = inkOf(paper) / paperSide ** 2;
    expect(inkOf(digitOf(one, straight)) / digitSize).toBeCloseTo(share, 3);
    expect(inkOf(digitOf(one, { ...small, straight: true }))).toBeLessThan(
      0.4 * inkOf(digitOf(one, straight)),
    );
  }
});
