import {
  c1Kernels,
  c3Kernels,
  c5 as c5Layout,
  chunkImages,
  chunksMost,
  denseGradientRows,
  f6 as f6Layout,
  output,
  parameterColumns,
  parameterRows,
  slices,
} from './layout.ts';
import { chanceColumns } from './passes/images.ts';
import { updateVertices } from './passes/update.ts';
import { activate, compile, type ProgramName } from './programs.ts';
import {
  resultsALine,
  stateTextures,
  sumTextures,
  type Texture,
  Textures,
  workTextures,
} from './textures.ts';

/** Where the images of a pass come from. */
export interface ImageSource {
  readonly store: Texture;
  readonly labels: Texture;
  readonly order: Texture;
}

export interface Target {
  readonly framebuffer: WebGLFramebuffer;
  readonly textures: readonly Texture[];
}

/** The network on one context: what lies there, and the passes that compute on it. All of it is only queued. */
export class Network {
  readonly textures: Textures;
  readonly work: ReturnType<typeof workTextures>;
  readonly targets;
  private readonly programs;
  /** The parameters and moments that hold, and those that the next update writes. */
  private states: [Target, Target];
  private sums: ReturnType<typeof sumTextures> & {
    readonly kernelTarget: Target;
    readonly denseTarget: Target;
  };
  private source: ImageSource | undefined;
  private framebuffer: WebGLFramebuffer | undefined;

  /** @throws Error when a shader does not compile */
  constructor(readonly gl: WebGL2RenderingContext) {
    this.textures = new Textures(gl);
    this.programs = compile(gl);
    this.work = workTextures(this.textures);
    const { work } = this;
    this.targets = {
      chance: this.target(work.chance),
      moved: this.target(work.moved),
      pixels: this.target(work.pixels),
      c1s2: this.target(work.c1s2),
      c3s4: this.target(work.c3s4),
      c5: this.target(work.c5),
      f6: this.target(work.f6),
      result: this.target(work.result),
      dF6: this.target(work.dF6),
      dC5: this.target(work.dC5),
      dC3: this.target(work.dC3),
      dS2: this.target(work.dS2),
      results: this.target(work.results),
    } as const;
    for (const name of [
      'rows',
      'chance',
      'moved',
      'pixels',
      'c1s2',
      'c3s4',
      'c5',
      'f6',
      'result',
      'dF6',
      'dC5',
      'dC3',
      'dS2',
    ] as const)
      this.textures.bind(name, work[name]);
    this.states = [0, 1].map(() => this.target(...stateTextures(this.textures))) as [Target, Target];
    this.bindState();
    this.sums = this.makeSums(1);
  }

  /** Parameters and both moments. */
  get state(): Target {
    return this.states[0];
  }

  /** What `drawUpdate` has written last, before the states were swapped. */
  get nextState(): Target {
    return this.states[1];
  }

  /** Room for the sums of a batch of so many images. */
  makeRoom(images: number): void {
    const chunks = Math.ceil(images / chunkImages);
    if (chunks <= this.sums.chunks) return;
    const { kernelSums, denseSums, kernelTarget, denseTarget } = this.sums;
    for (const target of [kernelTarget, denseTarget]) this.gl.deleteFramebuffer(target.framebuffer);
    this.textures.free(kernelSums);
    this.textures.free(denseSums);
    this.sums = this.makeSums(Math.min(chunksMost, 2 ** Math.ceil(Math.log2(chunks))));
  }

  takeFrom(source: ImageSource): void {
    if (this.source === source) return;
    this.source = source;
    this.textures.bind('store', source.store);
    this.textures.bind('labels', source.labels);
    this.textures.bind('order', source.order);
  }

  /** Its textures are others now. */
  forgetSource(): void {
    this.source = undefined;
  }

  /** What the distorting passes ask for besides textures. */
  setChance(seed: number, epoch: number, strengths: readonly number[]): void {
    const { gl, programs } = this;
    activate(gl, programs.chance);
    gl.uniform2ui(gl.getUniformLocation(programs.chance, 'chances'), seed >>> 0, epoch >>> 0);
    for (const program of [programs.chance, programs.move]) {
      activate(gl, program);
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = strengths;
      gl.uniform4f(gl.getUniformLocation(program, 'strengths0'), a, b, c, d);
      gl.uniform4f(gl.getUniformLocation(program, 'strengths1'), e, f, g, 0);
    }
  }

  /** @param n images of the chunk */
  drawPixels(row: number, chunk: number, n: number, distorted: boolean): void {
    const { targets } = this;
    if (!distorted) {
      this.draw('asTheyAre', targets.pixels, row, chunk, 256, n);
      return;
    }
    this.draw('chance', targets.chance, row, chunk, chanceColumns, n);
    this.draw('move', targets.moved, row, chunk, 112, n);
    this.draw('changeLine', targets.pixels, row, chunk, 256, n);
  }

