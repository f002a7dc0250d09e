import { rowsMost } from '../gpu/step-feeder.ts';
import type { Buffers } from './buffers.ts';
import { flat, imagesEach, laneGroups, lanes, work } from './layout.ts';
import { imageGroup, type Pipelines, trainingTask, updateGroup } from './pipelines.ts';
import { type UpdateTask, updateGroups } from './shaders/update.ts';

/** Where the steps of one kind read. */
interface StepBuffers {
  readonly images: GPUBuffer;
  readonly places: GPUBuffer;
  readonly rows: GPUBuffer;
  readonly chance: GPUBuffer;
}

/** What all steps of an engine share. */
interface SharedBuffers {
  /** Parameters and both moments. */
  readonly state: GPUBuffer;
  /** Of the images of one step, made larger when a batch is. */
  readonly work: () => GPUBuffer;
  /** @param images of a step */
  readonly makeRoom: (images: number) => void;
  /** For software renderers: what the images under way need (shaders/image-per-lane.ts). */
  readonly laneMemory: GPUBuffer | null;
  /**
   * Workgroups of an update at most; they take more than one share in turn then. A software renderer needs longer to
   * begin a workgroup than to compute a share.
   */
  readonly updateGroupsMost: number;
}

/**
 * Training steps as two dispatches each: images, and the update. Which step it is, the device counts by itself: the
 * images' shader copies the count, from which the update's makes the next, so that the same commands serve every step.
 */
export class Steps {
  /** Sum of losses and hits of a step, by its row. */
  readonly results: GPUBuffer;
  private readonly step: GPUBuffer;
  private readonly stepHere: GPUBuffer;
  private bound: StepBuffers | null = null;
  private distorts = false;
  private groups: {
    readonly image: GPUBindGroup;
    readonly update: GPUBindGroup;
    readonly work: GPUBuffer;
  } | null = null;

  constructor(
    private readonly device: GPUDevice,
    buffers: Buffers,
    private readonly pipelines: Pipelines,
    private readonly shared: SharedBuffers,
    private readonly task: UpdateTask,
    /** What the update writes to. */
    private readonly target: GPUBuffer,
  ) {
    const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;
    this.results = buffers.make('results', rowsMost * 8, STORAGE | COPY_SRC);
    this.step = buffers.make('step', 16, STORAGE | UNIFORM | COPY_DST);
    this.stepHere = buffers.make('step under way', 16, STORAGE | UNIFORM | COPY_DST);
  }

  bind(buffers: StepBuffers): void {
    this.bound = buffers;
    this.groups = null;
  }

  /** Whether images are distorted on their way. */
  distort(distorts: boolean): void {
    this.distorts = distorts;
    this.groups = null;
  }

  makeRoom(images: number): void {
    this.shared.makeRoom(images);
  }

  startAt(row: number): void {
    this.device.queue.writeBuffer(this.step, 0, Uint32Array.of(row));
  }

  /** @param images of each step, in turn */
  encode(encoder: GPUCommandEncoder, images: readonly number[]): void {
    const { pipelines } = this;
    const [train, update] = [pipelines.of(this.training), pipelines.of(this.task)];
    const groups = this.groupsNow();
    const { laneMemory, updateGroupsMost } = this.shared;
    const pass = encoder.beginComputePass();
    for (const count of images) {
      pass.setPipeline(train);
      pass.setBindGroup(0, groups.image);
      pass.dispatchWorkgroups(
        laneMemory ? Math.min(Math.ceil(count / (lanes * imagesEach)), laneGroups) : count,
      );
      pass.setPipeline(update);
      pass.setBindGroup(0, groups.update);
      pass.dispatchWorkgroups(Math.min(updateGroups, updateGroupsMost));
    }
    pass.end();
  }

  private get training() {
    return trainingTask(this.distorts, this.shared.laneMemory !== null);
  }

  private groupsNow() {
    const { device, pipelines, bound, shared, step, stepHere, target } = this;
    const workNow = shared.work();
    if (this.groups?.work === workNow) return this.groups;
    if (!bound) throw new Error('expected buffers to train from');
    const parameters = { buffer: shared.state, size: flat * 4 };
    const image = imageGroup(device, pipelines.of(this.training), this.training, {
      0: parameters,
      1: parameters,
      2: { buffer: bound.images },
      3: { buffer: bound.places },
      4: { buffer: bound.rows },
      5: { buffer: workNow },
      6: { buffer: bound.chance },
      7: { buffer: step },
      8: { buffer: stepHere },
      ...(shared.laneMemory && { 9: { buffer: shared.laneMemory } }),
    });
    const update = updateGroup(
      device,
      pipelines.of(this.task),
      [target, workNow, bound.rows, stepHere, step, this.results, workNow].map((buffer) => ({ buffer })),
    );
    this.groups = { image, update, work: workNow };
    return this.groups;
  }
}

/** Bytes that so many images leave for the update. */
export function workBytes(images: number): number {
  return images * work.size * 4;
}
