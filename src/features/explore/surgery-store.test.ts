import { expect, test } from 'vitest';
import type { ReaderStatus } from '../../lab/reading/contract.ts';
import { Listeners } from '../../lib/listeners.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { createOperation } from './looks/operation.ts';
import { openSurgery } from './surgery-store.ts';

const device = { kind: 'wasm', device: '', deviceDetail: '', refused: [], insteadOf: null };

/** A reader that reports what it is told to answer with, later, as a copy: as one in a worker does. */
function fakeReader() {
  const listeners = new Listeners();
  let status: ReaderStatus = { state: 'opening' };
  return {
    subscribe: listeners.subscribe,
    status: () => status,
    architecture: () => lenet5,
    report(parameters: Float32Array, leastEnergy: number | null) {
      const of = { device, architecture: lenet5.id, parameters: parameters.slice() };
      status = { state: 'ready', ...of, leastEnergy };
      listeners.tell();
    },
  };
}

type Values = Float32Array | null | undefined;
/** Arrays of this length are compared by themselves: the test runner takes a second for each. */
const same = (one: Values, other: Values) =>
  one?.length === other?.length && one?.every((value, at) => value === other?.[at]) === true;

test('surgery starts from the network that answered before it, however the reader reports meanwhile', () => {
  const [shipped, other] = [1, 2].map((seed) => initialParameters(lenet5, randomFromSeed(seed))) as [
    Float32Array,
    Float32Array,
  ];
  const reader = fakeReader();
  const operation = createOperation();
  const { latest } = openSurgery(reader, operation);
  const expectNow = (parameters: Float32Array, leastEnergy: number | null, changed: Float32Array | null) => {
    const { base, ...now } = latest();
    expect([same(base?.parameters, parameters), base?.leastEnergy]).toEqual([true, leastEnergy]);
    expect(changed ? same(now.changed, changed) : now.changed === null).toBe(true);
  };
  expect(latest()).toEqual({ base: null, changed: null, instead: null });
  reader.report(shipped, 3);
  expectNow(shipped, 3, null);
  expect(latest()).toBe(latest());

  operation.setState({ edits: [{ layer: 'C5', map: 3, kind: 'off' }] });
  const { changed } = latest();
  if (!changed) throw new Error('expected a changed network');
  expect(same(changed, shipped)).toBe(false);
  reader.report(changed, null);
  expectNow(shipped, 3, changed);
  // A second edit is made on the base, too, and not on what answers now.
  operation.setState({ edits: [{ layer: 'F6', map: 1, kind: 'off' }] });
  const second = latest().changed;
  reader.report(second as Float32Array, null);
  operation.setState({ edits: [{ layer: 'C5', map: 3, kind: 'off' }] });
  expectNow(shipped, 3, changed);
  reader.report(changed, null);

  // Restored: what is reported for a moment longer is not taken for the network.
  operation.setState({ edits: [] });
  expectNow(shipped, 3, null);
  reader.report(changed, null);
  expectNow(shipped, 3, null);
  reader.report(other, null);
  expectNow(other, null, null);
});
