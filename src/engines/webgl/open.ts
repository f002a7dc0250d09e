import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import type { Opened } from '../engine.ts';
import { rendererName } from '../renderer-name.ts';
import { openGlContext } from '../webgl-context.ts';
import { webglEngine } from './engine.ts';

/** The engine of our own fragment passes, or the reason why there is none. */
export async function openWebglPasses(): Promise<Opened> {
  const opened = openGlContext();
  if (!opened.ok) return opened;
  const { context } = opened;
  const { gl, renderer } = context;
  try {
    const lacks = whatItLacks(gl);
    if (lacks) throw new Error(lacks);
    gl.disable(gl.DITHER);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    const engine = webglEngine({ ...context, device: rendererName(renderer), deviceDetail: renderer });
    return { ok: true, engine };
  } catch (error) {
    context.close();
    return { ok: false, reason: messageOf(error) };
  }
}

function whatItLacks(gl: WebGL2RenderingContext): string | undefined {
  if (gl.getExtension('EXT_color_buffer_float')) return undefined;
  return gl.getExtension('EXT_color_buffer_half_float')
    ? t`expected a GPU that renders 32-bit floats, this one renders 16: small updates of the weights would be lost`
    : t`the GPU cannot compute with floats (no EXT_color_buffer_float)`;
}
