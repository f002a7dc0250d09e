import type { DigitSource } from '../../data/sources/digit-source.ts';
import type { Engine } from '../../engines/engine.ts';
import { openEngine } from '../../engines/open.ts';
import { emptyView, type TrainerView, viewAfter } from '../../lab/training/view.ts';
import type { Result } from '../../lib/result.ts';
import type { KeptRun } from '../../storage/records.ts';
import type { RunEvent, RunStatus } from '../contract.ts';
import { TrainingSession } from '../session.ts';
import type { DataSets, OpenedTrainer, SessionParts } from '../session-parts.ts';
import { defaultSettings, type RunSettings } from '../settings/run-settings.ts';
import type { RunStore } from '../store/run-store.ts';
import { storedRun } from '../store/run-store-forms.ts';
import { learnableDigits, TestSource } from './digits.ts';

/** Kept runs in memory: Node has no IndexedDB. Structured clones, as a database makes them. */
export class MemoryStore implements RunStore {
  readonly kept = new Map<string, KeptRun>();
  readonly parameters = new Map<string, Map<number, Float32Array>>();
  /** Runs that cannot be opened, with the reason. */
  readonly broken = new Map<string, string>();
  trouble: string | null = null;

  async save(run: KeptRun, moment: boolean): Promise<Result> {
    if (this.trouble) return { ok: false, reason: this.trouble };
    const copy = structuredClone(run);
    // As the real store does it: whatever a session saves can be read again.
    const stored = storedRun(copy);
    if (!stored.ok) throw new Error(`expected a run that can be stored, got one with ${stored.reason}`);
    const { runId, step } = copy.record;
    this.kept.set(runId, copy);
    if (moment) {
      const moments = this.parameters.get(runId) ?? new Map<number, Float32Array>();
      this.parameters.set(runId, moments.set(step, copy.progress.parameters));
    }
    return { ok: true };
  }
  async adopt(run: KeptRun, moments: ReadonlyMap<number, Float32Array>): Promise<Result> {
    const saved = await this.save(run, false);
    if (saved.ok) this.parameters.set(run.record.runId, new Map(moments));
    return saved;
  }
  async load(runId: string) {
    const run = this.kept.get(runId);
    return run
      ? ({ ok: true, run: structuredClone(run) } as const)
      : ({ ok: false, reason: 'not kept' } as const);
  }
  async list() {
    return [...this.kept.values()].map(({ record }) => record);
  }
  async damaged() {
    return [...this.broken].map(([runId, reason]) => ({ runId, reason }));
  }
  async moments(runId: string) {
    return [...(this.parameters.get(runId)?.keys() ?? [])].sort((a, b) => a - b);
  }
  async moment(runId: string, step: number) {
    return this.parameters.get(runId)?.get(step) ?? null;
  }
  async remove(runId: string) {
    this.kept.delete(runId);
    this.broken.delete(runId);
    this.parameters.delete(runId);
  }
  close() {}
}

/** Small enough to run in a second, long enough to learn: 25 steps an epoch. */
export const shortRun: RunSettings = { ...defaultSettings, seed: 3, epochs: 4, batchSize: 40 };

export function smallSource(arrived?: number): TestSource {
  return new TestSource(learnableDigits(1_092, 1), learnableDigits(200, 2), arrived);
}

/** A task of its own, without a timer's wait. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

export interface SessionHarness {
  readonly session: TrainingSession;
  readonly events: RunEvent[];
  readonly store: MemoryStore;
  readonly source: TestSource;
  status(): RunStatus;
  /** Waits for a status. @throws Error when it does not come within 20 s */
  until(holds: (status: RunStatus) => boolean): Promise<RunStatus>;
  /** Waits for an event of this type. */
  event<Type extends RunEvent['type']>(type: Type): Promise<Extract<RunEvent, { type: Type }>>;
}

export interface HarnessOptions {
  readonly store?: MemoryStore;
  readonly source?: TestSource;
  openTrainer?: SessionParts['openTrainer'];
  openViewer?: SessionParts['openViewer'];
  now?(): number;
  /** Told every event when it comes. */
  hear?(event: RunEvent): void;
  readonly held?: Set<string>;
  /** Resolves when a run of `held` is let go; never when left out. */
  runReleased?(runId: string): Promise<void>;
}

export async function openWasmTrainer(): Promise<OpenedTrainer> {
  return { engine: await openWasmEngine(), workers: 1, why: 'for the test' };
}

/** The same, led step by step: for what a test does to single steps. */
export async function openLedTrainer(): Promise<OpenedTrainer> {
  const opened = await openWasmTrainer();
  Object.assign(opened.engine, { advance: undefined });
  return opened;
}

export function harness(options: HarnessOptions = {}): SessionHarness {
  const { store = new MemoryStore(), source = smallSource(), held = new Set<string>() } = options;
  const events: RunEvent[] = [];
  let runs = 0;
  const session = new TrainingSession({
    store,
    data: dataSets(source),
    openTrainer: options.openTrainer ?? openWasmTrainer,
    openViewer: options.openViewer ?? openWasmEngine,
    holdRun: async (runId) => {
      if (held.has(runId)) return null;
      held.add(runId);
      return { release: () => void held.delete(runId) };
    },
    heldRuns: async () => held,
    runReleased: options.runReleased ?? (() => new Promise(() => {})),
    report: (event) => {
      events.push(event);
      options.hear?.(event);
    },
    newRunId: () => `run ${++runs} of ${store.kept.size}`,
    now: options.now ?? (() => performance.now()),
    date: () => Date.now(),
    breathe: turn,
  });
  const newest = <Type extends RunEvent['type']>(type: Type) =>
    events.findLast((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
  const status = () => {
    const found = newest('status');
    if (!found) throw new Error('harness: expected a status, got none');
    return found.status;
  };
  const wait = async <T>(what: string, look: () => T | undefined): Promise<T> => {
    const started = performance.now();
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (performance.now() - started > 20_000) {
        const { state, step, message } = status();
        throw new Error(`${what}: did not come; ${state}, step ${step}, ${message}`);
      }
      await turn();
    }
  };
  return {
    session,
    events,
    store,
    source,
    status,
    until: (holds) => wait('status', () => (newest('status') && holds(status()) ? status() : undefined)),
    event: (type) => wait(type, () => newest(type)),
  };
}

/** One data set after another, as the session asks for them. */
function dataSets(first: DigitSource): DataSets {
  let open = first;
  return {
    get open() {
      return open;
    },
    forSettings: () => open,
    forRun: () => open,
    use: (other) => {
      open = other;
      open.start();
    },
  };
}

export async function openWasmEngine(): Promise<Engine> {
  const opened = await openEngine('wasm');
  if (!opened.ok) throw new Error(opened.reason);
  return opened.engine;
}

/** What a harness waits for with `until`. */
export const isIn = (state: RunStatus['state']) => (status: RunStatus) => status.state === state;

/** The kept run, whole: weights, moments, place, curves. */
export function keptOf(store: MemoryStore, runId: string | null): KeptRun {
  const kept = store.kept.get(runId ?? '');
  if (!kept) throw new Error(`expected run ${runId} to be kept`);
  return kept;
}

/** What the page shows after these events. */
export function viewOf(events: readonly RunEvent[]): TrainerView {
  let view = emptyView;
  for (const event of events) view = { ...view, ...viewAfter(view, event) };
  return view;
}

export function noticesOf(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
}
