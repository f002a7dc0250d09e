import type { Layer } from '../architecture.ts';
import type { LayerKernel } from './pass.ts';

/** z[m] = -sum over k of (x[k] - w[m, k])^2: minus the penalty y of LeCun et al. 1998, equation 7. */
export const rbf: LayerKernel = {
  sums(pass, z) {
    centresOf(pass.layer).forEach((centre, m) => {
      z[m] = -pass.x.reduce((sum, value, k) => sum + (value - (centre[k] as number)) ** 2, 0);
    });
  },
  back(pass, dZ, dX, _gradient, power) {
    centresOf(pass.layer).forEach((centre, m) => {
      for (let k = 0; k < dX.length; k++) {
        const slope = -2 * ((pass.x[k] as number) - (centre[k] as number));
        dX[k] = (dX[k] as number) + (dZ[m] as number) * slope ** power;
      }
    });
  },
};

function centresOf(layer: Layer) {
  return layer.kind === 'rbf' ? layer.centres : [];
}
