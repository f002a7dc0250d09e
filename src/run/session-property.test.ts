import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { emptyView, type TrainerView, viewAfter } from '../lab/training/view.ts';
import type { RunEvent, RunState } from './contract.ts';
import type { RunSettings } from './settings/run-settings.ts';
import { learnableDigits, TestSource } from './test-support/digits.ts';
import {
  harness,
  MemoryStore,
  openWasmEngine,
  openWasmTrainer,
  type SessionHarness,
  shortRun,
  viewOf,
} from './test-support/session.ts';

/**
 * Random commands at random moments, while devices are lost, storage fails and data stops in any await.
 * Whatever happens: every command is answered, the page never shows another run's state, and no step
 * that was saved is lost.
 */

/** Runs of this many sequences; a soak test sets more. */
const sequences = Number(process.env.SESSION_SEQUENCES ?? 40);
/** Long after every command should have been answered. */
const stuckMs = 20_000;

const calls = [
  'loadParameters',
  'readParameters',
  'forward',
  'classify',
  'gradients',
  'advance',
  'readOptimiser',
  'loadOptimiser',
] as const;
const storeCalls = ['save', 'load', 'list', 'moments', 'moment', 'remove'] as const;

/** What can go wrong, and is set going by the sequence. */
class World {
  /** Calls of engines until one finds its device lost; none when undefined. */
  lossIn: number | undefined;
  /** The same for openings that fail. */
  refusals = 0;
  /** Calls of the store that throw, and saves that find the disk full. */
  storeFailures = 0;
  fullDisk = 0;

  engine(engine: Engine): Engine {
    let lost = false;
    for (const call of calls) {
      const original = engine[call]?.bind(engine) as (...given: unknown[]) => Promise<unknown>;
      Object.assign(engine, {
        [call]: async (...given: unknown[]) => {
          if (this.lossIn !== undefined && this.lossIn-- <= 0) {
            this.lossIn = undefined;
            lost = true;
          }
          if (lost) throw new Error('the GPU was lost');
          return original(...given);
        },
      });
    }
    return engine;
  }

  store(): MemoryStore {
    const store = new MemoryStore();
    for (const call of storeCalls) {
      const original = store[call].bind(store) as (...given: unknown[]) => Promise<unknown>;
      Object.assign(store, {
        [call]: async (...given: unknown[]) => {
          if (this.storeFailures > 0) {
            this.storeFailures -= 1;
            throw new Error('the database is gone');
          }
          if (call === 'save' && this.fullDisk > 0) {
            this.fullDisk -= 1;
            return { ok: false, reason: 'the disk is full' };
          }
          return original(...given);
        },
      });
    }
    return store;
  }

  refuse(): void {
    if (this.refusals <= 0) return;
    this.refusals -= 1;
    throw new Error('No engine can train here');
  }

  heal(source: TestSource): void {
    Object.assign(this, { lossIn: undefined, refusals: 0, storeFailures: 0, fullDisk: 0 });
    source.parts.train.arrive(Number.POSITIVE_INFINITY);
  }
}

const settings = fc.record({
  epochs: fc.integer({ min: 3, max: 6 }),
  batchSize: fc.constantFrom(40, 50),
});
type Changes = Partial<RunSettings>;

