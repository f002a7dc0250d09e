import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl';
import { PackingScheme, TextureUsage } from '@tensorflow/tfjs-backend-webgl/dist/tex_util';
import type { Tensor, Tensor1D, TensorInfo } from '@tensorflow/tfjs-core';
import { activationOffset, type Layer, layerNamed } from '../../../network/architecture.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { digitSize } from '../../../network/rasters.ts';
import { padDigits } from '../pad-digits.ts';
import type { FusedForward } from '../tfjs-engine.ts';
import { type Program, parameterColumns, programs } from './layer-shaders.ts';
import { textureReader } from './texture-reader.ts';

/** Images at once: WebGL 2 promises textures of 2,048 rows, and C1 takes 28 an image. */
const chunk = 64;
const parameterRows = Math.ceil(lenet5.parameterCount / 4 / parameterColumns);

interface Computed {
  readonly layer: Layer;
  readonly program: Program;
  readonly info: TensorInfo;
}

/**
 * Runs the programs of `layer-shaders.ts` through TensorFlow.js: textures come from its texture manager,
 * shaders from its cache, and the parameters stay where its training operations left them.
 */
export function fusedForward(backend: MathBackendWebGL): FusedForward {
  const readTextures = textureReader(backend.gpgpu.gl as unknown as WebGL2RenderingContext);
  let packed: { readonly info: TensorInfo; free(): void } | undefined;

  /** A program as TensorFlow.js wants it. Its samplers go unused: texels are fetched by place. */
  const run = (program: Program, inputs: TensorInfo[], n: number): TensorInfo => {
    const shape: [number, number] = [program.rows * n, program.columns];
    const dense = {
      variableNames: [...program.reads],
      outputShape: [shape[0], shape[1] * 4],
      userCode: program.code,
      packedInputs: true,
      packedOutput: true,
      outPackingScheme: PackingScheme.DENSE,
    };
    return backend.runWebGLProgram(dense, inputs, 'float32', undefined, true, shape);
  };

  /** Values as a texture of four a texel: bytes as RGBA8, which samplers turn into 0..1, or floats. */
  const upload = (values: Uint8Array | Float32Array, columns: number, rows: number): TensorInfo => {
    const bytes = values instanceof Uint8Array;
    const info = backend.makeTensorInfo([rows, columns * 4], 'float32');
    const data = backend.texData.get(info.dataId);
    data.usage = bytes ? TextureUsage.PIXELS : TextureUsage.UPLOAD;
    // TensorFlow.js counts values for textures of floats, 2 x 2 in a texel, and texels for bytes.
    data.texShape = bytes ? [rows, columns] : [2 * rows, 2 * columns];
    data.isPacked = true;
    backend.uploadToGPU(info.dataId);
    backend.gpgpu.uploadDenseMatrixToTexture(backend.getTexture(info.dataId), columns, rows, values);
    return info;
  };

  /** The flat parameters as a dense texture; made anew only after they changed. */
  const packParameters = (parameters: Tensor1D): TensorInfo => {
    const { texture, values } = backend.texData.get(parameters.dataId);
    packed ??= texture || !values ? packOnGpu(parameters) : packLoaded(values as Float32Array);
    return packed.info;
  };

  /** As training left them. */
  const packOnGpu = (parameters: Tensor1D) => {
    const customTexShape: [number, number] = [parameterRows, parameterColumns];
    const { tensorRef } = backend.readToGPU(parameters.dataId, { customTexShape }) as { tensorRef: Tensor };
    const info = { dataId: tensorRef.dataId, shape: [1, 1, lenet5.parameterCount], dtype: tensorRef.dtype };
    return { info, free: () => tensorRef.dispose() };
  };

  /** As they were loaded: without the two shaders that it takes to bring them into stock form and back. */
  const packLoaded = (values: Float32Array) => {
    const info = upload(values, parameterColumns, parameterRows);
    return { info, free: () => backend.disposeIntermediateTensorInfo(info) };
  };

  /** C1 to Output of n images, for as long as `use` looks at them. */
  const withLayers = <T>(
    parameters: Tensor1D,
    digits: Uint8Array,
    n: number,
    use: (computed: readonly Computed[]) => T,
  ): T => {
    const made: TensorInfo[] = [upload(digits, 7, 28 * n)];
    try {
      const computed: Computed[] = [];
      for (const [name, program] of Object.entries(programs) as [keyof typeof programs, Program][]) {
        const before = made.at(-1) as TensorInfo;
        const reads = program.reads.includes('parameters') ? [packParameters(parameters), before] : [before];
        const info = run(program, reads, n);
        made.push(info);
        computed.push({ layer: layerNamed(lenet5, name), program, info });
      }
      return use(computed);
    } finally {
      for (const info of made) backend.disposeIntermediateTensorInfo(info);
    }
  };

  const read = (computed: readonly Computed[], n: number): Float32Array[] =>
    readTextures(
      computed.map(({ program: { columns, rows }, info }) => ({
        texture: backend.getTexture(info.dataId),
        columns,
        rows: rows * n,
      })),
    );

  return {
    activations: (parameters, digits, n) =>
      inChunks(digits, n, lenet5.activationCount, (part, count) =>
        withLayers(parameters, part, count, (computed) => {
          const all = new Float32Array(count * lenet5.activationCount);
          const inputs = padDigits(part, count);
          place(inputs, lenet5.layers[0] as Layer, all, 0, lenet5.activationCount);
          read(computed, count).forEach((texels, index) => {
            const { layer } = computed[index] as Computed;
            place(texels, layer, all, activationOffset(lenet5, layer.name), lenet5.activationCount);
          });
          return all;
        }),
      ),
    probabilities: (parameters, digits, n) =>
      inChunks(digits, n, layerNamed(lenet5, 'Output').maps, (part, count) =>
        withLayers(parameters, part, count, (computed) => {
          const { layer } = computed.at(-1) as Computed;
          const values = new Float32Array(count * layer.maps);
          place(read(computed.slice(-1), count)[0] as Float32Array, layer, values, 0, layer.maps);
          return values;
        }),
      ),
    invalidate: () => {
      packed?.free();
      packed = undefined;
    },
  };
}

/** Copies a layer of all images to where it belongs in each image's flat vector, without what fills up its texels. */
function place(
  from: Float32Array,
  { height, width, maps }: Layer,
  to: Float32Array,
  offset: number,
  imageSize: number,
): void {
  const places = height * width;
  const images = to.length / imageSize;
  const stride = from.length / images / places;
  for (let image = 0; image < images; image++) {
    let target = image * imageSize + offset;
    let source = image * places * stride;
    if (maps === stride) {
      to.set(from.subarray(source, source + places * stride), target);
      continue;
    }
    for (let at = 0; at < places; at++, source += stride) {
      for (let map = 0; map < maps; map++) to[target++] = from[source + map] as number;
    }
  }
}

function inChunks(
  digits: Uint8Array,
  n: number,
  width: number,
  compute: (digits: Uint8Array, n: number) => Float32Array,
): Float32Array {
  if (n <= chunk) return compute(digits, n);
  const all = new Float32Array(n * width);
  for (let from = 0; from < n; from += chunk) {
    const count = Math.min(chunk, n - from);
    all.set(compute(digits.subarray(from * digitSize, (from + count) * digitSize), count), from * width);
  }
  return all;
}
