import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { inputSize } from '../../network/rasters.ts';
import { conformanceChecks } from '../conformance/conformance.ts';
import {
  advance,
  begin,
  digitsOf,
  distortions,
  everyDistortion,
  ResidentRun,
  shareApart,
} from '../conformance/resident-run.fixture.ts';
import type { Engine } from '../engine.ts';
import { work } from './layout.ts';
import { openWebgpuCompute } from './open.ts';

/** What every device grants (https://www.w3.org/TR/webgpu/#limits), as far as these shaders could ask for more. */
const least = {
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxBufferSize: 256 * 2 ** 20,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxStorageBuffersPerShaderStage: 8,
};

/** Software renderers take an image to an invocation; others an image to a workgroup, which any renderer can do. */
const renderers = {
  'software renderer': 'SwiftShader Device (Subzero)',
  GPU: 'One That Passes For A GPU',
};

describe.each(Object.entries(renderers))('a %s with the least that WebGPU grants', (_, description) => {
  let engine: Engine;
  let device: GPUDevice;
  /** What the update reads of the images of the last step. */
  let left: GPUBuffer | undefined;

  beforeAll(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('expected an adapter');
    vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue({
      limits: least,
      info: { vendor: '', architecture: '', device: '', description, isFallbackAdapter: false },
      requestDevice: async (wishes: GPUDeviceDescriptor) => {
        device = await adapter.requestDevice(wishes);
        const createBuffer = device.createBuffer.bind(device);
        // So that the test can read what else stays on the device.
        device.createBuffer = (buffer) => {
          if (buffer.label !== 'work') return createBuffer(buffer);
          left = createBuffer({ ...buffer, usage: buffer.usage | GPUBufferUsage.COPY_SRC });
          return left;
        };
        return device;
      },
    } as unknown as GPUAdapter);
    const opened = await openWebgpuCompute();
    vi.restoreAllMocks();
    if (!opened.ok) throw new Error(opened.reason);
    engine = opened.engine;
    // What is made from here on is counted.
    Reflect.deleteProperty(device, 'createBuffer');
  });
  beforeEach(() => begin(engine));
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => engine?.dispose());

  test('trains', async () => {
    for (const [name, limit] of Object.entries(least))
      expect(device.limits[name as keyof typeof least], name).toBe(limit);
    const run = new ResidentRun(digitsOf(64), { batchSize: 64 });
    const losses: number[] = [];
    for (let epoch = 1; epoch <= 6; epoch++)
      losses.push(...(await advance(engine, run.at({ epoch, offset: 0 }), 1)).map(({ loss }) => loss));
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  });

  test.for(Object.entries(distortions))(
    'distorts (%s) as the processor does: at most one pixel in 1,000 differs by more than 1 of 255',
    async ([, distortion]) => {
      const run = new ResidentRun(digitsOf(64), { batchSize: 64, distortion });
      const place = { epoch: 2, offset: 0 };
      await advance(engine, run.at(place), 1);
      expect(shareApart(await inputsOf(64), run.batchAt(place).digits)).toBeLessThan(1e-3);
    },
  );

  /** Of the last step's images, 32 x 32 each. */
  async function inputsOf(images: number): Promise<Float32Array> {
    if (!left) throw new Error('expected a buffer of work');
    const bytes = images * work.size * 4;
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const copy = device.createBuffer({ size: bytes, usage });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(left, 0, copy, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const all = new Float32Array(copy.getMappedRange());
    const inputs = new Float32Array(images * inputSize);
    for (let image = 0; image < images; image++) {
      const at = image * work.size + work.input;
      inputs.set(all.subarray(at, at + inputSize), image * inputSize);
    }
    copy.destroy();
    return inputs;
  }

  test('a step is two dispatches, and nothing is made, written or waited for', async () => {
    const run = new ResidentRun(digitsOf(32 * 60), { batchSize: 32, distortion: everyDistortion });
    let done = 0;
    const take = async (most: number) => {
      const steps = (await advance(engine, run.at({ epoch: 1, offset: 32 * done }), most)).length;
      done += steps;
      return steps;
    };
    for (let i = 0; i < 3; i++) await take(4);
    const memory = engine.memory();
    const calls = new Map<string, number>();
    const classes = [GPUDevice, GPUQueue, GPUComputePassEncoder, GPUBuffer];
    for (const prototype of classes.map((one): object => one.prototype))
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
        if (typeof value !== 'function' || name === 'constructor') continue;
        vi.spyOn(prototype as GPUQueue, name as 'submit').mockImplementation(function (
          this: unknown,
          ...given: unknown[]
        ) {
          calls.set(name, (calls.get(name) ?? 0) + 1);
          return Reflect.apply(value, this, given);
        });
      }
    let steps = 0;
    for (let i = 0; i < 2; i++) steps += await take(8);
    vi.restoreAllMocks();
    expect(calls.get('dispatchWorkgroups')).toBe(2 * steps);
    expect(
      [...calls.keys()].filter((name) => /^(create(?!CommandEncoder)|write|onSubmitted)/.test(name)),
    ).toEqual([]);
    expect(calls.get('mapAsync')).toBe(calls.get('submit'));
    expect(calls.get('submit')).toBeLessThanOrEqual(steps);
    expect(engine.memory()).toEqual(memory);
  });

  // The last of them disposes of the engine.
  test.for(conformanceChecks)('conforms: $name', ({ run }) => run(engine));
});

describe('without a device', () => {
  afterEach(() => vi.restoreAllMocks());

  test('a browser that gives no adapter is refused in words', async () => {
    vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
    expect(await openWebgpuCompute()).toEqual({
      ok: false,
      reason: 'this browser gives no adapter (no GPU, or it is switched off)',
    });
  });

  test('an adapter that gives no device is refused in its words', async () => {
    vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockRejectedValue(new Error('no device today'));
    expect(await openWebgpuCompute()).toEqual({ ok: false, reason: 'no device today' });
  });

  test('a browser without WebGPU is refused in words', async () => {
    vi.stubGlobal('navigator', {});
    expect(await openWebgpuCompute()).toEqual({ ok: false, reason: 'this browser does not have it' });
    vi.unstubAllGlobals();
  });
});
