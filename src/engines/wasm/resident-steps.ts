import type { ImageStore } from '../../data/image-store.ts';
import { digitSize } from '../../network/rasters.ts';
import type { Place, ResidentCourse, StepResult } from '../course.ts';
import { writeRow } from '../gpu/step-rows.ts';
import { rowsMost } from './control.ts';
import type { ImageTables } from './images.ts';
import { resident, type SharedTeam } from './shared-team.ts';

/** Steps that are taken in one go, without a look at messages: a page that this thread serves is drawn meanwhile. */
const turnMs = 12;
/** The engine returns after so long: for pictures, checkpoints and whoever wants the run to stop. */
const advanceMs = 100;

/** Takes many steps on a copy of a run's images, whose batches the threads make themselves. */
export class ResidentSteps {
  private store: { readonly of: ImageStore; revision: number } | null = null;
  private tables: (ImageTables & { readonly places: Uint32Array }) | null = null;
  private placesOf: Uint32Array | null = null;
  /** Milliseconds of one step, as it was last. */
  private stepMs = turnMs;
  private batchSize = 0;

  constructor(private readonly team: SharedTeam) {}

  /**
   * See Engine.advance.
   * @param done updates of the engine so far
   * @param taken is told of each step: the parameters are those after it
   */
  async advance(
    course: ResidentCourse,
    done: number,
    most: number,
    signal: AbortSignal,
    taken: () => void,
  ): Promise<readonly StepResult[] | null> {
    if (this.batchSize !== course.batchSize) this.stepMs = turnMs;
    this.batchSize = course.batchSize;
    const began = performance.now();
    const results: StepResult[] = [];
    let { epoch, offset } = course.from;
    do {
      const left = course.places(epoch).length - offset;
      // The last batch of an epoch, which may be shorter, is taken on its own.
      const images = Math.min(course.batchSize, left);
      const wanted = Math.min(this.stepsATurn, most - results.length, Math.floor(left / images)) * images;
      let ready: number;
      try {
        ready = await course.ready({ epoch, offset }, results.length === 0 ? images : 0, wanted, signal);
      } catch (error) {
        // The steps that were taken count; whoever asks for the next ones hears of it.
        if (results.length > 0) break;
        throw error;
      }
      if (ready < images) break;
      if (!(await this.hold(course, epoch))) return null;
      const steps = Math.floor(ready / images);
      await this.turn(course, { epoch, offset }, images, steps, done + results.length, (result) => {
        results.push(result);
        taken();
      });
      offset += steps * images;
      // An epoch's end is where a run may end.
      if (steps * images === left) break;
      await breath();
    } while (results.length < most && !signal.aborted && performance.now() - began < advanceMs);
    return results;
  }

  private get stepsATurn(): number {
    return Math.max(1, Math.min(rowsMost, Math.floor(turnMs / this.stepMs)));
  }

  private async turn(
    course: ResidentCourse,
    { epoch, offset }: Place,
    images: number,
    steps: number,
    done: number,
    taken: (result: StepResult) => void,
  ): Promise<void> {
    const rules = Array.from({ length: steps }, (_, step) => {
      const at = { epoch, offset: offset + step * images };
      const rule = course.ruleAt(at);
      writeRow(this.team.rows, step, at.offset, images, rule, done + step + 1);
      return { rule, batch: () => course.batchAt(at) };
    });
    const began = performance.now();
    const order = { kind: 'train', images: resident, steps, seed: course.seed, epoch } as const;
    await this.team.take(order, images, ({ lossSum, correct }, step) => {
      const told = rules[step] as (typeof rules)[number];
      taken({ ...told, loss: lossSum / images, correct, images });
    });
    this.stepMs = (performance.now() - began) / steps;
  }

  /** Brings the copy of the images up to date. @returns false where there is no room for it */
  private async hold(course: ResidentCourse, epoch: number): Promise<boolean> {
    const { team } = this;
    const places = course.places(epoch);
    const { store, distortion } = course;
    const held = this.tables;
    if (
      !held ||
      this.store?.of !== store ||
      held.places.length < places.length ||
      JSON.stringify(held.distortion) !== JSON.stringify(distortion)
    ) {
      try {
        const isRoomy = held && held.labels.length >= store.room && held.places.length >= places.length;
        const room = isRoomy
          ? held
          : { ...team.makeTables(store.room), places: new Uint32Array(team.makeBuffer(4 * places.length)) };
        this.tables = { ...room, distortion };
      } catch {
        return false;
      }
      if (this.store?.of !== store || this.tables.digits !== held?.digits)
        this.store = { of: store, revision: 0 };
      this.placesOf = null;
      await team.show(resident, this.tables);
    }
    const { tables } = this;
    if (!tables || !this.store) return false;
    if (this.placesOf !== places) tables.places.set(places);
    this.placesOf = places;
    const { revision, parts } = store.since(this.store.revision);
    for (const { at, digits, labels } of parts) {
      tables.digits.set(digits, at * digitSize);
      tables.labels.set(labels, at);
    }
    this.store.revision = revision;
    return true;
  }
}

/** A turn of the message loop, without the 4 ms of a timer. The channel is closed: it would keep Node running. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
