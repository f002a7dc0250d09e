import type { Page } from '@playwright/test';
import { adapterName, rendererName } from '../src/engines/renderer-name.ts';

/** What computes WebGL and WebGPU in a browser, in words. */
interface GpuNames {
  readonly webgl: string;
  readonly webgpu: string;
}

/** Asked for in the page, as engines ask. */
async function gpuNames(page: Page): Promise<GpuNames> {
  const told = await page.evaluate(async () => {
    const context = new OffscreenCanvas(1, 1).getContext('webgl2', { powerPreference: 'high-performance' });
    const named = context?.getExtension('WEBGL_debug_renderer_info');
    const renderer = context?.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : context.RENDERER);
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    const { vendor = '', architecture = '', description = '' } = adapter?.info ?? {};
    return { renderer, adapter: adapter ? { vendor, architecture, description } : null };
  });
  return {
    webgl: typeof told.renderer === 'string' ? rendererName(told.renderer) : 'none',
    webgpu: told.adapter ? adapterName(told.adapter) : 'none',
  };
}

/**
 * For the notes of a benchmark: the devices, and what is wrong with them where a GPU was asked for.
 * @param page of a secure origin
 */
export async function gpuNote(page: Page, wantsGpu: boolean): Promise<string> {
  const { webgl, webgpu } = await gpuNames(page);
  const note = `WebGL on ${webgl}, WebGPU on ${webgpu}`;
  const missing = [
    ['WebGL', webgl],
    ['WebGPU', webgpu],
  ].filter(([, name]) => name === 'none' || name?.endsWith('(software)'));
  if (!wantsGpu || missing.length === 0) return note;
  const without = missing.map(([api]) => api).join(' and ');
  return `${note}. NOT THE GPU: --gpu asked for it, and ${without} did not get it`;
}
