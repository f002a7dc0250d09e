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
  expectThat(step <= last, 'Step', `at most ${formatCount(totalSteps)}, the last of the run`, step);
  expectCurve('Training curve', training, step);
  expectCurve('Validation curve', validation, step);
}

/** @throws ExpectationError saying what was expected and what came */
export function expectRunSense({ record, progress }: KeptRun): void {
  expectRecordSense(record);
  expectFloats(record, progress);
  expectPlace(progress, record.step);
  expectPending(progress, record.step);
  expectOptimiser(progress, record.step);
  const both = (record.origin === undefined) === (progress.initial === undefined);
  expectThat(both, 'Network it began from', 'its name and its weights', 'only one of the two');
}

function expectFloats(record: RunRecord, { parameters, optimiser, initial }: RunProgress): void {
  const architecture = architectureNamed(record.architecture);
  const arrays = {
    Weights: parameters,
    'First moments': optimiser.first,
    'Second moments': optimiser.second,
  };
  for (const [name, values] of Object.entries({
    ...arrays,
    'Weights it began with': initial ?? parameters,
  })) {
    const trouble = lengthTrouble(architecture, values);
    if (trouble) throw new ExpectationError(`${name}: ${trouble}`);
  }
}

/** Engines count in 32-bit floats: rounding may leave less than nothing, and no mean is larger than they can be. */
const [lossLeast, lossMost] = [-1e-3, 1e39];

function expectCurve(curve: string, points: readonly KeptPoint[], last: number): void {
  const most = `at most ${formatCount(curvePointsMost)} points`;
  expectThat(points.length <= curvePointsMost, curve, most, points.length);
  let before = 0;
  for (const { step, loss, accuracy } of points) {
    const inOrder = Number.isInteger(step) && step >= before && step <= last;
    expectThat(inOrder, `${curve}, step`, `${formatCount(before)} to ${formatCount(last)}`, step);
    expectLoss(`${curve}, loss of step ${step}`, loss);
    expectThat(accuracy >= 0 && accuracy <= 1, `${curve}, accuracy of step ${step}`, '0 to 1', accuracy);
    before = step;
  }
}

function expectLoss(place: string, loss: number): void {
  expectThat(loss >= lossLeast, place, '0 or more', loss);
  expectThat(loss <= lossMost, place, 'a number that training can reach', loss);
}

function expectPlace({ epoch, offset }: RunProgress, step: number): void {
  const got = `epoch ${formatCount(epoch)}, image ${formatCount(offset)}`;
  const here = (holds: boolean, expected: string) =>
    expectThat(holds, `Place after ${formatCount(step)} steps`, expected, got);
  expectThat(offset < imagesMost, 'Images of the epoch', `fewer than ${formatCount(imagesMost)}`, offset);
  const atStart = epoch === 1 && offset === 0;
  here(atStart === (step === 0), step === 0 ? 'the beginning' : 'later than the beginning');
  // Each step of this epoch had 1 to 4,096 images, and each epoch before at least one step.
  here(offset <= batchMost * (step - (epoch - 1)) || atStart, 'one that so few steps can reach');
  here(step <= offset + (epoch - 1) * imagesMost, 'one that needs as many steps');
}

function expectPending({ pending }: RunProgress, step: number): void {
  const { steps, images, loss, correct } = pending;
  expectThat(steps <= step, 'Steps since the last point', `at most ${formatCount(step)}`, steps);
  const possible = images >= steps && images <= steps * batchMost;
  const range = `${formatCount(steps)} to ${formatCount(steps * batchMost)} for as many steps`;
  expectThat(possible, 'Images since the last point', range, images);
  expectThat(correct <= images, 'Images that were right', `at most ${formatCount(images)}`, correct);
  if (images === 0) expectThat(loss === 0, 'Loss since the last point', '0 before the first image', loss);
  else expectLoss('Loss since the last point', loss / images);
}

function expectOptimiser({ optimiser }: RunProgress, step: number): void {
  expectThat(optimiser.step <= step, 'Updates', `at most ${formatCount(step)}, one a step`, optimiser.step);
  const negative = optimiser.second.find((value) => value < 0);
  // They are means of squares, whose root is taken.
  expectThat(negative === undefined, 'Second moments', '0 or more', negative);
}
