import { expect, test } from 'vitest';
import { wholeAddress } from './whole-address.ts';

test.each([
  ['#/draw?embed=figure', null, '#/'],
  ['#/draw?embed=figure&draw=BAold', 'BAnew', '#/?draw=BAnew'],
  ['#/explore?embed=map', null, '#/explore?tool=map'],
  ['#/explore?embed=why&digit=9&rival=4&draw=BA', 'BA', '#/explore?tool=why&digit=9&rival=4&draw=BA'],
  ['#/explore?embed', null, '#/explore'],
  ['#/tour?chapter=kernel&embed', 'BA', '#/tour?chapter=kernel&draw=BA'],
  ['#/networks', null, '#/networks'],
  ['', null, '#/'],
])('%s with the drawing %s leads to %s', (hash, drawing, whole) => {
  expect(wholeAddress(hash, drawing)).toBe(whole);
});
