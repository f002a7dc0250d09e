import type { Architecture, Layer } from '../architecture.ts';

/** One layer at work on what the layer before it gave. */
export interface Pass {
  readonly architecture: Architecture;
  readonly layer: Layer;
  readonly before: Layer;
  /** P numbers. */
  readonly parameters: ArrayLike<number>;
  /** The activation of the layer before. */
  readonly x: Float64Array;
}

/**
 * To what power the way back takes what a sum z depends on. With 1 it brings derivatives of the loss from z to x and
 * to the parameters w: dX = sum of dZ * dz/dx. With 2 it brings second derivatives, hX = sum of hZ * (dz/dx)^2, as
 * the diagonal Gauss-Newton approximation has them (LeCun et al. 1998, appendix C).
 */
export type Power = 1 | 2;

/** How a kind of layer computes. Both ways add to what they write. */
export interface LayerKernel {
  /** @param z zeros: the sums that enter the activation */
  sums(pass: Pass, z: Float64Array): void;
  /**
   * @param dZ at the sums @param dX zeros: at x
   * @param gradient P doubles, to which those of the layer's parameters are added
   */
  back(pass: Pass, dZ: Float64Array, dX: Float64Array, gradient: Float64Array, power: Power): void;
}

/** Calls `visit` for every unit of the layer and every value of x in its window, tap by tap. */
export function eachTap(
  { layer, before }: Pass,
  visit: (place: number, xPlace: number, tap: number) => void,
): void {
  for (let r = 0; r < layer.height; r++) {
    for (let c = 0; c < layer.width; c++) {
      for (let i = 0; i < layer.window; i++) {
        for (let j = 0; j < layer.window; j++) {
          const xPlace = (r * layer.stride + i) * before.width + c * layer.stride + j;
          visit(r * layer.width + c, xPlace, i * layer.window + j);
        }
      }
    }
  }
}
