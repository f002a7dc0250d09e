import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lenet5 } from '../../network/lenet-5.ts';
import { type ExplorePlace, exploreAddress, exploreTools } from '../../ui/explore-address.ts';
import { explorePlaceAt, firstPlace } from './read-address.ts';

const anyUnit = fc.constantFrom(...lenet5.layers).chain(({ name, maps, height, width }) =>
  fc.record({
    layer: fc.constant(name),
    map: fc.nat(maps - 1),
    row: fc.nat(height - 1),
    column: fc.nat(width - 1),
  }),
);
const anyDigit = fc.option(fc.nat(9));
const anyPlace: fc.Arbitrary<ExplorePlace> = fc
  .record({ tool: fc.constantFrom(...exploreTools), unit: anyUnit, digit: anyDigit, rival: anyDigit })
  .filter(({ digit, rival }) => digit === null || digit !== rival);

test('an address gives back the place that it was made of, with a drawing and without, encoded or not', () => {
  fc.assert(
    fc.property(anyPlace, fc.option(fc.stringMatching(/^[\w-]+$/), { nil: undefined }), (place, drawing) => {
      const address = exploreAddress(place, drawing);
      for (const hash of [address, encodeURIComponent(address.slice(1)), `${address}`])
        expect(explorePlaceAt(hash, lenet5)).toEqual({ place, problem: null });
    }),
  );
});

test('what an address leaves out is the usual, and a full stop behind it is no part of it', () => {
  expect(explorePlaceAt('#/explore', lenet5)).toEqual({ place: firstPlace, problem: null });
  expect(explorePlaceAt('#/explore?tool=looks&rival=4.', lenet5).place).toEqual({
    ...firstPlace,
    tool: 'looks',
    rival: 4,
  });
});

test('of a map without a place its middle is meant', () => {
  expect(explorePlaceAt('#/explore?unit=c3-4', lenet5).place.unit).toEqual({
    layer: 'C3',
    map: 4,
    row: 5,
    column: 5,
  });
  expect(explorePlaceAt('#/explore?unit=F6-17', lenet5).place.unit).toMatchObject({ map: 17, row: 0 });
});

test('what there is not is named, and the usual stands in for it', () => {
  for (const [asked, named] of [
    ['tool=telescope', 'tool “telescope”'],
    ['unit=C9-1', 'unit “C9-1”'],
    ['unit=C3-16', 'unit “C3-16”'],
    ['unit=C3-1-10-0', 'unit “C3-1-10-0”'],
    ['unit=C3-x', 'unit “C3-x”'],
    ['digit=12', 'digit “12”'],
  ] as const) {
    const { place, problem } = explorePlaceAt(`#/explore?${asked}`, lenet5);
    expect(place).toEqual(firstPlace);
    expect(problem).toContain(named);
  }
  expect(explorePlaceAt('#/explore?digit=4&rival=4', lenet5).place).toMatchObject({ digit: 4, rival: null });
});
