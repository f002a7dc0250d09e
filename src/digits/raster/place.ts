import { digit28, digitSide } from '../../network/rasters.ts';
import type { BoxedInk, Normalisation } from './normalisation.ts';

/** MNIST's box: the ink's longer side fills it. */
export const boxSide = 20;

/**
 * Where MNIST puts the centre of mass: on the pixel of index 14 in both directions (so half a pixel
 * right of and below the middle of the field), rounded to the nearest whole pixel. Measured: over the
 * 60,000 training images the centre of mass, in pixel indices, is spread evenly over 13.5..14.5.
 */
export const centreIndex = 14;

/**
 * Moves the box by whole pixels so that its centre of mass falls on {@link centreIndex}. What would
 * reach over the field's edge is cut off, as it is in MNIST (13 of its 60,000 images).
 *
 * @param box20 20 x 20 bytes with some ink
 */
export function placeByCentreOfMass(box20: Uint8Array): Omit<Normalisation, keyof BoxedInk> {
  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let row = 0; row < boxSide; row++) {
    for (let column = 0; column < boxSide; column++) {
      const ink = box20[row * boxSide + column] as number;
      mass += ink;
      momentX += ink * column;
      momentY += ink * row;
    }
  }
  const centreX = mass > 0 ? momentX / mass : (boxSide - 1) / 2;
  const centreY = mass > 0 ? momentY / mass : (boxSide - 1) / 2;
  const offset = { x: Math.round(centreIndex - centreX), y: Math.round(centreIndex - centreY) };
  const digit = digit28(new Uint8Array(digitSide * digitSide));
  let placed = 0;
  for (let row = 0; row < boxSide; row++) {
    for (let column = 0; column < boxSide; column++) {
      const x = column + offset.x;
      const y = row + offset.y;
      if (x < 0 || y < 0 || x >= digitSide || y >= digitSide) continue;
      const ink = box20[row * boxSide + column] as number;
      digit[y * digitSide + x] = ink;
      placed += ink;
    }
  }
  return {
    digit,
    offset,
    centreOfMass: { x: centreX + offset.x + 0.5, y: centreY + offset.y + 0.5 },
    inkArea: placed / 255,
  };
}
