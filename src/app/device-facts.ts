import type { DeviceFacts } from '../storage/engine-choice.ts';

let facts: DeviceFacts | undefined;

/** What tells this device from another: found once, since asking for the GPU's name takes a context of WebGL. */
export function deviceFacts(): DeviceFacts {
  facts ??= {
    userAgent: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    renderer: rendererName(),
    // Names of built files carry a digest of what is in them and in the workers that they start.
    appVersion: import.meta.url,
  };
  return facts;
}

/** The GPU's name, or "" where there is none to ask. */
function rendererName(): string {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return '';
  const named = context.getExtension('WEBGL_debug_renderer_info');
  const name = context.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  // Browsers allow some sixteen contexts; do not wait for the garbage collector to give one back.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name : '';
}
