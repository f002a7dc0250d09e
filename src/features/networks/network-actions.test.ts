import { expect, test } from 'vitest';
import { unknownProvenance } from '../../network/provenance.ts';
import { measure } from './network-actions.ts';
import {
  createNetworksModel,
  type NetworksModelOptions,
  shippedId,
  shownNetworks,
} from './networks-model.ts';

test('the shipped network, whose card did not come, can be measured like any other', async () => {
  const provenance = { ...unknownProvenance('shipped'), results: { validationAccuracy: 0.99 } };
  const options: Pick<NetworksModelOptions, 'shipped' | 'measure'> = {
    shipped: async () => ({ architecture: 'lenet-5', parameters: new Float32Array(1), provenance }),
    measure: async () => ({ ok: true, measured: { right: 97, total: 100, of: 'MNIST' } }),
  };
  const model = createNetworksModel(options as NetworksModelOptions);
  await model.weights(shippedId);
  const shown = () => {
    const view = { networks: [], bytes: 0, trouble: null };
    const [network] = shownNetworks(view, model.state.getState().shipped);
    if (!network) throw new Error('expected the shipped network');
    return network;
  };
  await measure(model, shown());
  expect(shown().provenance.results).toEqual({ validationAccuracy: 0.99, testAccuracy: 0.97 });
  const { measuring, notice } = model.state.getState();
  expect(measuring).toEqual([]);
  expect(notice?.text).toContain('97 of 100');
});
