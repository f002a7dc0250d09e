import { expect, test } from 'vitest';
import { layerNamed } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { tile } from '../../pictures/tiling.ts';
import { moveUnit } from './unit-moves.ts';

const c3 = tile(layerNamed(lenet5, 'C3'), { files: 4, zoom: 1, gap: 2, lean: 2, drop: 3 });
const corner = { layer: 'C3', map: 5, row: 9, column: 0 } as const;

test('arrows move within the map and stop at its edge', () => {
  expect(moveUnit(corner, 'ArrowRight', false, c3)).toEqual({ ...corner, column: 1 });
  expect(moveUnit(corner, 'ArrowUp', false, c3)).toEqual({ ...corner, row: 8 });
  expect(moveUnit(corner, 'ArrowDown', false, c3)).toEqual(corner);
  expect(moveUnit(corner, 'End', false, c3)).toEqual({ ...corner, column: 9 });
});

test('Page Up and Page Down, or Shift and arrows, change the map and stop at the last', () => {
  expect(moveUnit(corner, 'PageDown', false, c3)).toEqual({ ...corner, map: 6 });
  expect(moveUnit(corner, 'ArrowDown', true, c3)).toEqual({ ...corner, map: 9 });
  expect(moveUnit({ ...corner, map: 15 }, 'PageDown', false, c3)).toEqual({ ...corner, map: 15 });
});

test('in a dense layer arrows go from unit to unit', () => {
  const c5 = tile(layerNamed(lenet5, 'C5'), { files: 10, zoom: 1, gap: 0, lean: 0, drop: 0 });
  const unit = { layer: 'C5', map: 11, row: 0, column: 0 } as const;
  expect(moveUnit(unit, 'ArrowDown', false, c5)).toEqual({ ...unit, map: 21 });
  expect(moveUnit(unit, 'ArrowLeft', false, c5)).toEqual({ ...unit, map: 10 });
});

test('other keys are not taken', () => {
  expect(moveUnit(corner, 'Tab', false, c3)).toBeNull();
});
