import { expect, test } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';
import {
  harness,
  isIn,
  keptOf,
  MemoryStore,
  noticesOf,
  openLedTrainer,
  openWasmEngine,
  openWasmTrainer,
  shortRun,
} from './test-support/session.ts';

/** What an engine does that takes a while, and may find that its device is gone. */
const calls = [
  'loadParameters',
  'readParameters',
  'gradients',
  'advance',
  'readOptimiser',
  'loadOptimiser',
] as const;
type Call = (typeof calls)[number];

/** A device that is lost when the test says so: from then on, every call of the engines on it fails. */
class Device {
  lost = false;
  /** Told before every call. */
  onCall: (call: Call) => void = () => {};

  async open() {
    this.lost = false;
    const opened = await openWasmTrainer();
    return { ...opened, engine: this.bound(opened.engine) };
  }

  bound(engine: Engine): Engine {
    for (const call of calls) {
      const original = engine[call]?.bind(engine) as (...given: unknown[]) => Promise<unknown>;
      const guarded = async (...given: unknown[]) => {
        this.onCall(call);
        if (this.lost) throw new Error('the GPU was lost');
        return original(...given);
      };
      Object.assign(engine, { [call]: guarded });
    }
    return engine;
  }
}

async function bitsOfUnbrokenRun(): Promise<Float32Array> {
  const whole = harness();
  await whole.session.start(shortRun);
  const { runId } = await whole.until(isIn('finished'));
  return keptOf(whole.store, runId).progress.parameters;
}

test.each(calls)(
  'a device that is lost in %s is opened again, and the run ends with the same bits',
  async (lostIn) => {
    const expected = await bitsOfUnbrokenRun();
    const device = new Device();
    const { session, until, status, store, events } = harness({ openTrainer: () => device.open() });
    let losses = 0;
    device.onCall = (call) => {
      // Loading happens once for each opening, all else many times.
      const late = call.startsWith('load') || status().step >= 30;
      if (call !== lostIn || !late || losses > 0) return;
      device.lost = true;
      losses += 1;
    };
    await session.start(shortRun);
    const { runId } = await until(({ state }) => state === 'finished' || state === 'failed');
    expect(losses).toBe(1);
    expect(status().state).toBe('finished');
    expect(keptOf(store, runId).progress.parameters).toEqual(expected);
    expect(noticesOf(events).join()).toContain('GPU was lost');
  },
);

test('a device that is lost right after its steps costs no step that was saved', async () => {
  const device = new Device();
  const { session, until, status } = harness({ openTrainer: () => device.open() });
  let [advances, lost] = [0, false];
  device.onCall = (call) => {
    if (call === 'advance') advances += 1;
    else if (advances === 2 && !lost) {
      lost = true;
      device.lost = true;
    }
  };
  await session.start(shortRun);
  await until(isIn('finished'));
  expect(lost).toBe(true);
  expect(status().step).toBe(104);
});

test('pausing on a lost device answers, says so, and the run resumes', async () => {
  const device = new Device();
  const { session, until, status, events } = harness({ openTrainer: () => device.open() });
  await session.start(shortRun);
  await until(({ step }) => step >= 35);
  device.lost = true;
  await session.pause();
  expect(status().state).toBe('paused');
  expect(status().step).toBe(30);
  expect(noticesOf(events).join()).toContain('GPU was lost');
  await session.resume();
  await until(isIn('finished'));
});

test('a save that was asked for while the device is lost is answered once the run is saved again', async () => {
  const device = new Device();
  const { session, until } = harness({ openTrainer: () => device.open() });
  await session.start({ ...shortRun, epochs: 40 });
  await until(({ step }) => step >= 35);
  let lost = false;
  device.onCall = (call) => {
    if (call !== 'readOptimiser' || lost) return;
    lost = true;
    device.lost = true;
  };
  const answered = await Promise.race([
    session.saveNow().then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 5_000)),
  ]);
  expect({ lost, answered }).toEqual({ lost: true, answered: true });
  await session.pause();
});

