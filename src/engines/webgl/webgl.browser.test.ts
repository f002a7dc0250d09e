import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { inputSize } from '../../network/rasters.ts';
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
import { StepFeeder } from '../gpu/step-feeder.ts';
import { toBlocks } from './activations.ts';
import { Network } from './network.ts';
import { openWebglPasses } from './open.ts';
import { Reader } from './reader.ts';
import { ResidentSteps } from './resident.ts';

/** What every engine does that keeps a run to itself is in ../conformance/resident.browser.test.ts. */

let engine: Engine;
let asked: unknown[];
let given: unknown;

beforeAll(async () => {
  const getContext = vi.spyOn(OffscreenCanvas.prototype, 'getContext');
  const opened = await openWebglPasses();
  asked = getContext.mock.calls.map(([name]) => name);
  given = getContext.mock.results[0]?.value;
  vi.restoreAllMocks();
  if (!opened.ok) throw new Error(opened.reason);
  engine = opened.engine;
  await begin(engine);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => engine?.dispose());

test('asks for WebGL 2', () => {
  expect(asked).toEqual(['webgl2']);
  expect(given).toBeInstanceOf(WebGL2RenderingContext);
});

test('a step is at most 25 draws, and nothing is made, uploaded or waited for', async () => {
  const run = new ResidentRun(digitsOf(64 * 40), { batchSize: 64, distortion: everyDistortion });
  let done = 0;
  const take = async (most: number) => {
    const steps = (await advance(engine, run.at({ epoch: 1, offset: 64 * done }), most)).length;
    done += steps;
    return steps;
  };
  for (let i = 0; i < 4; i++) await take(4);
  const memory = engine.memory();
  const calls = new Map<string, number>();
  const prototype = WebGL2RenderingContext.prototype;
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (typeof value !== 'function') continue;
    vi.spyOn(prototype, name as 'flush').mockImplementation(function (this: unknown, ...given: unknown[]) {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return Reflect.apply(value, this, given);
    } as () => void);
  }
  const steps = await take(8);
  vi.restoreAllMocks();
  expect(steps).toBeGreaterThan(0);
  expect((calls.get('drawArrays') ?? 0) / steps).toBeLessThanOrEqual(25);
  const forbidden = /^(tex|copyTex|bufferData|bufferSubData|create|uniform|finish|getError|compile|link)/;
  expect([...calls.keys()].filter((name) => forbidden.test(name))).toEqual([]);
  expect(calls.get('readPixels')).toBeLessThanOrEqual(steps);
  expect(engine.memory()).toEqual(memory);
});

test('distorts as the processor does: at most one pixel in 1,000 differs by more than 1 of 255', async () => {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl?.getExtension('EXT_color_buffer_float')) throw new Error('expected a context that renders floats');
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  const network = new Network(gl);
  const steps = new ResidentSteps(network, new Reader(gl, network.textures, 2 ** 16));
  const feeder = new StepFeeder(steps);
  const place = { epoch: 2, offset: 0 };
  for (const [name, distortion] of Object.entries(distortions)) {
    const run = new ResidentRun(digitsOf(64), { batchSize: 64, distortion });
    await feeder.advance(run.at(place), 0, 1, new AbortController().signal);
    const bytes = new Uint8Array(64 * inputSize);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, network.targets.pixels.framebuffer);
    gl.readBuffer(gl.COLOR_ATTACHMENT0);
    gl.readPixels(0, 0, inputSize / 4, 64, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    const inputs = toBlocks(
      Float32Array.from(bytes, (byte) => byte / 255),
      true,
    );
    expect(shareApart(inputs, run.batchAt(place).digits), name).toBeLessThan(1e-3);
  }
  gl.getExtension('WEBGL_lose_context')?.loseContext();
});

test('a device that renders 16-bit floats only is refused in words', async () => {
  const original = WebGL2RenderingContext.prototype.getExtension;
  vi.spyOn(WebGL2RenderingContext.prototype, 'getExtension').mockImplementation(function (
    this: WebGL2RenderingContext,
    name: string,
  ) {
    return name === 'EXT_color_buffer_float' ? null : Reflect.apply(original, this, [name]);
  });
  expect(await openWebglPasses()).toMatchObject({
    ok: false,
    reason: expect.stringContaining('renders 32-bit floats'),
  });
});
