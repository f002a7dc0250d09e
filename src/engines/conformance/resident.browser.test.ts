import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noDistortion } from '../../data/distortion/distortion.ts';
import type { Batch, Place, StepResult } from '../course.ts';
import type { Engine, UpdateRule } from '../engine.ts';
import { openEngine } from '../open.ts';
import {
  advance,
  begin,
  digitsOf,
  everyDistortion,
  furthest,
  ResidentRun,
  residentEngines,
  stateOf,
  trained,
} from './resident-run.fixture.ts';

const rules: Record<string, UpdateRule> = {
  'sgd with momentum': { kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 0.01 },
  adam: { kind: 'adam', learningRate: 5e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-4, weightDecay: 0.01 },
  adamw: { kind: 'adamw', learningRate: 5e-3, beta1: 0.8, beta2: 0.99, epsilon: 1e-4, weightDecay: 0.1 },
};

const lostWords: Record<(typeof residentEngines)[number], string> = {
  'webgpu-compute': 'the WebGPU device was lost',
  'webgl-passes': 'the GPU context was lost',
};

async function open(kind: string): Promise<Engine> {
  const opened = await openEngine(kind);
  if (!opened.ok) throw new Error(`${kind} must open here: ${opened.reason}`);
  return opened.engine;
}

/** Takes steps one at a time, and notes what each had to learn: the same can then be led. */
class Lessons {
  readonly lessons: { readonly batch: Batch; readonly rule: UpdateRule }[] = [];
  readonly results: StepResult[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly run: ResidentRun,
  ) {}

  async take(epoch: number, offset: number): Promise<void> {
    const at: Place = { epoch, offset };
    this.lessons.push({ batch: this.run.batchAt(at), rule: this.run.settings.rule });
    this.results.push(...(await advance(this.engine, this.run.at(at), 1)));
  }

  async expectLed(losses: number, parameters: number): Promise<void> {
    const { engine, lessons, results } = this;
    const resident = await stateOf(engine);
    await begin(engine);
    expect(results).toHaveLength(lessons.length);
    for (const [i, { batch, rule }] of lessons.entries()) {
      const { loss } = await engine.trainStep(batch, rule);
      const result = results[i] as StepResult;
      expect(Math.abs(result.loss - loss), `loss of step ${i + 1}`).toBeLessThan(losses);
      expect(result).toMatchObject({ images: batch.labels.length, rule });
    }
    expect(resident.step).toBe(lessons.length);
    expect(furthest(await engine.readParameters(), resident.parameters)).toBeLessThan(parameters);
  }
}

