import { type ImageTask, imageBindings, imageShader } from './shaders/image.ts';
import { type UpdateTask, updateShader } from './shaders/update.ts';

/** A compute pipeline that reports what is wrong with its shader. */
export type Pipelines = Awaited<ReturnType<typeof compile>>;

/** All at once: drivers compile side by side. @throws Error with the compiler's words */
export async function compile(device: GPUDevice) {
  const image = (task: ImageTask) => pipeline(device, task, imageShader(task));
  const update = (task: UpdateTask) => pipeline(device, task, updateShader(task));
  const [train, trainDistorted, forward, inputGradient, change, gradient] = await Promise.all([
    image('train'),
    image('train distorted'),
    image('forward'),
    image('input gradient'),
    update('update'),
    update('gradient'),
  ]);
  return { train, trainDistorted, forward, inputGradient, change, gradient };
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
  task: ImageTask,
  buffers: Readonly<Record<number, GPUBufferBinding>>,
): GPUBindGroup {
  return group(
    device,
    pipeline,
    imageBindings[task].map((binding) => [binding, buffers[binding] as GPUBufferBinding]),
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
