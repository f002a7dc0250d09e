import { messageOf } from '../../lib/expect.ts';
import type { Opened } from '../engine.ts';
import { adapterName } from '../tfjs/renderer-name.ts';
import { webgpuEngine } from './engine.ts';

/** The engine of our own compute shaders, or the reason why there is none. It asks for nothing beyond WebGPU's least. */
export async function openWebgpuCompute(): Promise<Opened> {
  const refuse = (reason: string): Opened => ({ ok: false, reason });
  if (!('gpu' in navigator)) return refuse('this browser does not have it');
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return refuse('this browser gives no adapter (no GPU, or it is switched off)');
    const device = await adapter.requestDevice();
    const { vendor, architecture, description, device: model } = adapter.info;
    const detail = [vendor, architecture, description, model].filter(Boolean).join(', ');
    return { ok: true, engine: await webgpuEngine(device, adapterName(adapter.info), detail) };
  } catch (error) {
    return refuse(messageOf(error));
  }
}
