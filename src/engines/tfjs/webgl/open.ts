import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl';
import { GPGPUContext } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_context';
import { env } from '@tensorflow/tfjs-core';
import { t } from '../../../language/language.ts';
import { messageOf } from '../../../lib/expect.ts';
import type { Architecture } from '../../../network/architecture.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import type { Engine, EngineOptions, Opened } from '../../engine.ts';
import { rendererName } from '../../renderer-name.ts';
import { type GlContext, openGlContext } from '../../webgl-context.ts';
import * as kernels from '../kernels/webgl.ts';
import { tfjsEngine } from '../tfjs-engine.ts';
import { fusedForward } from './fused-forward.ts';

/** TensorFlow.js on WebGL 2. */
export async function openWebgl({ architecture }: Pick<EngineOptions, 'architecture'>): Promise<Opened> {
  const opened = openGlContext();
  if (!opened.ok) return opened;
  const { context } = opened;
  try {
    return { ok: true, engine: openOn(context, architecture) };
  } catch (error) {
    context.close();
    return { ok: false, reason: messageOf(error) };
  }
}

function openOn(
  { gl, renderer, lost, lostReason, lose, close }: GlContext,
  architecture: Architecture,
): Engine {
  const float32 = setFlags(gl);
  const gpgpu = new GPGPUContext(gl as unknown as WebGLRenderingContext);
  gl.enable(gl.SCISSOR_TEST);
  gl.enable(gl.CULL_FACE);
  gl.disable(gl.DITHER);
  const backend = new MathBackendWebGL(gpgpu);
  return tfjsEngine(
    {
      kind: 'webgl',
      device: float32 ? rendererName(renderer) : t`${rendererName(renderer)}, half precision`,
      deviceDetail: renderer,
      // Updates of a thousandth of a weight vanish in 16 bits; reading loses nothing that matters.
      ...(float32 ? {} : { cannotTrain: t`expected a GPU that renders 32-bit floats, this one renders 16` }),
      backend,
      kernels: Object.values(kernels),
      read: async (tensor) => tensor.dataSync<'float32'>(),
      // Its shaders are those of LeNet-5.
      ...(architecture.id === lenet5.id && { fused: fusedForward(backend) }),
      bytes: () => backend.memory().numBytesInGPUAllocated,
      lost,
      lostReason,
      lose,
      close: () => {
        gpgpu.dispose();
        close();
      },
    },
    architecture,
  );
}

/**
 * TensorFlow.js finds its flags out on a context of its own and keeps them for good; they are set from
 * the context that is used. @returns whether 32-bit floats can be rendered; many phones do 16 only.
 */
function setFlags(gl: WebGL2RenderingContext): boolean {
  const float32 = gl.getExtension('EXT_color_buffer_float') !== null;
  if (!float32 && !gl.getExtension('EXT_color_buffer_half_float'))
    throw new Error(t`the GPU cannot compute with floats (no EXT_color_buffer_float)`);
  env().set('WEBGL_VERSION', 2);
  env().set('WEBGL_RENDER_FLOAT32_CAPABLE', float32);
  env().set('WEBGL_RENDER_FLOAT32_ENABLED', float32);
  env().set('WEBGL_DOWNLOAD_FLOAT_ENABLED', float32);
  // By default small tensors are computed on the CPU without a word.
  env().set('WEBGL_CPU_FORWARD', false);
  return float32;
}
