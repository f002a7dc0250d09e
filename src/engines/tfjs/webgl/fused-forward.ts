import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl';
import { PackingScheme, TextureUsage } from '@tensorflow/tfjs-backend-webgl/dist/tex_util';
import type { Tensor, Tensor1D, TensorInfo } from '@tensorflow/tfjs-core';
import { digitSize } from '../../../lenet/rasters.ts';
import { activationCount, parameterCount } from '../../../lenet/spec.ts';
import type { FusedForward } from '../tfjs-engine.ts';
import { type Program, parameterColumns, programs } from './programs.ts';

/** Images at once: WebGL 2 promises textures of 2,048 rows, and C1 takes 28 an image. */
const chunk = 64;

/**
 * Runs the programs of `programs.ts` through TensorFlow.js: textures come from its texture manager,
 * shaders from its cache, and the parameters stay where its training operations left them.
 */
export function fusedForward(backend: MathBackendWebGL): FusedForward {
  let packed: { readonly info: TensorInfo; free(): void } | undefined;

  /** A program as TensorFlow.js wants it. Its samplers go unused: texels are fetched by place. */
  const run = (program: Program, inputs: TensorInfo[], n: number): TensorInfo => {
    const shape: [number, number] = [program.rows * n, program.columns];
    return backend.runWebGLProgram(
      {
        variableNames: [...program.reads],
        outputShape: [shape[0], shape[1] * 4],
        userCode: program.code,
        packedInputs: true,
        packedOutput: true,
        outPackingScheme: PackingScheme.DENSE,
      },
      inputs,
      'float32',
      undefined,
      true,
      shape,
    );
  };

  /** Bytes -> RGBA8, which the sampler turns into 0..1 by itself. */
  const uploadDigits = (digits: Uint8Array, n: number): TensorInfo => {
    const [rows, columns] = [28 * n, 7];
    const info = backend.makeTensorInfo([rows, columns * 4], 'float32');
    const data = backend.texData.get(info.dataId);
    data.usage = TextureUsage.PIXELS;
    data.texShape = [rows, columns];
    data.isPacked = true;
    backend.uploadToGPU(info.dataId);
    backend.gpgpu.uploadDenseMatrixToTexture(backend.getTexture(info.dataId), columns, rows, digits);
    return info;
  };

  /** The flat parameters as a dense texture; made anew only after they changed. */
  const packParameters = (parameters: Tensor1D): TensorInfo => {
    if (!packed) {
      const rows = Math.ceil(parameterCount / 4 / parameterColumns);
      backend.uploadToGPU(parameters.dataId);
      const { tensorRef } = backend.readToGPU(parameters.dataId, {
        customTexShape: [rows, parameterColumns],
      }) as { tensorRef: Tensor };
      const info = { dataId: tensorRef.dataId, shape: [1, 1, parameterCount], dtype: tensorRef.dtype };
      packed = { info, free: () => tensorRef.dispose() };
    }
    return packed.info;
  };

  const layersOf = (parameters: Tensor1D, digits: Uint8Array, n: number) => {
    const weights = packParameters(parameters);
    const input = uploadDigits(digits, n);
    const c1 = run(programs.c1, [weights, input], n);
    const s2 = run(programs.s2, [c1], n);
    const c3 = run(programs.c3, [weights, s2], n);
    const s4 = run(programs.s4, [c3], n);
    const c5 = run(programs.c5, [weights, s4], n);
    const f6 = run(programs.f6, [weights, c5], n);
    return [input, c1, s2, c3, s4, c5, f6, run(programs.probabilities, [weights, f6], n)];
  };

  /** [n, columns * rows texels] -> n * width floats, without the padding. */
  const readBack = (info: TensorInfo, program: Program, n: number, width: number): Float32Array => {
    const texture = backend.getTexture(info.dataId);
    const texels = backend.gpgpu.downloadMatrixFromPackedTexture(texture, program.rows * n, program.columns);
    if (n === 1) return texels.slice(0, width);
    const values = new Float32Array(n * width);
    for (let image = 0; image < n; image++) {
      const from = image * program.rows * program.columns * 4;
      values.set(texels.subarray(from, from + width), image * width);
    }
    return values;
  };

  const inChunks = (
    digits: Uint8Array,
    n: number,
    width: number,
    compute: (digits: Uint8Array, n: number) => Float32Array,
  ): Float32Array => {
    if (n <= chunk) return compute(digits, n);
    const all = new Float32Array(n * width);
    for (let from = 0; from < n; from += chunk) {
      const count = Math.min(chunk, n - from);
      const part = digits.subarray(from * digitSize, (from + count) * digitSize);
      all.set(compute(part, count), from * width);
    }
    return all;
  };

  const free = (infos: readonly TensorInfo[]) => {
    for (const info of infos) backend.disposeIntermediateTensorInfo(info);
  };

  return {
    activations: (parameters, digits, n) =>
      inChunks(digits, n, activationCount, (part, count) => {
        const layers = layersOf(parameters, part, count);
        const all = run(programs.gather, layers, count);
        const values = readBack(all, programs.gather, count, activationCount);
        free([...layers, all]);
        return values;
      }),
    probabilities: (parameters, digits, n) =>
      inChunks(digits, n, 10, (part, count) => {
        const layers = layersOf(parameters, part, count);
        const values = readBack(layers.at(-1) as TensorInfo, programs.probabilities, count, 10);
        free(layers);
        return values;
      }),
    invalidate: () => {
      packed?.free();
      packed = undefined;
    },
  };
}
