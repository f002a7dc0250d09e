import { engines } from '../../engines/registry.ts';
import { workerName } from '../../language/language.ts';
import { startTask, type Task } from '../../lib/worker-service.ts';
import { coversEngines, type EngineChoice } from '../../storage/engine-choice.ts';
import type { AutoWorker } from './auto-worker.ts';

/** The page opens first, and the person looks around: nothing is timed before. */
const delayMs = 1_500;

interface Timed {
  readonly choice: EngineChoice | null;
}

/** Times this device's engines in the background, unless that was done on an earlier visit with the same engines. */
export class AutoTiming {
  private task: Task<Timed> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    /** What was found, now or earlier; null before. */
    public choice: EngineChoice | null,
    private readonly threads: number,
    private readonly batchSize: number,
    private readonly found: (choice: EngineChoice) => void,
  ) {}

  /** Begins soon, if there is anything to find out. */
  start(): void {
    if (this.timer !== undefined || this.isCurrent()) return;
    this.timer = setTimeout(() => void this.time(), delayMs);
  }

  /** A run begins and needs the processor; what has been timed so far is dropped. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.task?.stop();
    this.task = undefined;
  }

  private isCurrent(): boolean {
    const ids = engines.map(({ id }) => id);
    return this.choice !== null && coversEngines(this.choice, ids);
  }

  private async time(): Promise<void> {
    const task = startTask<AutoWorker, Timed>(
      () =>
        new Worker(new URL('./auto-worker.ts', import.meta.url), {
          type: 'module',
          name: workerName('auto'),
        }),
      null,
      async (worker) => ({ choice: await worker.choose(this.threads, this.batchSize) }),
    );
    this.task = task;
    // A worker that does not start or load, or dies, only means that nothing is known.
    const timed = await task.outcome;
    if (this.task !== task) return;
    this.stop();
    if (!timed.ok || !timed.choice) return;
    this.choice = timed.choice;
    this.found(timed.choice);
  }
}
