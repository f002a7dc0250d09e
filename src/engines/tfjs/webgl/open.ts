import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl';
import { GPGPUContext } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_context';
import { env } from '@tensorflow/tfjs-core';
import { messageOf } from '../../../lib/expect.ts';
import type { Engine, Opened } from '../../engine.ts';
import { rendererName } from '../../renderer-name.ts';
import * as kernels from '../kernels/webgl.ts';
import { tfjsEngine } from '../tfjs-engine.ts';
import { fusedForward } from './fused-forward.ts';

/** TensorFlow.js on WebGL 2, on a context of its own, so that a lost one leaves nothing behind. */
export async function openWebgl(): Promise<Opened> {
  const refuse = (reason: string): Opened => ({ ok: false, reason });
  if (typeof OffscreenCanvas === 'undefined')
    return refuse('this browser has no OffscreenCanvas, which WebGL needs in a background worker');
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  if (!gl) {
    // WebKitGTK has contexts for canvases of the page, and none for a worker's.
    return refuse(
      'this browser gives its background workers no WebGL 2 (often there is no GPU, or it is switched off)',
    );
  }
  try {
    return { ok: true, engine: openOn(canvas, gl) };
  } catch (error) {
    release(gl);
    return refuse(messageOf(error));
  }
}

function openOn(canvas: OffscreenCanvas, gl: WebGL2RenderingContext): Engine {
  const float32 = setFlags(gl);
  const gpgpu = new GPGPUContext(gl as unknown as WebGLRenderingContext);
  gl.enable(gl.SCISSOR_TEST);
  gl.enable(gl.CULL_FACE);
  gl.disable(gl.DITHER);
  const backend = new MathBackendWebGL(gpgpu);
  const detail = unmaskedRenderer(gl);

  let closed = false;
  const lost = new Promise<string>((resolve) => {
    canvas.addEventListener('webglcontextlost', () => {
      if (!closed) resolve(lostContext);
    });
  });
  return tfjsEngine({
    kind: 'webgl',
    device: `${rendererName(detail)}${float32 ? '' : ', half precision'}`,
    deviceDetail: detail,
    // Updates of a thousandth of a weight vanish in 16 bits; reading loses nothing that matters.
    ...(float32 ? {} : { cannotTrain: 'expected a GPU that renders 32-bit floats, this one renders 16' }),
    backend,
    kernels: Object.values(kernels),
    read: async (tensor) => tensor.dataSync<'float32'>(),
    fused: fusedForward(backend),
    bytes: () => backend.memory().numBytesInGPUAllocated,
    lost,
    lostReason: () => (gl.isContextLost() ? lostContext : undefined),
    lose: () => gl.getExtension('WEBGL_lose_context')?.loseContext(),
    close: () => {
      closed = true;
      gpgpu.dispose();
      release(gl);
    },
  });
}

const lostContext = 'the GPU context was lost';

/**
 * TensorFlow.js finds its flags out on a context of its own and keeps them for good; they are set from
 * the context that is used. @returns whether 32-bit floats can be rendered; many phones do 16 only.
 */
function setFlags(gl: WebGL2RenderingContext): boolean {
  const float32 = gl.getExtension('EXT_color_buffer_float') !== null;
  if (!float32 && !gl.getExtension('EXT_color_buffer_half_float'))
    throw new Error('the GPU cannot compute with floats (no EXT_color_buffer_float)');
  env().set('WEBGL_VERSION', 2);
  env().set('WEBGL_RENDER_FLOAT32_CAPABLE', float32);
  env().set('WEBGL_RENDER_FLOAT32_ENABLED', float32);
  env().set('WEBGL_DOWNLOAD_FLOAT_ENABLED', float32);
  // By default small tensors are computed on the CPU without a word.
  env().set('WEBGL_CPU_FORWARD', false);
  return float32;
}

function unmaskedRenderer(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/** Browsers allow some sixteen contexts; do not wait for the garbage collector to give one back. */
function release(gl: WebGL2RenderingContext): void {
  gl.getExtension('WEBGL_lose_context')?.loseContext();
}
