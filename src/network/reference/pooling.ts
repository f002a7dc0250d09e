import { tensorOf } from '../architecture.ts';
import { eachTap, type LayerKernel, type Pass } from './pass.ts';

/** y[r, c, m] = mean over the window of x[., ., m] */
export const pooling: LayerKernel = {
  sums: (pass, z) => addWindows(pass, z, () => 1 / pass.layer.window ** 2),
  back: (pass, dZ, dX, _gradient, power) => spread(pass, dZ, dX, () => (1 / pass.layer.window ** 2) ** power),
};

/** z[r, c, m] = b[m] + c[m] * sum over the window of x[., ., m] (LeCun et al. 1998, section II.B) */
export const subsampling: LayerKernel = {
  sums(pass, z) {
    const { coefficient, bias } = trained(pass);
    const { maps } = pass.layer;
    for (let unit = 0; unit < z.length; unit++) z[unit] = bias(unit % maps);
    addWindows(pass, z, coefficient);
  },
  back(pass, dZ, dX, gradient, power) {
    const { coefficient, coefficientAt, biasAt } = trained(pass);
    const { maps } = pass.layer;
    const windows = new Float64Array(dZ.length);
    addWindows(pass, windows, () => 1);
    for (let unit = 0; unit < dZ.length; unit++) {
      const d = dZ[unit] as number;
      const m = unit % maps;
      gradient[biasAt + m] = (gradient[biasAt + m] as number) + d;
      // The sum is what the coefficient multiplies, so it is the sum that is squared, and not its terms.
      gradient[coefficientAt + m] =
        (gradient[coefficientAt + m] as number) + d * (windows[unit] as number) ** power;
    }
    spread(pass, dZ, dX, (m) => coefficient(m) ** power);
  },
};

function trained({ architecture, layer, parameters }: Pass) {
  const coefficientAt = tensorOf(architecture, layer.name, 'coefficient').offset;
  const biasAt = tensorOf(architecture, layer.name, 'bias').offset;
  return {
    coefficientAt,
    biasAt,
    coefficient: (m: number) => parameters[coefficientAt + m] as number,
    bias: (m: number) => parameters[biasAt + m] as number,
  };
}

/** z[r, c, m] += weight(m) * sum over the window of x[., ., m] */
function addWindows(pass: Pass, z: Float64Array, weight: (map: number) => number): void {
  const { maps } = pass.layer;
  eachTap(pass, (place, xPlace) => {
    for (let m = 0; m < maps; m++) {
      z[place * maps + m] =
        (z[place * maps + m] as number) + weight(m) * (pass.x[xPlace * maps + m] as number);
    }
  });
}

/** dX[., ., m] += factor(m) * dZ[r, c, m] over the window */
function spread(pass: Pass, dZ: Float64Array, dX: Float64Array, factor: (map: number) => number): void {
  const { maps } = pass.layer;
  eachTap(pass, (place, xPlace) => {
    for (let m = 0; m < maps; m++) {
      dX[xPlace * maps + m] =
        (dX[xPlace * maps + m] as number) + factor(m) * (dZ[place * maps + m] as number);
    }
  });
}
