import { messageOf } from '../../lib/expect.ts';
import { type GradientSums, Kernels } from './kernels.ts';
import { nodeModule } from './node-module.ts';

/** The script of a helping thread: answers every request, one at a time, with what its kernels give. */

export type HelperRequest =
  | { readonly kind: 'start'; readonly module: WebAssembly.Module }
  | {
      readonly kind: 'gradient';
      /** P floats to compute with, and P floats to fill: shared, or handed over and handed back. */
      readonly parameters: Float32Array;
      readonly gradient: Float32Array;
      readonly digits: Uint8Array<ArrayBuffer>;
      readonly labels: Uint8Array<ArrayBuffer>;
      /** Images in the whole batch. */
      readonly batchSize: number;
    };

export type HelperAnswer =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'gradient';
      readonly parameters: Float32Array;
      readonly gradient: Float32Array;
      readonly sums: GradientSums;
    }
  | { readonly kind: 'failed'; readonly reason: string };

let kernels: Kernels | undefined;

async function answerTo(request: HelperRequest): Promise<HelperAnswer> {
  if (request.kind === 'start') {
    kernels = await Kernels.instantiate(request.module);
    return { kind: 'ready' };
  }
  if (!kernels) throw new Error('expected a start before any work');
  const { parameters, gradient, batchSize } = request;
  kernels.parameters.set(parameters);
  kernels.parametersChanged();
  const sums = kernels.accumulateGradient(request, batchSize);
  gradient.set(kernels.gradient);
  return { kind: 'gradient', parameters, gradient, sums };
}

async function serve(request: HelperRequest, post: (answer: HelperAnswer, transfer: ArrayBuffer[]) => void) {
  try {
    const answer = await answerTo(request);
    const arrays = answer.kind === 'gradient' ? [answer.parameters.buffer, answer.gradient.buffer] : [];
    // What is shared is not handed over.
    post(
      answer,
      arrays.filter((buffer) => buffer instanceof ArrayBuffer),
    );
  } catch (error) {
    post({ kind: 'failed', reason: messageOf(error) }, []);
  }
}

const nodePort = nodeModule('node:worker_threads')?.parentPort;
if (nodePort) {
  nodePort.on('message', (data) =>
    serve(data as HelperRequest, (answer, transfer) => nodePort.postMessage(answer, transfer)),
  );
} else {
  addEventListener('message', ({ data }: MessageEvent<HelperRequest>) =>
    serve(data, (answer, transfer) => postMessage(answer, { transfer })),
  );
}
