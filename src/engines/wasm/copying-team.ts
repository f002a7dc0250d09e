import { t } from '../../language/language.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import type { UpdateRule } from '../../network/optimiser.ts';
import { digitSize } from '../../network/rasters.ts';
import type { Batch } from '../course.ts';
import { writeRow } from '../gpu/step-rows.ts';
import { type Helper, startHelper } from './helper-handle.ts';
import { ImageReader } from './images.ts';
import { type GradientSums, Kernels } from './kernels.ts';
import { activeFor, shareStart } from './member.ts';
import { answerMs, startMs, type Team, type TeamOptions } from './team.ts';
import { startThread } from './thread.ts';

/** A helper's arrays, which go to and fro. */
interface Hands {
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly gradient: Float32Array<ArrayBuffer>;
}

/**
 * Threads where memory cannot be shared: each gets the parameters and its share of a batch in a message and answers
 * with its gradient; the calling thread sums and updates. The same bits as those of threads that share memory.
 * @throws naming the helper that did not come up
 */
export async function startCopyingTeam(module: WebAssembly.Module, options: TeamOptions): Promise<Team> {
  const { parameterCount } = lenet5;
  const kernels = await Kernels.instantiate(module);
  let failure: string | undefined;
  let reportLoss: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    reportLoss = (reason) => {
      failure ??= reason;
      resolve(reason);
    };
  });
  const helpers: Helper[] = [];
  const hands: Hands[] = [];
  for (let i = 1; i <= options.helpers; i++) {
    helpers.push(startHelper(t`helper ${i}`, options.start ?? startThread, (reason) => reportLoss(reason)));
    hands.push({ parameters: new Float32Array(parameterCount), gradient: new Float32Array(parameterCount) });
  }
  const size = helpers.length + 1;
  const limitMs = options.answerMs ?? answerMs;
  const dispose = () => {
    for (const helper of helpers) helper.terminate();
  };
  try {
    await Promise.all(helpers.map((helper) => helper.ask({ kind: 'start', module }, [], startMs)));
  } catch (error) {
    dispose();
    throw error;
  }

  const asked = async (thread: number, share: Batch, batchSize: number): Promise<GradientSums> => {
    const [helper, held] = [helpers[thread - 1] as Helper, hands[thread - 1] as Hands];
    held.parameters.set(kernels.parameters);
    const [digits, labels] = [share.digits.slice(), share.labels.slice()];
    const answer = await helper.ask(
      { kind: 'gradient', ...held, digits, labels, batchSize },
      [held.parameters.buffer, held.gradient.buffer, digits.buffer, labels.buffer],
      limitMs(batchSize),
    );
    if (answer.kind !== 'gradient')
      throw new Error(`helper ${thread}: expected a gradient, got ${answer.kind}`);
    hands[thread - 1] = answer;
    return answer.sums;
  };

  /** In the order of `Kernels.sumSlice`. */
  const sumSlices = (active: number) => {
    const all = [kernels.gradient, ...hands.map(({ gradient }) => gradient)];
    for (let thread = 0; thread < active; thread++) {
      const end = kernels.sliceStart(thread + 1, active);
      for (let i = kernels.sliceStart(thread, active); i < end; i++) {
        let sum = (all[thread] as Float32Array)[i] as number;
        for (let next = 1; next < active; next++) {
          sum = Math.fround(sum + ((all[(thread + next) % active] as Float32Array)[i] as number));
        }
        kernels.gradient[i] = sum;
      }
    }
  };

  const gradient = async ({ digits, labels }: Batch): Promise<GradientSums> => {
    // What a helper had in its hands is lost with it.
    if (failure) throw new Error(failure);
    const n = labels.length;
    const active = activeFor(n, size);
    const share = (thread: number): Batch => {
      const [from, to] = [shareStart(n, thread, active), shareStart(n, thread + 1, active)];
      return { digits: digits.subarray(from * digitSize, to * digitSize), labels: labels.subarray(from, to) };
    };
    const answers = Array.from({ length: active - 1 }, (_, i) => asked(i + 1, share(i + 1), n));
    const own = new ImageReader({ ...share(0), places: null, distortion: null });
    let { lossSum, correct } = kernels.accumulateGradient(own, 0, shareStart(n, 1, active), n);
    for (const sums of await Promise.all(answers)) {
      lossSum += sums.lossSum;
      correct += sums.correct;
    }
    sumSlices(active);
    return { lossSum, correct };
  };

  return {
    kernels,
    size,
    bytes: size * kernels.bytes,
    lost,
    torn: null,
    gradient,
    async step(batch: Batch, rule: UpdateRule, number: number) {
      const sums = await gradient(batch);
      writeRow(kernels.rule, 0, 0, batch.labels.length, rule, number);
      kernels.updateSlice(1);
      return sums;
    },
    dispose,
  };
}
