import { t } from '../language/language.ts';
import type { Result } from '../lib/result.ts';

/** A WebGL 2 context of its own, so that a lost one leaves nothing behind. */
export interface GlContext {
  readonly gl: WebGL2RenderingContext;
  /** The renderer's name as the driver puts it. */
  readonly renderer: string;
  /** Resolves with the reason when the context is lost; pending once it was closed. */
  readonly lost: Promise<string>;
  /** The reason when the context is lost: calls on it give zeros rather than errors. */
  lostReason(): string | undefined;
  /** Loses the context on purpose, for tests. */
  lose(): void;
  /** Browsers allow some sixteen contexts; this does not wait for the garbage collector to give one back. */
  close(): void;
}

const lostContext = () => t`the GPU context was lost`;

/** A context, or the reason in words why there is none. */
export function openGlContext(): Result<{ readonly context: GlContext }> {
  const refuse = (reason: string) => ({ ok: false, reason }) as const;
  if (typeof OffscreenCanvas === 'undefined')
    return refuse(t`this browser has no OffscreenCanvas, which WebGL needs in a background worker`);
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
      t`this browser gives its background workers no WebGL 2 (often there is no GPU, or it is switched off)`,
    );
  }
  let closed = false;
  const lost = new Promise<string>((resolve) => {
    canvas.addEventListener('webglcontextlost', () => {
      if (!closed) resolve(lostContext());
    });
  });
  const lose = () => gl.getExtension('WEBGL_lose_context')?.loseContext();
  const named = gl.getExtension('WEBGL_debug_renderer_info');
  const context: GlContext = {
    gl,
    renderer: String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER)),
    lost,
    lostReason: () => (gl.isContextLost() ? lostContext() : undefined),
    lose,
    close: () => {
      closed = true;
      lose();
    },
  };
  return { ok: true, context };
}
