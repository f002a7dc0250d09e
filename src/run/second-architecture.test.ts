import { expect, test, vi } from 'vitest';
import { referenceEngine } from '../engines/reference/reference-engine.ts';
import { incomingOf, sameBits } from '../formats/network.fixture.ts';
import { exportNetwork, importNetwork, networkFormats } from '../formats/networks.ts';
import type { Architecture } from '../network/architecture.ts';
import { unknownProvenance } from '../network/provenance.ts';
import { tiny } from '../network/tiny.fixture.ts';
import { palettes } from '../pictures/colour-scales.ts';
import { kernelSheet, paintKernels } from '../pictures/kernel-sheet.ts';
import { paintLayer } from '../pictures/layer-picture.ts';
import { traceOf } from '../pictures/trace.ts';
import { layOutFigure } from '../ui/network/figure-layout.ts';
import { readRunFile, writeRunFile } from './store/run-file.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';
import { harness, isIn, keptOf, noticesOf, shortRun } from './test-support/session.ts';

/** What adding a network takes: a value, and its entry in the list. */
vi.mock('../network/architectures.ts', async (original) => {
  const { architectures } = await original<{ readonly architectures: readonly Architecture[] }>();
  const { tiny } = await import('../network/tiny.fixture.ts');
  return { architectures: [...architectures, tiny] };
});

const settings = { ...shortRun, network: 'tiny', epochs: 2, distort: false };
const open = () =>
  harness({
    source: new TestSource(learnableDigits(436, 1), learnableDigits(40, 2)),
    openTrainer: async () => ({ engine: referenceEngine(tiny), workers: 1, why: 'for the test' }),
    openViewer: async () => referenceEngine(tiny),
  });

test('a second network trains through the same run, is stored, resumed, exported, imported and drawn', async () => {
  const { session, store, status, until, events } = open();
  await session.start(settings);
  await until(({ step }) => step >= 3);
  await session.pause();
  const { runId } = status();
  expect(keptOf(store, runId).record.architecture).toBe('tiny');
  expect(keptOf(store, runId).progress.parameters).toHaveLength(tiny.parameterCount);
  await session.resumeRun(runId ?? '');
  await until(isIn('finished'));
  const kept = keptOf(store, runId);
  const [first, last] = [kept.record.training[0], kept.record.training.at(-1)];
  expect(last?.loss).toBeLessThan(0.8 * (first?.loss ?? 0));
  expect(noticesOf(events)).toEqual([]);

  const moments = new Map([[kept.record.step, kept.progress.parameters]]);
  const back = readRunFile(writeRunFile({ run: kept, moments }), 'a run');
  expect(back.run.record.architecture).toBe('tiny');
  expect(sameBits(back.run.progress.parameters, kept.progress.parameters)).toBe(true);

  const { parameters } = kept.progress;
  for (const format of networkFormats) {
    const network = {
      name: 'A tiny one',
      architecture: tiny,
      parameters,
      provenance: unknownProvenance('trained'),
    };
    const read = await importNetwork([incomingOf(await exportNetwork(network, format))]);
    if (!read.ok) throw new Error(`${format}: ${read.reason}`);
    expect(read.network.architecture.id).toBe('tiny');
    expect(read.network.provenance.architecture).toBe('tiny');
    expect(sameBits(read.network.parameters, parameters)).toBe(true);
  }

  const activations = await activationsOf(parameters);
  for (const { tiling } of layOutFigure(tiny, 1_280, 1).layers.values()) {
    const pixels = new Uint32Array(tiling.width * tiling.height);
    const { name, height, width, maps } = tiling.layer;
    const offset = tiny.activationOffsets[name] ?? 0;
    const values = activations.subarray(offset, offset + height * width * maps);
    paintLayer(tiny, pixels, tiling, values, palettes.light, () => 1);
    expect(pixels.some((word) => word !== 0)).toBe(true);
  }
  expect(traceOf(tiny, activations, parameters, null).map(({ layer }) => layer)).toEqual([
    'Output',
    'F3',
    'S2',
    'C1',
    'Input',
  ]);
  const sheet = kernelSheet(tiny, 'C1');
  expect(sheet).toMatchObject({ columns: 2, rows: 1 });
  const pixels = new Uint32Array(sheet.width * sheet.height);
  paintKernels(pixels, tiny, parameters, 'C1', palettes.light.diverging, 1);
  expect(pixels.filter((word) => word !== 0)).toHaveLength(2 * 25);
});

async function activationsOf(parameters: Float32Array): Promise<Float32Array> {
  const engine = referenceEngine(tiny);
  await engine.loadParameters(parameters);
  return engine.forward(learnableDigits(1, 3).digits);
}