/** What a person does most comes most often. */
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('start', 'step', 'edit', 'reset'),
      settings,
      wait: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('pause', 'rest', 'resume', 'stop', 'resumeRun'),
      wait: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'forgetRun',
        'exportRun',
        'test',
        'showMoment',
        'showNow',
        'startFrom',
        'otherData',
        'dropFile',
        'probe',
        'saveNow',
      ),
      wait: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      fail: fc.constantFrom('device', 'device', 'store', 'disk', 'engine', 'data'),
      after: fc.nat(20),
    }),
  },
  { weight: 8, arbitrary: fc.record({ steps: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.constant({ heal: true as const }) },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

function source(): TestSource {
  return new TestSource(learned, tested);
}
const learned = learnableDigits(500, 1);
const tested = learnableDigits(60, 2);

/** Waits for some steps of the run under way, as long as there is one. */
async function letTrain({ status }: SessionHarness, steps: number): Promise<void> {
  let from = status();
  for (let idle = 0; idle < 20; ) {
    await new Promise((resolve) => setTimeout(resolve));
    const now = status();
    if (now.runId !== from.runId || now.step < from.step) from = now;
    if (now.step >= from.step + steps) return;
    if (!isUnderWay(now.state) || now.message === 'Waiting for the first images') idle += 1;
  }
}

const isUnderWay = (state: RunState) => state === 'running' || state === 'preparing';

function send({ session, store, status }: SessionHarness, what: string, changes: Changes): Promise<unknown> {
  const chosen = { ...shortRun, ...changes };
  const [someRun = ''] = store.kept.keys();
  switch (what) {
    case 'start':
    case 'step':
    case 'edit':
    case 'reset':
      return session[what](chosen);
    case 'pause':
    case 'rest':
    case 'resume':
    case 'stop':
    case 'test':
      return session[what]();
    case 'resumeRun':
    case 'forgetRun':
      return session[what](someRun);
    case 'exportRun':
      return session.exportRun(status().runId ?? someRun);
    case 'showMoment':
      return session.showMoment(0);
    case 'showNow':
      return session.showMoment(null);
    case 'startFrom':
      return session.startFrom(null);
    case 'otherData':
      return session.changeSource(source);
    case 'dropFile':
      return session.takeFiles([new File(['no images'], 'notes.txt')]);
    case 'probe':
      return session.setProbe(new Uint8Array(784));
    default:
      return session.saveNow();
  }
}

function disturb(world: World, data: TestSource, what: string, after: number): void {
  if (what === 'device') world.lossIn = after;
  if (what === 'store') world.storeFailures = after;
  if (what === 'disk') world.fullDisk = after;
  if (what === 'engine') world.refusals = after % 3;
  if (what === 'data') data.parts.train.fail('no source responded');
}

/** Checks each event as it comes. */
class Witness {
  /** Steps of the checkpoints and of their optimisers, as they were saved. */
  readonly saves: (readonly [step: number, ofOptimiser: number])[] = [];
  view: TrainerView = emptyView;
  readonly wrong: string[] = [];

  constructor(private readonly store: MemoryStore) {
    const save = store.save.bind(store);
    store.save = (run, moment) => {
      this.saves.push([run.record.step, run.progress.optimiser.step]);
      return save(run, moment);
    };
  }

  hear(event: RunEvent): void {
    const before = this.view.status;
    this.view = { ...this.view, ...viewAfter(this.view, event) };
    const { status, moment, strip, tested: result, curves } = this.view;
    for (const shown of [moment, strip, result, curves]) {
      if (shown && shown.runId !== status.runId) this.wrong.push(`${event.type} of ${shown.runId} is shown`);
    }
    if (status.runId === null || status.runId !== before.runId || status.step >= before.step) return;
    const saved = this.store.kept.get(status.runId)?.record.step ?? 0;
    if (status.step < saved) {
      this.wrong.push(`back from step ${before.step} to ${status.step}, though ${saved} was saved`);
    }
  }
}

async function within<T>(what: string, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} was never answered`)), stuckMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function play(first: Changes, actions: readonly Action[]): Promise<void> {
  const world = new World();
  const store = world.store();
  const data = source();
  const witness = new Witness(store);
  // Time passes quickly here, so that looks, saves and breaths come at many places.
  let clock = 0;
  const lab = harness({
    now: () => (clock += 7),
    store,
    source: data,
    openTrainer: async () => {
      world.refuse();
      const opened = await openWasmTrainer();
      return { ...opened, engine: world.engine(opened.engine) };
    },
    openViewer: async () => {
      world.refuse();
      return world.engine(await openWasmEngine());
    },
    hear: (event) => witness.hear(event),
  });
  const answers: Promise<unknown>[] = [];

  await within('open', lab.session.open());
  await lab.session.start({ ...shortRun, ...first });
  for (const one of actions) {
    if ('do' in one) {
      const answer = within(one.do, send(lab, one.do, 'settings' in one ? one.settings : {}));
      answers.push(answer);
      if (one.wait) await answer;
    } else if ('fail' in one) disturb(world, data, one.fail, one.after);
    else if ('steps' in one) await letTrain(lab, one.steps);
    else world.heal(data);
  }
  await Promise.all(answers);
  expect(witness.wrong).toEqual([]);

  // With everything in order again, the next commands do what they say.
  world.heal(data);
  await within('the last pause', lab.session.pause());
  const { state, runId, goesOn, step } = lab.status();
  expect(['idle', 'paused', 'finished', 'failed']).toContain(state);
  const view = viewOf(lab.events);
  expect(view.curves?.runId ?? null).toBe(runId);
  if (goesOn) {
    await within('the last resume', lab.session.resume());
    const end = await lab.until((status) => status.state === 'finished' || status.state === 'failed');
    expect(end).toMatchObject({ state: 'finished', runId });
    expect(end.step).toBeGreaterThanOrEqual(step);
    expect(store.kept.get(runId ?? '')?.record).toMatchObject({ ended: true, step: end.step });
  }
  await within('the last start', lab.session.start({ ...shortRun, epochs: 1, batchSize: 50 }));
  const fresh = await lab.until((status) => status.state === 'finished' || status.state === 'failed');
  expect(fresh).toMatchObject({ state: 'finished', step: 10 });
  expect(fresh.runId).not.toBe(runId);
  expect(witness.wrong).toEqual([]);
  // Weights and step belong together in every checkpoint, whatever was lost in between.
  expect(witness.saves.filter(([step, ofOptimiser]) => step !== ofOptimiser)).toEqual([]);
}

test('whatever fails and whenever, every command is answered and nothing that was saved is lost', {
  timeout: 60_000 + 2_000 * sequences,
}, async () => {
  const property = fc.asyncProperty(
    settings,
    fc.array(action, { minLength: 6, maxLength: 24, size: 'max' }),
    play,
  );
  await fc.assert(property, { numRuns: sequences, interruptAfterTimeLimit: 50_000 + 1_500 * sequences });
});
