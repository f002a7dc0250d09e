import { readersOf, tensorOf } from '../architecture.ts';
import { eachTap, type LayerKernel, type Pass } from './pass.ts';

/**
 * Convolutions and dense layers:
 *   z[r, c, m] = b[m] + sum over i, j and the maps k that m reads of x[r + i, c + j, k] * w[i, j, k, m]
 *   dB = sum of dZ; dW[i, j, k, m] = sum of x * dZ; dX[r + i, c + j, k] = sum of dZ * w
 *
 * A dense layer is a convolution whose window is the whole layer before it, and its kernel [in, out] lies in memory
 * exactly as [window, window, in, out] does.
 */
export const weightedSums: LayerKernel = {
  sums(pass, z) {
    const { layer, before, parameters, x } = pass;
    const { kernel, bias, readers, pairs } = placesOf(pass);
    const { maps } = layer;
    for (let unit = 0; unit < z.length; unit++) z[unit] = parameters[bias + (unit % maps)] as number;
    if (readers.every((of) => of.length === maps)) return addRows(pass, z, kernel);
    eachTap(pass, (place, xPlace, tap) => {
      let w = kernel + tap * pairs;
      for (let k = 0; k < before.maps; k++) {
        const value = x[xPlace * before.maps + k] as number;
        const of = readers[k] as readonly number[];
        for (let i = 0; i < of.length; i++, w++) {
          const unit = place * maps + (of[i] as number);
          z[unit] = (z[unit] as number) + value * (parameters[w] as number);
        }
      }
    });
  },
  back(pass, dZ, dX, gradient, power) {
    const { layer, before } = pass;
    const { kernel, bias, readers, pairs } = placesOf(pass);
    const { maps } = layer;
    const { parameters, x } = power === 1 ? pass : squaresOf(pass);
    for (let unit = 0; unit < dZ.length; unit++) {
      gradient[bias + (unit % maps)] = (gradient[bias + (unit % maps)] as number) + (dZ[unit] as number);
    }
    eachTap(pass, (place, xPlace, tap) => {
      let w = kernel + tap * pairs;
      for (let k = 0; k < before.maps; k++) {
        const value = x[xPlace * before.maps + k] as number;
        const of = readers[k] as readonly number[];
        let dValue = 0;
        for (let i = 0; i < of.length; i++, w++) {
          const d = dZ[place * maps + (of[i] as number)] as number;
          gradient[w] = (gradient[w] as number) + value * d;
          dValue += d * (parameters[w] as number);
        }
        dX[xPlace * before.maps + k] = (dX[xPlace * before.maps + k] as number) + dValue;
      }
    });
  },
};

/** Where every map reads all maps before, each row of a window is one run of x and of w. In the order of the taps. */
function addRows({ layer, before, parameters, x }: Pass, z: Float64Array, kernel: number): void {
  const { maps, window, stride, width } = layer;
  const length = window * before.maps;
  for (let unit = 0; unit < z.length; unit += maps) {
    const [r, c] = [Math.floor(unit / maps / width), (unit / maps) % width];
    for (let i = 0; i < window; i++) {
      const from = ((r * stride + i) * before.width + c * stride) * before.maps;
      let w = kernel + i * length * maps;
      for (let at = from; at < from + length; at++) {
        const value = x[at] as number;
        for (let m = 0; m < maps; m++, w++)
          z[unit + m] = (z[unit + m] as number) + value * (parameters[w] as number);
      }
    }
  }
}

function squaresOf({ parameters, x }: Pass) {
  return { parameters: Float64Array.from(parameters).map((w) => w * w), x: x.map((value) => value * value) };
}

function placesOf({ architecture, layer, before }: Pass) {
  const readers = readersOf(layer, before);
  return {
    kernel: tensorOf(architecture, layer.name, 'kernel').offset,
    bias: tensorOf(architecture, layer.name, 'bias').offset,
    readers,
    /** Kernel values at one place of the window. */
    pairs: readers.reduce((sum, maps) => sum + maps.length, 0),
  };
}
