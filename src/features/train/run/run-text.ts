import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import type { RunCurves, RunStatus, TestResult } from '../../../run/contract.ts';
import { syntheticName } from '../../../storage/stored-titles.ts';
import { formatRate, stateWords } from '../../../ui/run-words.ts';

/** What the bar of a run says of it. */

/** What was measured, after "of": "10,000 test images", or digits that nobody wrote. */
export function testDigitsText({ total, dataName }: Pick<TestResult, 'total' | 'dataName'>): string {
  const count = formatCount(total);
  return dataName === syntheticName
    ? t`${count} test digits of synthetic handwriting`
    : t`${count} test images`;
}

/** "98.67 % of 10,000 test images right, 133 wrong; most often 9 read as 4 (10 times)." */
export function resultWords(result: TestResult): string {
  const { right, total, counts } = result;
  const [accuracy, digits] = [formatPercent(right / total, 2), testDigitsText(result)];
  if (right === total) return t`${accuracy} of ${digits} right.`;
  const mistakes = counts.flatMap((row, label) =>
    row.flatMap((count, answer) => (answer === label ? [] : [{ label, answer, count }])),
  );
  const worst = mistakes.reduce((most, one) => (one.count > most.count ? one : most));
  const wrong = formatCount(total - right);
  return worst.count > 1
    ? t`${accuracy} of ${digits} right, ${wrong} wrong; most often ${worst.label} read as ${worst.answer} (${worst.count} times).`
    : t`${accuracy} of ${digits} right, ${wrong} wrong.`;
}

/** The result of a run that has ended: of its last step, not of a moment before. */
export function resultOf({ state, step }: RunStatus, tested: TestResult | null): TestResult | null {
  return state === 'finished' && tested?.step === step ? tested : null;
}

/** One-cycle ends at some 10⁻¹² of its peak, and a run that has ended takes no step. */
export function rateText({ state, learningRate, settings }: RunStatus): string {
  if (learningRate === null || state === 'finished') return '–';
  return learningRate < 1e-5 * settings.learningRate ? '0' : formatRate(learningRate);
}

/** "Epoch 3 of 10 done: 98.1 % of validation images right"; the same until the next one is done. */
export function epochWords(
  { state, epoch, epochs, totalSteps }: RunStatus,
  curves: RunCurves | null,
): string {
  const done = epoch - 1;
  if (state !== 'running' || done < 1) return '';
  const [from, to] = [done - 1, done].map((at) => (at * totalSteps) / epochs);
  const point = curves?.validation.findLast(({ step }) => step > (from ?? 0) && step <= (to ?? 0));
  return point
    ? t`Epoch ${done} of ${epochs} done: ${formatPercent(point.accuracy)} of validation images right`
    : t`Epoch ${done} of ${epochs} done`;
}

/** For people who cannot see the page: the state when it changes, each epoch and the result, never a step. */
export function spokenText(status: RunStatus, epoch: string, result: TestResult | null): string {
  const { state, message } = status;
  const words = stateWords[state];
  const told = result
    ? resultWords(result)
    : message && (state === 'finished' || isTrouble(status))
      ? message
      : '';
  if (told) return `${words}: ${told}`;
  return epoch || words;
}

/** A run that was paused by hand has no message; one that was stopped says why. */
export function isTrouble({ state, message }: RunStatus): boolean {
  return state === 'failed' || (state === 'paused' && message !== null);
}
