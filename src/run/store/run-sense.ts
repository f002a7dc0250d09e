import { t } from '../../language/language.ts';
import { ExpectationError, expectThat } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { lengthTrouble } from '../../storage/kept-forms.ts';
import type { KeptPoint, KeptRun, RunProgress, RunRecord } from '../../storage/records.ts';
import { batchMost, curvePointsMost, imagesMost } from './run-store-limits.ts';

/**
 * Whether the parts of a run fit together: what has the right types may still be no state that training
 * can reach, and resuming it would end in numbers that are none. Only what can never happen is refused. Settings
 * may change in the middle of a run, so a batch may end anywhere in an epoch, and clocks may be set back.
 */

/** @throws ExpectationError saying what was expected and what came */
export function expectRecordSense({ step, totalSteps, training, validation }: RunRecord): void {
  // Steps are counted when settings change; the step under way then still has the batch of before.
  const last = totalSteps + 1;
  expectThat(step <= last, t`Step`, t`at most ${formatCount(totalSteps)}, the last of the run`, step);
  expectCurve(t`Training curve`, training, step);
  expectCurve(t`Validation curve`, validation, step);
}

/** @throws ExpectationError saying what was expected and what came */
export function expectRunSense({ record, progress }: KeptRun): void {
  expectRecordSense(record);
  expectFloats(record, progress);
  expectPlace(progress, record.step);
  expectPending(progress, record.step);
  expectOptimiser(progress, record.step);
  const both = (record.origin === undefined) === (progress.initial === undefined);
  expectThat(both, t`Network it began from`, t`its name and its weights`, t`only one of the two`);
}

function expectFloats(record: RunRecord, { parameters, optimiser, initial }: RunProgress): void {
  const architecture = architectureNamed(record.architecture);
  const arrays: readonly (readonly [name: string, values: Float32Array])[] = [
    [t`Weights`, parameters],
    [t`First moments`, optimiser.first],
    [t`Second moments`, optimiser.second],
    [t`Weights it began with`, initial ?? parameters],
  ];
  for (const [name, values] of arrays) {
    const trouble = lengthTrouble(architecture, values);
    if (trouble) throw new ExpectationError(`${name}: ${trouble}`);
  }
}

/** Engines count in 32-bit floats: rounding may leave less than nothing, and no mean is larger than they can be. */
const [lossLeast, lossMost] = [-1e-3, 1e39];

function expectCurve(curve: string, points: readonly KeptPoint[], last: number): void {
  const most = t`at most ${formatCount(curvePointsMost)} points`;
  expectThat(points.length <= curvePointsMost, curve, most, points.length);
  let before = 0;
  for (const { step, loss, accuracy } of points) {
    const inOrder = Number.isInteger(step) && step >= before && step <= last;
    expectThat(inOrder, t`${curve}, step`, t`${formatCount(before)} to ${formatCount(last)}`, step);
    expectLoss(t`${curve}, loss of step ${step}`, loss);
    expectThat(accuracy >= 0 && accuracy <= 1, t`${curve}, accuracy of step ${step}`, t`0 to 1`, accuracy);
    before = step;
  }
}

function expectLoss(place: string, loss: number): void {
  expectThat(loss >= lossLeast, place, t`0 or more`, loss);
  expectThat(loss <= lossMost, place, t`a number that training can reach`, loss);
}

function expectPlace({ epoch, offset }: RunProgress, step: number): void {
  const got = t`epoch ${formatCount(epoch)}, image ${formatCount(offset)}`;
  const here = (holds: boolean, expected: string) =>
    expectThat(holds, t`Place after ${formatCount(step)} steps`, expected, got);
  expectThat(offset < imagesMost, t`Images of the epoch`, t`fewer than ${formatCount(imagesMost)}`, offset);
  const atStart = epoch === 1 && offset === 0;
  here(atStart === (step === 0), step === 0 ? t`the beginning` : t`later than the beginning`);
  // Each step of this epoch had 1 to 4,096 images, and each epoch before at least one step.
  here(offset <= batchMost * (step - (epoch - 1)) || atStart, t`one that so few steps can reach`);
  here(step <= offset + (epoch - 1) * imagesMost, t`one that needs as many steps`);
}

function expectPending({ pending }: RunProgress, step: number): void {
  const { steps, images, loss, correct } = pending;
  expectThat(steps <= step, t`Steps since the last point`, t`at most ${formatCount(step)}`, steps);
  const possible = images >= steps && images <= steps * batchMost;
  const range = t`${formatCount(steps)} to ${formatCount(steps * batchMost)} for as many steps`;
  expectThat(possible, t`Images since the last point`, range, images);
  expectThat(correct <= images, t`Images that were right`, t`at most ${formatCount(images)}`, correct);
  if (images === 0) expectThat(loss === 0, t`Loss since the last point`, t`0 before the first image`, loss);
  else expectLoss(t`Loss since the last point`, loss / images);
}

function expectOptimiser({ optimiser }: RunProgress, step: number): void {
  expectThat(optimiser.step <= step, t`Updates`, t`at most ${formatCount(step)}, one a step`, optimiser.step);
  const negative = optimiser.second.find((value) => value < 0);
  // They are means of squares, whose root is taken.
  expectThat(negative === undefined, t`Second moments`, t`0 or more`, negative);
}
