import { messageOf } from '../../lib/expect.ts';
import { Control } from './control.ts';
import { ImageReader, type ImageTables } from './images.ts';
import { type GradientSums, Kernels, type Region } from './kernels.ts';
import { Member } from './member.ts';
import { nodeModule } from './node-module.ts';

/** The script of a helping thread: answers every request, one at a time, with what its kernels give. */

export type HelperRequest =
  /** Joins threads that share a memory: from now on it hears messages only when it is ordered to listen. */
  | {
      readonly kind: 'join';
      readonly module: WebAssembly.Module;
      readonly region: Region;
      readonly control: ArrayBufferLike;
    }
  | { readonly kind: 'images'; readonly slot: number; readonly tables: ImageTables }
  /** Works on copies, where memory cannot be shared. */
  | { readonly kind: 'start'; readonly module: WebAssembly.Module }
  | {
      readonly kind: 'gradient';
      /** P floats to compute with, and P floats to fill: handed over and handed back. */
      readonly parameters: Float32Array<ArrayBuffer>;
      readonly gradient: Float32Array<ArrayBuffer>;
      readonly digits: Uint8Array<ArrayBuffer>;
      readonly labels: Uint8Array<ArrayBuffer>;
      /** Images in the whole batch. */
      readonly batchSize: number;
    };

export type HelperAnswer =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'gradient';
      readonly parameters: Float32Array<ArrayBuffer>;
      readonly gradient: Float32Array<ArrayBuffer>;
      readonly sums: GradientSums;
    }
  | { readonly kind: 'failed'; readonly reason: string };

let kernels: Kernels | undefined;
let member: Member | undefined;

async function answerTo(request: HelperRequest): Promise<HelperAnswer> {
  switch (request.kind) {
    case 'join': {
      const { module, region, control } = request;
      member = new Member(
        await Kernels.instantiate(module, region),
        new Control(control, region.threads),
        region.thread,
      );
      return { kind: 'ready' };
    }
    case 'images':
      member?.show(request.slot, request.tables);
      return { kind: 'ready' };
    case 'start':
      kernels = await Kernels.instantiate(request.module);
      return { kind: 'ready' };
    case 'gradient': {
      if (!kernels) throw new Error('expected a start before any work');
      const { parameters, gradient, digits, labels, batchSize } = request;
      kernels.parameters.set(parameters);
      kernels.parametersChanged();
      const images = new ImageReader({ digits, labels, places: null, distortion: null });
      const sums = kernels.accumulateGradient(images, 0, labels.length, batchSize);
      gradient.set(kernels.gradient);
      return { kind: 'gradient', parameters, gradient, sums };
    }
  }
}

async function serve(request: HelperRequest, post: (answer: HelperAnswer, transfer: ArrayBuffer[]) => void) {
  try {
    const answer = await answerTo(request);
    post(answer, answer.kind === 'gradient' ? [answer.parameters.buffer, answer.gradient.buffer] : []);
    member?.follow();
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
