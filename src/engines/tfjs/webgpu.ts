import { t } from '../../language/language.ts';
import '@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import { env } from '@tensorflow/tfjs-core';
import { messageOf } from '../../lib/expect.ts';
import type { Architecture } from '../../network/architecture.ts';
import type { Engine, EngineOptions, Opened } from '../engine.ts';
import { adapterName } from '../renderer-name.ts';
import * as kernels from './kernels/webgpu.ts';
import { tfjsEngine } from './tfjs-engine.ts';

/** TensorFlow.js on WebGPU, for comparison. */
export async function openWebgpu({ architecture }: Pick<EngineOptions, 'architecture'>): Promise<Opened> {
  const refuse = (reason: string): Opened => ({ ok: false, reason });
  if (!('gpu' in navigator)) return refuse(t`this browser does not have it`);
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return refuse(t`this browser gives no adapter (no GPU, or it is switched off)`);
    return { ok: true, engine: await openOn(adapter, architecture) };
  } catch (error) {
    return refuse(messageOf(error));
  }
}

async function openOn(adapter: GPUAdapter, architecture: Architecture): Promise<Engine> {
  const { limits, info } = adapter;
  const device = await adapter.requestDevice({
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
  // By default small tensors are computed on the CPU without a word.
  env().set('WEBGPU_CPU_FORWARD', false);
  const backend = new WebGPUBackend(device, info);

  let lostReason: string | undefined;
  let closed = false;
  const lost = device.lost.then(({ message }) => {
    lostReason = message ? t`the WebGPU device was lost (${message})` : t`the WebGPU device was lost`;
    // Closing it is what loses it then, and no news.
    return closed ? new Promise<string>(() => {}) : lostReason;
  });
  const detail = [info.vendor, info.architecture, info.description, info.device].filter(Boolean).join(', ');
  return tfjsEngine(
    {
      kind: 'webgpu',
      device: adapterName(info),
      deviceDetail: detail,
      backend,
      kernels: Object.values(kernels),
      read: (tensor) => tensor.data<'float32'>(),
      bytes: () => backend.memory().numBytesInGPU,
      lost,
      lostReason: () => lostReason,
      close: () => {
        closed = true;
        device.destroy();
      },
    },
    architecture,
  );
}
