import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDistorter } from '../data/distortion/distortion.ts';
import type { Course, Place, StepResult } from '../engines/course.ts';
import type { Engine } from '../engines/engine.ts';
import { referenceEngine } from '../engines/reference/reference-engine.ts';
import { train, trainerOn } from '../engines/trainer.ts';
import { CounterRandom, randomFromSeed } from '../lib/random.ts';
import { initialParameters } from '../network/initialise.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { digitSize } from '../network/rasters.ts';
import { tiny } from '../network/tiny.fixture.ts';
import { runStates } from './contract.ts';
import { freshRun, keptOf, loadedRun } from './kept-run.ts';
import { RunData } from './run-data.ts';
import { updateRuleOf } from './schedule/learning-rate.ts';
import { defaultSettings } from './settings/run-settings.ts';
import { after, beforeAnyRun, goesOn, type Happening, type SessionState, statusOf } from './state.ts';
import { expectRunSense } from './store/run-sense.ts';
import { storedRun } from './store/run-store-forms.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';

const weights = () => ({
  engine: { kind: 'wasm', workers: 1 },
  parameters: new Float32Array(lenet5.parameterCount),
  optimiser: {
    step: 0,
    first: new Float32Array(lenet5.parameterCount),
    second: new Float32Array(lenet5.parameterCount),
  },
});
const count = 100;
const settings = { ...defaultSettings, epochs: 2, batchSize: 30 };
const run = () => {
  const facts = { runId: 'a run', startedAt: 1, dataName: 'digits', chance: 'counter', begun: null } as const;
  return freshRun({ ...facts, architecture: lenet5, settings }, weights());
};

/** What the session and its loop tell, in any order that they could. */
const tellings = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ what: fc.constant('step'), loss: fc.float({ min: 0, max: 5, noNaN: true }) }),
    },
    fc.record({
      what: fc.constantFrom(
        'save',
        'rewind',
        'validate',
        'sum up',
        'fail',
        'open',
        'set out',
        'stand',
        'leave',
        'end',
        'pin',
      ),
    }),
    fc.record({ what: fc.constant('enter'), phase: fc.constantFrom(...runStates) }),
  ),
  { maxLength: 60 },
);

function happeningOf(
  state: SessionState,
  told: { what: string; loss?: number; phase?: (typeof runStates)[number] },
): Happening | null {
  const loaded = state.run;
  switch (told.what) {
    case 'step': {
      if (!loaded || loaded.ended || loaded.place.epoch > settings.epochs) return null;
      const { epoch, offset } = loaded.place;
      const images = Math.min(settings.batchSize, count - offset);
      const next =
        offset + images < count ? { epoch, offset: offset + images } : { epoch: epoch + 1, offset: 0 };
      const result = { loss: told.loss ?? 0, correct: Math.floor(images / 2) };
      return { type: 'stepped', result, images, next, learningRate: 0.1 };
    }
    case 'save':
      return loaded && { type: 'saved', kept: keptOf(loaded, weights(), 2) };
    case 'rewind':
      return { type: 'rewound' };
    case 'validate':
      return loaded && { type: 'validated', point: { step: loaded.step, loss: 1, accuracy: 0.5 } };
    case 'sum up':
      return { type: 'summed up' };
    case 'fail':
      return { type: 'engine failed', at: 5, since: 0, engine: null, reason: 'lost' };
    case 'open':
      return { type: 'engine opened' };
    case 'set out':
      return { type: 'set out' };
    case 'stand':
      return { type: 'stands' };
    case 'leave':
      return { type: 'left' };
    case 'end':
      return { type: 'ended' };
    case 'pin':
      return { type: 'pinned', pinned: { step: 0, parameters: new Float32Array(1) } };
    default:
      return { type: 'entered', phase: told.phase ?? 'idle', message: null };
  }
}

