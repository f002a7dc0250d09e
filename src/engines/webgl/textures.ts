import { rowsMost } from '../gpu/step-feeder.ts';
import {
  c1Kernels,
  chunkImages,
  chunksMost,
  denseColumns,
  denseGradientRows,
  imagesMost,
  kernels,
  parameterColumns,
  parameterRows,
  slices,
} from './layout.ts';
import { chanceColumns } from './passes/images.ts';
import { rowsALine } from './shader.ts';

/** Every texture has a unit of its own, by its place here, which samplers are told once. */
export const textureUnits = [
  'rows',
  'store',
  'labels',
  'order',
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
  'parameters',
  'first',
  'second',
  'kernelSums',
  'denseSums',
] as const;
type TextureName = (typeof textureUnits)[number];
/** Where textures are made and written: no sampler looks there. */
const workUnit = textureUnits.length;

type Format = 'RGBA32F' | 'RGBA8' | 'R8UI' | 'R32UI';

const texelBytes = { RGBA32F: 16, RGBA8: 4, R8UI: 1, R32UI: 4 } as const;

export interface Texture {
  readonly handle: WebGLTexture;
  readonly columns: number;
  readonly rows: number;
  /** 0 for one that is no array. */
  readonly layers: number;
  readonly format: Format;
}

/** The textures and pixel buffers of one context, counted. */
export class Textures {
  private readonly held = new Set<Texture>();
  private bufferBytes = 0;
  private buffers = 0;

  constructor(readonly gl: WebGL2RenderingContext) {}

  /** All zeros. */
  make(format: Format, columns: number, rows: number, layers = 0): Texture {
    const { gl } = this;
    const handle = gl.createTexture();
    const target = layers > 0 ? gl.TEXTURE_2D_ARRAY : gl.TEXTURE_2D;
    gl.activeTexture(gl.TEXTURE0 + workUnit);
    gl.bindTexture(target, handle);
    gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texParameteri(target, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(target, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    if (layers > 0) gl.texStorage3D(target, 1, gl[format], columns, rows, layers);
    else gl.texStorage2D(target, 1, gl[format], columns, rows);
    const texture = { handle, columns, rows, layers, format };
    this.held.add(texture);
    return texture;
  }

  free(texture: Texture | undefined): void {
    if (!texture || !this.held.delete(texture)) return;
    this.gl.deleteTexture(texture.handle);
  }

  /** Where samplers of this name look. */
  bind(name: TextureName, { handle, layers }: Texture): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + textureUnits.indexOf(name));
    gl.bindTexture(layers > 0 ? gl.TEXTURE_2D_ARRAY : gl.TEXTURE_2D, handle);
  }

  write(
    texture: Texture,
    { column = 0, row = 0, layer = 0, columns = texture.columns, rows = texture.rows },
    values: ArrayBufferView,
  ): void {
    const { gl } = this;
    const { handle, layers, format } = texture;
    const target = layers > 0 ? gl.TEXTURE_2D_ARRAY : gl.TEXTURE_2D;
    const layout = format.endsWith('UI') ? gl.RED_INTEGER : gl.RGBA;
    const type = format === 'RGBA32F' ? gl.FLOAT : format === 'R32UI' ? gl.UNSIGNED_INT : gl.UNSIGNED_BYTE;
    gl.activeTexture(gl.TEXTURE0 + workUnit);
    gl.bindTexture(target, handle);
    if (layers > 0) gl.texSubImage3D(target, 0, column, row, layer, columns, rows, 1, layout, type, values);
    else gl.texSubImage2D(target, 0, column, row, columns, rows, layout, type, values);
  }

  makeBuffer(bytes: number): WebGLBuffer {
    const { gl } = this;
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_READ);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    this.bufferBytes += bytes;
    this.buffers += 1;
    return buffer;
  }

  freeBuffer(buffer: WebGLBuffer | null, bytes: number): void {
    if (!buffer) return;
    this.gl.deleteBuffer(buffer);
    this.bufferBytes -= bytes;
    this.buffers -= 1;
  }

  memory() {
    let bytes = this.bufferBytes;
    for (const { columns, rows, layers, format } of this.held)
      bytes += columns * rows * Math.max(1, layers) * texelBytes[format];
    return { tensors: this.held.size + this.buffers, bytes };
  }
}

/** A line of results for 64 steps. */
export const resultsALine = 64;
/** The row behind those of a run: of steps that are led. */
export const ledRow = rowsMost;

/** Columns, rows and layers of what the passes write for a chunk. */
export function workTextures(textures: Textures) {
  const make = (columns: number, rows: number, layers = 4) => textures.make('RGBA32F', columns, rows, layers);
  const fours = chunkImages / 4;
  return {
    chance: make(chanceColumns, chunkImages, 0),
    moved: textures.make('RGBA8', 112, chunkImages, 2),
    pixels: textures.make('RGBA8', 256, chunkImages),
    c1s2: make(49 * c1Kernels, chunkImages),
    c3s4: make(100, chunkImages),
    c5: make(30, fours),
    f6: make(21, fours),
    result: make(16, imagesMost / 16),
    dF6: make(21, fours),
    dC5: make(30, fours),
    dC3: make(100, chunkImages),
    dS2: make(96, chunkImages),
    rows: make(3 * rowsALine, rowsMost / rowsALine + 1, 0),
    results: make(resultsALine, rowsMost / resultsALine + 1, 0),
  };
}

/** What a batch of so many chunks is summed in. */
export function sumTextures(textures: Textures, chunks: number) {
  return {
    chunks: Math.min(chunks, chunksMost),
    kernelSums: textures.make('RGBA32F', 2 * kernels, slices * chunks, 4),
    denseSums: textures.make('RGBA32F', denseColumns, denseGradientRows * chunks, 4),
  };
}

/** Parameters and both moments. */
export const stateTextures = (textures: Textures) =>
  [0, 1, 2].map(() => textures.make('RGBA32F', parameterColumns, parameterRows)) as [
    Texture,
    Texture,
    Texture,
  ];
