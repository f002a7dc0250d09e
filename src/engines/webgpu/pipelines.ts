import { type ImageTask, imageBindings, imageShader } from './shaders/image.ts';
import { imagePerLaneShader, type LaneTask, laneBindings } from './shaders/image-per-lane.ts';
import { type UpdateTask, updateShader } from './shaders/update.ts';

type Task = ImageTask | LaneTask | UpdateTask;

/** How steps go through their images: each by a workgroup, or, for software renderers, each by an invocation. */
export function trainingTask(isDistorted: boolean, inLanes: boolean): ImageTask | LaneTask {
  if (inLanes) return isDistorted ? 'train distorted in lanes' : 'train in lanes';
  return isDistorted ? 'train distorted' : 'train';
}

/** The compute pipelines of a device, each compiled when it is first needed: on some it takes a second. */
export class Pipelines {
  private readonly compiled = new Map<Task, GPUComputePipeline>();
  private readonly underWay = new Map<Task, Promise<void>>();

  constructor(private readonly device: GPUDevice) {}

  /** Drivers compile side by side. @throws Error with the compiler's words */
  async need(...tasks: readonly Task[]): Promise<void> {
    await Promise.all(tasks.map((task) => this.compile(task)));
  }

  /** @throws Error where it was not needed before */
  of(task: Task): GPUComputePipeline {
    const found = this.compiled.get(task);
    if (!found) throw new Error(`expected the shader of ${task} to have been compiled`);
    return found;
  }

  private compile(task: Task): Promise<void> {
    const underWay =
      this.underWay.get(task) ??
      pipeline(this.device, task, shaderOf(task)).then((made) => void this.compiled.set(task, made));
    this.underWay.set(task, underWay);
    return underWay;
  }
}

function shaderOf(task: Task): string {
  if (task === 'update' || task === 'gradient') return updateShader(task);
  return isInLanes(task) ? imagePerLaneShader(task) : imageShader(task);
}

function isInLanes(task: ImageTask | LaneTask): task is LaneTask {
  return task in laneBindings;
}

async function pipeline(device: GPUDevice, label: string, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label, code });
  const { messages } = await module.getCompilationInfo();
  const wrong = messages.find(({ type }) => type === 'error');
  if (wrong) throw new Error(`the shader of ${label} does not compile: ${wrong.message}`);
  return device.createComputePipelineAsync({
    label,
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
  });
}

/** @param buffers by binding; those that the task does not use are left out */
export function imageGroup(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  task: ImageTask | LaneTask,
  buffers: Readonly<Record<number, GPUBufferBinding>>,
): GPUBindGroup {
  return group(
    device,
    pipeline,
    (isInLanes(task) ? laneBindings[task] : imageBindings[task]).map((binding) => [
      binding,
      buffers[binding] as GPUBufferBinding,
    ]),
  );
}

export function updateGroup(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  buffers: readonly GPUBufferBinding[],
): GPUBindGroup {
  return group(device, pipeline, [...buffers.entries()]);
}

function group(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  buffers: readonly (readonly [number, GPUBufferBinding])[],
): GPUBindGroup {
  return device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map(([binding, resource]) => ({ binding, resource })),
  });
}
