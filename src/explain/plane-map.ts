import type { WhatIfValues } from './what-if.ts';

/** A linear map of the plane, x to the right and y down, about a middle that is named beside it, then a shift. */
export interface PlaneMap {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  /** In pixels of 28 to the paper. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Sized, then slanted, then turned (clockwise), then moved; null where all of these are neutral. */
export function planeMapOf({ right, down, turn, size, slant }: WhatIfValues): PlaneMap | null {
  if (right === 0 && down === 0 && turn === 0 && size === 100 && slant === 0) return null;
  const scale = size / 100;
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // What is above goes to the right.
  const shear = -Math.tan((slant * Math.PI) / 180);
  return {
    xx: scale * cos,
    xy: scale * (cos * shear - sin),
    yx: scale * sin,
    yy: scale * (sin * shear + cos),
    shiftX: right,
    shiftY: down,
  };
}

/** Where a place of the target comes from: inverse * (target - middle - shift) + middle. */
export function inverseOf({ xx, xy, yx, yy, shiftX, shiftY }: PlaneMap): PlaneMap {
  const determinant = xx * yy - xy * yx;
  const [ixx, ixy, iyx, iyy] = [yy / determinant, -xy / determinant, -yx / determinant, xx / determinant];
  return {
    xx: ixx,
    xy: ixy,
    yx: iyx,
    yy: iyy,
    shiftX: -(ixx * shiftX + ixy * shiftY),
    shiftY: -(iyx * shiftX + iyy * shiftY),
  };
}