test('a run that was rolled back while its data was missing does not resume by itself', async () => {
  // Enough images for the window that the first ones are drawn from, and for some steps.
  const source = new TestSource(learnableDigits(3_000, 1), learnableDigits(200, 2), 2_600);
  let poison = false;
  const { session, until, status } = harness({
    source,
    openTrainer: async () => {
      const trainer = await openWasmTrainer();
      const readParameters = trainer.engine.readParameters.bind(trainer.engine);
      const poisoned = async () => {
        const parameters = await readParameters();
        return poison ? parameters.fill(Number.NaN) : parameters;
      };
      Object.assign(trainer.engine, { readParameters: poisoned });
      return trainer;
    },
  });
  await session.start({ ...shortRun, epochs: 1 });
  await until(({ step, state }) => step >= 1 && state === 'running');
  poison = true;
  source.parts.train.fail('no source responded');
  const { message } = await until(isIn('paused'));
  expect(message).toContain('Rolled back to step');
  poison = false;
  source.parts.train.arrive(3_000);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(status()).toMatchObject({ state: 'paused', message });
});

test('a viewer whose device is lost is opened again; the run and its pictures continue', async () => {
  const viewers: Device[] = [];
  const { session, until, status, events, event } = harness({
    openViewer: async () => {
      const device = new Device();
      viewers.push(device);
      return device.bound(await openWasmEngine());
    },
  });
  await session.start(shortRun);
  await until(({ step }) => step >= 30);
  for (const viewer of viewers) viewer.lost = true;
  await until(isIn('finished'));
  await event('tested');
  expect(events.findLast(({ type }) => type === 'moment')).toMatchObject({ moment: { step: 104 } });
  expect(noticesOf(events)).toEqual([]);
  for (const viewer of viewers) viewer.lost = true;
  const before = events.length;
  await session.showMoment(10);
  expect(events.slice(before).some(({ type }) => type === 'moment')).toBe(true);
  expect(status().state).toBe('finished');
});

test('a run trains without pictures where no viewer opens, and says so once', async () => {
  const { session, until, status, events } = harness({
    openViewer: () => Promise.reject(new Error('no engine can look')),
  });
  await session.start(shortRun);
  await until(isIn('finished'));
  expect(status().step).toBe(104);
  await expect.poll(() => noticesOf(events).join()).toContain('The test set could not be measured');
  expect(noticesOf(events).filter((text) => text.includes('no engine can look'))).toHaveLength(2);
});

test('a run that ends on a lost device is measured from its checkpoint', async () => {
  const device = new Device();
  const { session, until, event, status } = harness({ openTrainer: () => device.open() });
  await session.start(shortRun);
  await until(({ step }) => step >= 50);
  await session.pause();
  device.lost = true;
  await session.stop();
  expect(status()).toMatchObject({ state: 'finished' });
  const { result } = await event('tested');
  expect(result.step).toBe(status().step);
});

test('an engine call that never answers ends when its device is lost', async () => {
  let lose: (reason: string) => void = () => {};
  let hang = false;
  let opened = 0;
  const { session, until } = harness({
    openTrainer: async () => {
      opened += 1;
      const trainer = await openWasmTrainer();
      const advance = trainer.engine.advance?.bind(trainer.engine);
      const lost = new Promise<string>((resolve) => {
        lose = resolve;
      });
      Object.assign(trainer.engine, {
        lost,
        advance: (...given: Parameters<NonNullable<Engine['advance']>>) =>
          hang ? new Promise(() => {}) : advance?.(...given),
      });
      return trainer;
    },
  });
  await session.start(shortRun);
  await until(({ step }) => step >= 20);
  hang = true;
  await new Promise((resolve) => setTimeout(resolve, 20));
  hang = false;
  lose('the context was lost');
  await until(isIn('finished'));
  expect(opened).toBe(2);
});

