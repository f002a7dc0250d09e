import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import type { Opened } from '../engine.ts';
import { adapterName } from '../renderer-name.ts';
import { webgpuEngine } from './engine.ts';

/** The engine of our own compute shaders, or the reason why there is none. WebGPU's least is enough for it. */
export async function openWebgpuCompute(): Promise<Opened> {
  const refuse = (reason: string): Opened => ({ ok: false, reason });
  if (!('gpu' in navigator)) return refuse(t`this browser does not have it`);
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return refuse(t`this browser gives no adapter (no GPU, or it is switched off)`);
    // Data sets larger than MNIST fit where there is room for them.
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({
      requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
    });
    const { vendor, architecture, description, device: model } = adapter.info;
    const detail = [vendor, architecture, description, model].filter(Boolean).join(', ');
    const name = adapterName(adapter.info);
    const isSoftware = adapter.info.isFallbackAdapter || name.endsWith('(software)');
    return { ok: true, engine: await webgpuEngine(device, { name, detail, isSoftware }) };
  } catch (error) {
    return refuse(messageOf(error));
  }
}
