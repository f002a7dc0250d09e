import type { Target } from './network.ts';
import type { Textures } from './textures.ts';

/** What is read of one texture of a target: columns and rows from its first texel on. */
export interface Part {
  readonly target: Target;
  /** The target's texture, or the layer of its only one. */
  readonly index: number;
  readonly columns: number;
  readonly rows: number;
  readonly row?: number;
}

/** Brings textures of floats to the processor. */
export class Reader {
  private buffer: WebGLBuffer | null = null;
  private byteLength = 0;
  /** Pixel buffers that no reading holds, all of one size. */
  private readonly spare: WebGLBuffer[] = [];

  /** @param byteLength of what is read without waiting, at most */
  constructor(
    private readonly gl: WebGL2RenderingContext,
    private readonly textures: Textures,
    private readonly spareBytes: number,
  ) {}

  /** The values of each part, row by row; views of one array. Waits for the GPU, once. */
  now(parts: readonly Part[]): Float32Array[] {
    const { gl, textures } = this;
    const all = new Float32Array(parts.reduce((sum, { columns, rows }) => sum + columns * rows * 4, 0));
    if (all.byteLength > this.byteLength) {
      textures.freeBuffer(this.buffer, this.byteLength);
      this.byteLength = 2 ** Math.ceil(Math.log2(all.byteLength));
      this.buffer = textures.makeBuffer(this.byteLength);
    }
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.buffer);
    let offset = 0;
    const values = parts.map((part) => {
      this.copy(part, offset * 4);
      const from = offset;
      offset += part.columns * part.rows * 4;
      return all.subarray(from, offset);
    });
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, all);
    this.letGo();
    return values;
  }

  /** The values of one part, when the GPU has come so far; nothing waits for it. */
  async later(part: Part): Promise<Float32Array> {
    const { gl, spare } = this;
    const buffer = spare.pop() ?? this.textures.makeBuffer(this.spareBytes);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    this.copy(part, 0);
    this.letGo();
    await this.done();
    const values = new Float32Array(part.columns * part.rows * 4);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, values);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    spare.push(buffer);
    return values;
  }

  /** Resolves when all that was queued is done, or the context is lost. */
  async done(): Promise<void> {
    const { gl } = this;
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    if (!sync) return;
    // A signal is seen by a task of its own only: browsers tell no news while a task runs.
    do await new Promise((resolve) => setTimeout(resolve, 0));
    while (!gl.isContextLost() && gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED);
    gl.deleteSync(sync);
  }

  private copy({ target, index, columns, rows, row = 0 }: Part, offset: number): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, target.framebuffer);
    gl.readBuffer(gl.COLOR_ATTACHMENT0 + index);
    gl.readPixels(0, row, columns, rows, gl.RGBA, gl.FLOAT, offset);
  }

  /** Neither binding may stand in the way of what is drawn or written next. */
  private letGo(): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  }
}