test('whatever happens in whatever order, the state makes sense, and a rewound run is the one that was saved', async () => {
  const fresh = run();
  fc.assert(
    fc.property(tellings, (told) => {
      let state = after(beforeAnyRun, { type: 'loaded', run: fresh });
      for (const one of told) {
        const happening = happeningOf(state, one);
        const before = state;
        if (!happening) continue;
        state = after(state, happening);
        const { run: now } = state;
        if (!now) {
          expect(state.pinned === null || happening.type === 'pinned').toBe(true);
          continue;
        }
        const steps = [now.training, now.validation].map((curve) => curve.map(({ step }) => step));
        for (const curve of steps) expect(curve).toEqual([...curve].sort((a, b) => a - b));
        expect(Math.max(0, ...steps.flat())).toBeLessThanOrEqual(now.step);
        expect(now.step).toBeGreaterThanOrEqual(now.sound.record.step);
        expect(goesOn(state)).toBe(!now.ended);
        const { progress, step } = statusOf(state, {
          engine: null,
          savedAt: null,
          data: null,
          imagesPerSecond: null,
          steady: false,
        });
        expect([progress >= 0 && progress <= 1, step]).toEqual([true, now.step]);
        if (happening.type === 'rewound') {
          const { sound } = now;
          const back = { ...keptOf(now, sound.progress, sound.record.savedAt) };
          expect(back.record).toMatchObject({
            ...sound.record,
            settings: now.settings,
            totalSteps: now.totalSteps,
          });
          expect(back.progress.pending).toEqual(sound.progress.pending);
          expect(after(state, { type: 'rewound' })).toEqual(state);
        }
        // What was handed in is left as it was.
        expect(before.run?.training.length ?? 0).toBeLessThanOrEqual(
          Math.max(now.training.length, before.run?.step ?? 0),
        );
      }
      const { run: last } = state;
      // What is saved can be read again, and is the same run.
      if (!last || last.step === 0 || last.ended) return;
      const kept = keptOf({ ...last, totalSteps: 8 }, weights(), 3);
      expectRunSense(kept);
      expect(storedRun(kept).ok).toBe(true);
      expect(loadedRun(kept)).toMatchObject({
        step: last.step,
        place: last.place,
        pending: last.pending,
        chance: 'counter',
      });
    }),
    { numRuns: 60 },
  );
});

test.each([0, 0.4])(
  'an engine that makes its batches itself, many steps at a time, takes the very steps of one that is led, %d of them synthetic',
  async (syntheticShare) => {
    const data = await RunData.open(
      new TestSource(learnableDigits(110, 1), learnableDigits(10, 2)),
      { seed: 4, chance: 'counter' },
      new AbortController().signal,
    );
    const chosen = { ...settings, seed: 4, syntheticShare };
    const rule = updateRuleOf(chosen, 0.05);
    const trained = async (resident: boolean) => {
      const engine = referenceEngine(tiny);
      await engine.loadParameters(initialParameters(tiny, randomFromSeed(1)));
      let place = { epoch: 1, offset: 0 };
      const course: Course = {
        next: async (signal) => ({ batch: await data.batch(place, chosen, signal), rule }),
        resident: async () => {
          const images = data.resident(chosen);
          const batchAt = (at: Place) => data.batch(at, chosen, new AbortController().signal);
          const { batchSize } = chosen;
          return images && { ...images, from: place, batchSize, ruleAt: () => rule, batchAt };
        },
      };
      let taken = 0;
      const trainer = trainerOn(resident ? { ...engine, advance: residentAdvance(engine) } : engine, course);
      await train(
        trainer,
        () => 7 - taken,
        new AbortController().signal,
        (results) => {
          for (const { images } of results) place = data.after(place, images);
          taken += results.length;
        },
      );
      return engine.readParameters();
    };
    expect(await trained(true)).toEqual(await trained(false));
  },
);

/** What a GPU does: it has a copy of the images and makes its batches itself, three steps at a time. */
function residentAdvance(engine: Engine): NonNullable<Engine['advance']> {
  let copy: { digits: Uint8Array; labels: Uint8Array; revision: number } | undefined;
  return async (course, most, signal) => {
    const { store, seed, places, distortion, batchSize, ruleAt, batchAt, ready } = course;
    copy ??= {
      digits: new Uint8Array(store.room * digitSize),
      labels: new Uint8Array(store.room),
      revision: 0,
    };
    const random = new CounterRandom(seed);
    const distort = distortion && createDistorter(distortion);
    const results: StepResult[] = [];
    let { epoch, offset } = course.from;
    for (let step = 0; step < Math.min(most, 3); step++) {
      const order = places(epoch);
      const size = Math.min(batchSize, order.length - offset);
      expect(await ready({ epoch, offset }, size, size, signal)).toBe(size);
      const { revision, parts } = store.since(copy.revision);
      copy.revision = revision;
      for (const { at, digits, labels } of parts) {
        copy.digits.set(digits, at * digitSize);
        copy.labels.set(labels, at);
      }
      const batch = { digits: new Uint8Array(size * digitSize), labels: new Uint8Array(size) };
      for (let i = 0; i < size; i++) {
        const from = order[offset + i] as number;
        const digit = copy.digits.subarray(from * digitSize, (from + 1) * digitSize);
        const target = batch.digits.subarray(i * digitSize, (i + 1) * digitSize);
        if (distort) distort(digit, target, random.at(epoch, offset + i));
        else target.set(digit);
        batch.labels[i] = copy.labels[from] as number;
      }
      expect(await batchAt({ epoch, offset })).toEqual(batch);
      const rule = ruleAt({ epoch, offset });
      const result = await engine.trainStep(batch, rule);
      results.push({ ...result, images: size, rule, batch: async () => batch });
      offset += size;
      if (offset >= order.length) [epoch, offset] = [epoch + 1, 0];
    }
    return results;
  };
}