test('a rollback across a change of optimiser does not train on with the other one’s moments', async () => {
  let poison = false;
  const rules: string[] = [];
  const loaded: number[] = [];
  const { session, until, status, store } = harness({
    openTrainer: async () => {
      const trainer = await openLedTrainer();
      const { engine } = trainer;
      const trainStep = engine.trainStep.bind(engine);
      const loadOptimiser = engine.loadOptimiser.bind(engine);
      Object.assign(engine, {
        loadOptimiser: async (state: Parameters<Engine['loadOptimiser']>[0]) => {
          loaded.push(state.first.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
          return loadOptimiser(state);
        },
        trainStep: async (...[batch, rule]: Parameters<Engine['trainStep']>) => {
          rules.push(rule.kind);
          const result = await trainStep(batch, rule);
          return poison ? { ...result, loss: Number.NaN } : result;
        },
      });
      return trainer;
    },
  });
  const sgd = { ...shortRun, optimiser: 'sgd', schedule: 'constant', learningRate: 0.05 } as const;
  await session.start(sgd);
  await until(({ step }) => step >= 31);
  await session.pause();
  const paused = status().step;
  await session.edit({ ...sgd, optimiser: 'adam', learningRate: 2e-3 });
  poison = true;
  await session.resume();
  const rolledBack = await until(({ state, message }) => state === 'paused' && message !== null);
  expect(rolledBack.step).toBe(paused);
  poison = false;
  loaded.length = 0;
  await session.step(sgd);
  expect(rules.at(-1)).toBe('adam');
  // Adam begins with moments of its own: zeros.
  expect(loaded.at(-1)).toBe(0);
  expect(keptOf(store, status().runId).progress.optimiser).toMatchObject({ kind: 'adam', step: 1 });
});

test('moments of another optimiser are left behind after a reload as well', async () => {
  const first = harness();
  const sgd = { ...shortRun, optimiser: 'sgd', schedule: 'constant', learningRate: 0.05 } as const;
  await first.session.start(sgd);
  await first.until(({ step }) => step >= 12);
  await first.session.pause();
  await first.session.edit({ ...sgd, optimiser: 'adam', learningRate: 2e-3 });
  const { runId, step } = first.status();
  const second = harness({ store: first.store });
  await second.session.resumeRun(runId ?? '');
  await second.until((status) => status.step > step);
  await second.session.pause();
  const { optimiser } = keptOf(first.store, runId).progress;
  expect(optimiser).toMatchObject({ kind: 'adam', step: second.status().step - step });
});

test('what changes while a run is paused is saved', async () => {
  const first = harness();
  await first.session.start(shortRun);
  await first.until(({ step }) => step >= 12);
  await first.session.pause();
  await first.session.edit({ ...shortRun, epochs: 99 });
  const { runId } = first.status();
  expect(keptOf(first.store, runId).record.settings).toMatchObject({ epochs: 99 });
  const second = harness({ store: first.store });
  await second.session.resumeRun(runId ?? '');
  await second.session.pause();
  expect(second.status().settings.epochs).toBe(99);
});

test('a store that throws never stops a run or a command', async () => {
  const store = new MemoryStore();
  const broken = () => Promise.reject(new Error('the database is gone'));
  const { session, until, status, events } = harness({ store });
  await session.start(shortRun);
  await until(({ step }) => step >= 12);
  Object.assign(store, {
    save: broken,
    load: broken,
    list: broken,
    moments: broken,
    moment: broken,
    remove: broken,
  });
  await session.pause();
  expect(status().state).toBe('paused');
  await session.showMoment(10);
  await session.forgetRun('another');
  await session.resumeRun('another');
  expect(await session.exportRun(status().runId ?? '')).toBeNull();
  expect(status().state).toBe('paused');
  await session.resume();
  await until(isIn('finished'));
  expect(noticesOf(events).join()).toContain('the database is gone');
});

test('after a resume the run is saved soon and often enough for one that is killed again and again', async () => {
  const store = new MemoryStore();
  const saves: number[] = [];
  const save = store.save.bind(store);
  const clock = { now: 0 };
  store.save = (run, moment) => {
    saves.push(clock.now);
    return save(run, moment);
  };
  // Each step takes 100 ms of this clock.
  const { session, until } = harness({
    store,
    now: () => clock.now,
    openTrainer: async () => {
      const trainer = await openLedTrainer();
      const trainStep = trainer.engine.trainStep.bind(trainer.engine);
      Object.assign(trainer.engine, {
        trainStep: (...given: Parameters<Engine['trainStep']>) => {
          clock.now += 100;
          return trainStep(...given);
        },
      });
      return trainer;
    },
  });
  await session.step(shortRun);
  saves.length = 0;
  const begun = clock.now;
  await session.resume();
  await until(isIn('finished'));
  const after = saves.map((at) => at - begun);
  expect(after.slice(0, 6)).toEqual([500, 900, 1000, 2000, 2900, 5900]);
});
