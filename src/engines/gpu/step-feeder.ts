import type { Distortion } from '../../data/distortion/distortion.ts';
import type { ImageStore, StorePart } from '../../data/image-store.ts';
import { append } from '../../lib/lists.ts';
import type { Place, ResidentCourse, StepResult } from '../course.ts';
import { rowFloats, writeRow } from './step-rows.ts';

/**
 * Feeds a GPU that keeps images, distortions, weights and optimiser to itself: it is told which images to take and
 * how to change the weights, many steps ahead, and its losses are read when they come. What stays the same from step
 * to step is told once.
 */
export interface StepDevice {
  /** Makes room for so many images, in place of those of another store. False where it has not so much. */
  openStore(room: number): boolean;
  upload(part: StorePart): void;
  /** The order of an epoch's images, and the numbers that distort them; null for images as they are. */
  openEpoch(places: Uint32Array, chance: { readonly seed: number; readonly epoch: number }): void;
  distortBy(distortion: Distortion | null): void;
  /** Rows of the steps to come (step-rows.ts), at most `rowsMost`: those that `run` names by number. */
  writeRows(rows: Float32Array): void;
  /**
   * Submits these steps in one go, without waiting for those before.
   * @returns for each the sum of its images' losses, and how many had their class on top: 2 * count floats
   */
  run(first: number, count: number): Promise<Float32Array>;
  /** Resolves when all that was submitted is done. */
  idle(): Promise<void>;
}

/** Rows that a device has room for. */
export const rowsMost = 4096;

/** A submit of this length leaves a page 60 frames a second, and is far from what makes a driver reset. */
const submitMs = 8;
/** The engine stands still after so long: for pictures, checkpoints and whoever wants the run to stop. */
const advanceMs = 100;
/** Where results come late (Firefox looks for them every 100 ms), more is submitted ahead of them. */
const flightsMost = 16;

interface Table {
  readonly epoch: number;
  readonly start: number;
  readonly batchSize: number;
  /** Steps of the engine before the first row. */
  readonly done: number;
  readonly rows: Float32Array;
  readonly count: number;
}

interface Flight {
  readonly results: Promise<Float32Array>;
  readonly steps: readonly Omit<StepResult, 'loss' | 'correct'>[];
  readonly began: number;
}

export class StepFeeder {
  /** What the course threw: no failure of the device. */
  courseFailure: unknown;
  private store: { readonly of: ImageStore; readonly fits: boolean; revision: number } | null = null;
  private places: { readonly of: Uint32Array; readonly seed: number; readonly epoch: number } | null = null;
  private distortion: Distortion | null | undefined;
  private table: Table | null = null;
  /** Steps to a submit: doubled and halved until it takes `submitMs`. */
  private chunk = 1;
  private batchSize = 0;
  private flightsAhead: number | null = null;
  /** Whether a single step takes longer than a submit should: then nothing stands behind it in the queue. */
  private isSlow = false;
  private latencyMs = 0;

