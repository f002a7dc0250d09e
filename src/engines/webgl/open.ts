import { messageOf } from '../../lib/expect.ts';
import type { Opened } from '../engine.ts';
import { rendererName } from '../renderer-name.ts';
import { webglEngine } from './engine.ts';

const lostContext = 'the GPU context was lost';

/** The engine of our own fragment passes, on a WebGL 2 context of its own, or the reason why there is none. */
export async function openWebglPasses(): Promise<Opened> {
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
  if (!gl)
    return refuse(
      'this browser gives its background workers no WebGL 2 (often there is no GPU, or it is switched off)',
    );
  // Browsers allow some sixteen contexts; do not wait for the garbage collector to give one back.
  const release = () => gl.getExtension('WEBGL_lose_context')?.loseContext();
  try {
    const lacks = whatItLacks(gl);
    if (lacks) {
      release();
      return refuse(lacks);
    }
    gl.disable(gl.DITHER);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    let closed = false;
    const lost = new Promise<string>((resolve) => {
      canvas.addEventListener('webglcontextlost', () => {
        if (!closed) resolve(lostContext);
      });
    });
    const detail = unmaskedRenderer(gl);
    const engine = webglEngine({
      gl,
      device: rendererName(detail),
      deviceDetail: detail,
      lost,
      lostReason: () => (gl.isContextLost() ? lostContext : undefined),
      lose: release,
      close: () => {
        closed = true;
        release();
      },
    });
    return { ok: true, engine };
  } catch (error) {
    release();
    return refuse(messageOf(error));
  }
}

function whatItLacks(gl: WebGL2RenderingContext): string | undefined {
  if (gl.getExtension('EXT_color_buffer_float')) return undefined;
  return gl.getExtension('EXT_color_buffer_half_float')
    ? 'expected a GPU that renders 32-bit floats, this one renders 16: small updates of the weights would be lost'
    : 'the GPU cannot compute with floats (no EXT_color_buffer_float)';
}

function unmaskedRenderer(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}