describe.for(residentEngines)('%s', (kind) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open(kind);
  });
  beforeEach(() => begin(engine));
  afterAll(() => engine?.dispose());

  test('a run is the steps that are led, within 2e-5, and the same bits however it is cut', async () => {
    const run = new ResidentRun(digitsOf(72), { batchSize: 32 });
    const whole = await trained(engine, run, 1000);
    expect(whole.step).toBe(6);
    for (const most of [1, 3]) expect(await trained(engine, run, most)).toEqual(whole);
    await begin(engine);
    let step = 0;
    for (let epoch = 1; epoch <= 2; epoch++)
      for (let offset = 0; offset < run.images; offset += 32) {
        const { loss, correct } = await engine.trainStep(run.batchAt({ epoch, offset }), run.settings.rule);
        const [gotLoss = 0, gotCorrect] = whole.measured[step++] ?? [];
        expect(Math.abs(gotLoss - loss)).toBeLessThan(1e-4);
        expect(gotCorrect).toBe(correct);
      }
    expect(furthest(await engine.readParameters(), whole.parameters)).toBeLessThan(2e-5);
  });

  test('a batch of 300 is the same batch led, within 1e-5', async () => {
    const record = new Lessons(engine, new ResidentRun(digitsOf(300), { batchSize: 300 }));
    await record.take(1, 0);
    await record.expectLed(1e-5, 1e-5);
  });

  test.for(Object.entries(rules))(
    '%s, on images of which some are written anew for each epoch: as led, within 2e-5',
    async ([, rule]) => {
      const run = new ResidentRun(digitsOf(20), { batchSize: 8, rule });
      const record = new Lessons(engine, run);
      for (let epoch = 1; epoch <= 2; epoch++) {
        for (const offset of [0, 8, 16]) await record.take(epoch, offset);
        run.write(12, digitsOf(8, 20 + epoch));
      }
      await record.expectLed(1e-4, 2e-5);
    },
  );

  test('images that arrive between steps are those of the next step, within 2e-5', async () => {
    const blank = { digits: new Uint8Array(24 * 784), labels: new Uint8Array(24) };
    const run = new ResidentRun(blank, { batchSize: 8 });
    const record = new Lessons(engine, run);
    const all = digitsOf(24);
    for (const [i, offset] of [0, 8, 16].entries()) {
      const [from, to] = [8 * i, 8 * i + 8];
      run.write(from, {
        digits: all.digits.subarray(from * 784, to * 784),
        labels: all.labels.subarray(from, to),
      });
      await record.take(1, offset);
    }
    await record.expectLed(1e-4, 2e-5);
  });

  test('rate, batch size, rule and distortion that change are those of the next advance, within 2e-3', async () => {
    const run = new ResidentRun(digitsOf(60), { batchSize: 8 });
    const record = new Lessons(engine, run);
    const { settings } = run;
    const sgd = { kind: 'sgd', learningRate: 0.05, momentum: 0.5, weightDecay: 0 } as const;
    const changes: Partial<typeof settings>[] = [
      { rule: sgd },
      {},
      { rule: { ...sgd, learningRate: 0.2 } },
      { distortion: { ...noDistortion, rotationDeg: 30, shiftPx: 3 } },
      { distortion: everyDistortion },
      { distortion: null },
      { batchSize: 3 },
      { batchSize: 16 },
    ];
    let offset = 0;
    for (const change of changes) {
      Object.assign(settings, change);
      await record.take(1, offset);
      offset += settings.batchSize;
    }
    await record.expectLed(2e-3, 2e-3);
  });

  test('an advance that is aborted stops early, and tells of the steps that it took', async () => {
    const run = new ResidentRun(digitsOf(800), { batchSize: 8 });
    const stop = new AbortController();
    let asked = 0;
    const course = {
      ...run.at({ epoch: 1, offset: 0 }),
      ready: async () => {
        asked += 1;
        if (asked === 2) stop.abort();
        return 8;
      },
    };
    const { length } = await advance(engine, course, 100, stop.signal);
    // Two, or one where it took so long that the advance was over before.
    expect(length).toBe(asked);
    expect(asked).toBeLessThanOrEqual(2);
    const state = await stateOf(engine);
    expect(state.step).toBe(length);
    await begin(engine);
    for (let offset = 0; offset < 8 * length; offset += 8)
      await advance(engine, run.at({ epoch: 1, offset }), 1);
    expect(await stateOf(engine)).toEqual(state);
  });

  test('what the course throws is handed on as it is, and the steps before it count', async () => {
    const failure = new Error('no images come');
    const run = new ResidentRun(digitsOf(32), { batchSize: 8 });
    let asked = 0;
    const course = {
      ...run.at({ epoch: 1, offset: 0 }),
      ready: async (_from: Place, least: number) => {
        if (asked++ > 0) throw failure;
        return least;
      },
    };
    expect(await advance(engine, course, 4)).toHaveLength(1);
    await expect(advance(engine, course, 4)).rejects.toBe(failure);
    expect((await engine.readOptimiser()).step).toBe(1);
  });

  test('a second engine ends a distorted run with the same bits; once lost, it says so', async () => {
    const settings = { batchSize: 32, distortion: everyDistortion };
    const once = await trained(engine, new ResidentRun(digitsOf(72), settings), 1000);
    const other = await open(kind);
    const run = new ResidentRun(digitsOf(72), settings);
    expect(await trained(other, run, 1000)).toEqual(once);

    const underWay = advance(other, run.at({ epoch: 3, offset: 0 }), 1000);
    other.loseDevice?.();
    await expect(underWay).rejects.toMatchObject({
      name: 'EngineError',
      message: expect.stringContaining(`train step 7, ${kind}: ${lostWords[kind]}`),
    });
    expect(await other.lost).toContain(lostWords[kind]);
    await expect(other.readParameters()).rejects.toThrow(`readParameters, ${kind}: ${lostWords[kind]}`);
    await other.dispose();
  });
});