  constructor(
    private readonly device: StepDevice,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * See Engine.advance.
   * @param done updates of the engine so far
   */
  async advance(
    course: ResidentCourse,
    done: number,
    most: number,
    signal: AbortSignal,
  ): Promise<readonly StepResult[] | null> {
    if (!this.openStore(course.store)) return null;
    if (this.flightsAhead === null) await this.measureLatency();
    if (this.batchSize !== course.batchSize) this.chunk = 1;
    this.batchSize = course.batchSize;
    const began = this.now();
    const results: StepResult[] = [];
    const flights: Flight[] = [];
    let place = course.from;
    let launched = 0;
    const goesOn = () =>
      launched === 0 || (launched < most && !signal.aborted && this.now() - began < advanceMs);
    while (goesOn()) {
      const left = course.places(place.epoch).length - place.offset;
      const steps = Math.min(this.chunk, most - launched, Math.ceil(left / course.batchSize));
      const first = Math.min(course.batchSize, left);
      const wanted = Math.min(steps * course.batchSize, left);
      let here: number;
      try {
        here = await course.ready(place, launched === 0 ? first : 0, wanted, signal);
      } catch (error) {
        // The steps that were taken count; whoever asks for the next ones hears of it.
        if (launched > 0) break;
        this.courseFailure = error;
        throw error;
      }
      if (here < first) break;
      const images = here === left ? left : here - (here % course.batchSize);
      const flight = this.launch(course, place, images, done + launched);
      flights.push(flight);
      launched += flight.steps.length;
      place =
        images === left
          ? { epoch: place.epoch + 1, offset: 0 }
          : { epoch: place.epoch, offset: place.offset + images };
      // An epoch's end is where a run may end.
      if (images === left) break;
      while (flights.length >= this.ahead) append(results, await this.landed(flights.shift()));
    }
    while (flights.length > 0) append(results, await this.landed(flights.shift()));
    return results;
  }

  private openStore(of: ImageStore): boolean {
    if (this.store?.of !== of) {
      this.store = { of, fits: this.device.openStore(of.room), revision: 0 };
      this.places = null;
      this.table = null;
    }
    return this.store.fits;
  }

  private async measureLatency(): Promise<void> {
    await this.device.idle();
    const began = this.now();
    await this.device.idle();
    this.latencyMs = this.now() - began;
    this.flightsAhead = Math.min(flightsMost, 2 + Math.floor(this.latencyMs / submitMs));
  }

  /** @param images from `place` on, whole batches or all that is left of the epoch */
  private launch(course: ResidentCourse, place: Place, images: number, done: number): Flight {
    const { device, store } = this;
    if (store) {
      const { revision, parts } = store.of.since(store.revision);
      for (const part of parts) device.upload(part);
      store.revision = revision;
    }
    const { seed, distortion } = course;
    const places = course.places(place.epoch);
    const { epoch } = place;
    if (this.places?.of !== places || this.places.seed !== seed || this.places.epoch !== epoch) {
      this.places = { of: places, seed, epoch };
      device.openEpoch(places, { seed, epoch });
    }
    if (this.distortion !== distortion) {
      this.distortion = distortion;
      device.distortBy(distortion);
    }
    const count = Math.ceil(images / course.batchSize);
    const first = this.rowsFor(course, place, count, done);
    const steps = Array.from({ length: count }, (_, i) => {
      const at = { epoch, offset: place.offset + i * course.batchSize };
      return {
        images: Math.min(course.batchSize, places.length - at.offset),
        rule: course.ruleAt(at),
        batch: () => course.batchAt(at),
      };
    });
    const results = device.run(first, count);
    // One that fails while an earlier one is waited for is heard of when its turn comes.
    results.catch(() => {});
    return { results, steps, began: this.now() };
  }

  /** @returns the row of the first step; rows are written again only where they have changed or end */
  private rowsFor(course: ResidentCourse, place: Place, count: number, done: number): number {
    const { table } = this;
    if (
      table?.epoch === place.epoch &&
      table.batchSize === course.batchSize &&
      place.offset >= table.start &&
      place.offset - table.start === (done - table.done) * table.batchSize
    ) {
      const first = done - table.done;
      if (first + count <= table.count && this.holds(table, course, place, first, count)) return first;
    }
    this.table = this.written(course, place, done);
    this.device.writeRows(this.table.rows);
    return 0;
  }

  /** Whether the rows are still those of these steps: a person may have changed the rate meanwhile. */
  private holds(table: Table, course: ResidentCourse, place: Place, first: number, count: number): boolean {
    const rows = this.rowsOf(course, place, first + table.done, count);
    const from = first * rowFloats;
    return rows.every((value, i) => Object.is(value, table.rows[from + i]));
  }

  private written(course: ResidentCourse, place: Place, done: number): Table {
    const { batchSize } = course;
    const left = course.places(place.epoch).length - place.offset;
    const count = Math.min(rowsMost, Math.ceil(left / batchSize));
    const rows = this.rowsOf(course, place, done, count);
    return { epoch: place.epoch, start: place.offset, batchSize, done, rows, count };
  }

  private rowsOf(course: ResidentCourse, place: Place, done: number, count: number): Float32Array {
    const rows = new Float32Array(count * rowFloats);
    const { batchSize } = course;
    const all = course.places(place.epoch).length;
    for (let i = 0; i < count; i++) {
      const offset = place.offset + i * batchSize;
      const rule = course.ruleAt({ epoch: place.epoch, offset });
      writeRow(rows, i, offset, Math.min(batchSize, all - offset), rule, done + i + 1);
    }
    return rows;
  }

  private get ahead(): number {
    return this.isSlow ? 1 : (this.flightsAhead ?? 2);
  }

  private async landed(flight: Flight | undefined): Promise<StepResult[]> {
    if (!flight) return [];
    const sums = await flight.results;
    this.resize(this.now() - flight.began, flight.steps.length);
    return flight.steps.map((step, i) => ({
      ...step,
      loss: (sums[2 * i] as number) / step.images,
      correct: sums[2 * i + 1] as number,
    }));
  }

  /** A flight takes as long as those before it in the queue, and its own way back. */
  private resize(ms: number, steps: number): void {
    if (steps < this.chunk) return;
    // Whoever draws meanwhile waits for what is in the queue.
    if (this.chunk === 1) this.isSlow = ms > 2 * submitMs * this.ahead + this.latencyMs;
    const aim = submitMs * this.ahead + this.latencyMs;
    if (ms < aim / 2) this.chunk = Math.min(rowsMost, this.chunk * 2);
    else if (ms > 1.5 * aim) this.chunk = Math.max(1, this.chunk >> 1);
  }
}