  /** From the pixels to the outputs. */
  drawForward(row: number, chunk: number, n: number, asked: 'train' | 'probabilities' | 'logits'): void {
    const { targets } = this;
    const fours = Math.ceil(n / 4);
    this.draw('c1s2', targets.c1s2, row, chunk, 294, n);
    this.draw('c3s4', targets.c3s4, row, chunk, 100, n);
    this.draw('c5', targets.c5, row, chunk, c5Layout.groups, fours);
    this.draw('f6', targets.f6, row, chunk, f6Layout.groups, fours);
    this.draw(asked, targets.result, row, chunk, 16, Math.ceil(n / 16), 0, chunk * 16);
  }

  /** From the gradient at the logits back to S2. */
  drawBackward(row: number, chunk: number, n: number): void {
    const { targets } = this;
    const fours = Math.ceil(n / 4);
    this.draw('f6Backward', targets.dF6, row, chunk, f6Layout.groups, fours);
    this.draw('c5Backward', targets.dC5, row, chunk, c5Layout.groups, fours);
    this.draw('c3Backward', targets.dC3, row, chunk, 100, n);
    this.draw('s2Backward', targets.dS2, row, chunk, 96, n);
  }

  drawInputBackward(into: Target, row: number, n: number): void {
    this.draw('inputBackward', into, row, 0, 256, n);
  }

  /** A step but for its update. @param images of the batch */
  drawGradients(row: number, images: number, distorted: boolean): void {
    const { sums } = this;
    for (let chunk = 0; chunk * chunkImages < images; chunk++) {
      const n = Math.min(chunkImages, images - chunk * chunkImages);
      this.drawPixels(row, chunk, n, distorted);
      this.drawForward(row, chunk, n, 'train');
      this.drawBackward(row, chunk, n);
      const used = Math.ceil(n / Math.ceil(n / slices));
      const y = chunk * slices;
      this.draw('c1Gradient', sums.kernelTarget, row, chunk, 2 * c1Kernels, used, 0, y);
      this.draw('c3Gradient', sums.kernelTarget, row, chunk, 2 * c3Kernels, used, 2 * c1Kernels, y);
      const top = chunk * denseGradientRows;
      for (const [name, { inputs, groups, column }] of [
        ['c5Gradient', c5Layout],
        ['f6Gradient', f6Layout],
        ['outputGradient', output],
      ] as const)
        this.draw(name, sums.denseTarget, row, chunk, groups, inputs / 4 + 1, column, top);
    }
    this.draw(
      'results',
      this.targets.results,
      row,
      0,
      1,
      1,
      row % resultsALine,
      Math.floor(row / resultsALine),
    );
  }

  /** Parameters and moments after the row's rule; those before stay where they are until `swapStates`. */
  drawUpdate(row: number): void {
    const { gl } = this;
    activate(gl, this.programs.update);
    this.bindTarget(this.states[1]);
    gl.viewport(0, 0, parameterColumns, parameterRows);
    gl.drawArrays(gl.TRIANGLES, updateVertices * row, updateVertices);
  }

  swapStates(): void {
    this.states = [this.states[1], this.states[0]];
    this.bindState();
  }

  target(...textures: Texture[]): Target {
    const { gl } = this;
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, framebuffer);
    this.framebuffer = framebuffer;
    const [only] = textures;
    const attachments = Array.from(
      { length: only && only.layers > 0 ? only.layers : textures.length },
      (_, i) => gl.COLOR_ATTACHMENT0 + i,
    );
    attachments.forEach((attachment, i) => {
      if (only && only.layers > 0)
        gl.framebufferTextureLayer(gl.DRAW_FRAMEBUFFER, attachment, only.handle, 0, i);
      else
        gl.framebufferTexture2D(
          gl.DRAW_FRAMEBUFFER,
          attachment,
          gl.TEXTURE_2D,
          (textures[i] as Texture).handle,
          0,
        );
    });
    gl.drawBuffers(attachments);
    return { framebuffer, textures };
  }

  private draw(
    name: ProgramName,
    target: Target,
    row: number,
    chunk: number,
    columns: number,
    rows: number,
    x = 0,
    y = 0,
  ): void {
    const { gl } = this;
    activate(gl, this.programs[name]);
    this.bindTarget(target);
    gl.viewport(x, y, columns, rows);
    gl.drawArrays(gl.TRIANGLES, 3 * (row * chunksMost + chunk), 3);
  }

  private bindTarget({ framebuffer }: Target): void {
    if (this.framebuffer === framebuffer) return;
    this.framebuffer = framebuffer;
    this.gl.bindFramebuffer(this.gl.DRAW_FRAMEBUFFER, framebuffer);
  }

  private bindState(): void {
    const [parameters, first, second] = this.states[0].textures as [Texture, Texture, Texture];
    this.textures.bind('parameters', parameters);
    this.textures.bind('first', first);
    this.textures.bind('second', second);
  }

  private makeSums(chunks: number) {
    const sums = sumTextures(this.textures, chunks);
    this.textures.bind('kernelSums', sums.kernelSums);
    this.textures.bind('denseSums', sums.denseSums);
    return { ...sums, kernelTarget: this.target(sums.kernelSums), denseTarget: this.target(sums.denseSums) };
  }
}
