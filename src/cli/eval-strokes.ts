import { parseArgs } from 'node:util';
import { candidatesOf } from '../digits/candidates.ts';
import { largest } from '../lib/lists.ts';
import { confusionOf, wilsonInterval } from '../measures/evaluation.ts';
import { leastEnergyOf } from '../network/energy.ts';
import { answersTo } from './card-measures.ts';
import { openWasm } from './engine.ts';
import { readModel, shippedModelFolder } from './model-files.ts';
import { confusionLines, percent, runCommand } from './report.ts';
import { drawingOf, isFragment, readStrokesFile, type StrokesDigit, strokesPath } from './strokes-file.ts';

/** `npm run eval:strokes -- FILE`: pen strokes through the page's own path, from strokes to the answer. */
await runCommand('eval:strokes', 'npm run eval:strokes -- FILE [--model FOLDER]', async () => {
  const { values, positionals } = parseArgs({
    options: { model: { type: 'string', default: shippedModelFolder } },
    allowPositionals: true,
  });
  const file = strokesPath(positionals);
  const { metadata, ...model } = await readModel(values.model);
  const digits = await readStrokesFile(file);
  const engine = await openWasm(model);
  const measured = { engine, ...model, leastEnergy: leastEnergyOf(metadata) };

  const labels: number[] = [];
  const answers: number[] = [];
  const refused = { empty: 0, dot: 0, unsure: 0 };
  const offered = { total: 0, right: 0 };
  let highestRight = 0;
  const fragments = { total: 0, right: 0 };
  (await answersTo(measured, digits.map(drawingOf))).forEach((answer, at) => {
    const digit = digits[at] as StrokesDigit;
    const isRight = answer.kind === 'digit' && answer.digit === digit.label;
    const highest = answer.probabilities.indexOf(largest(answer.probabilities));
    const isEmpty = answer.kind === 'none' && answer.reason === 'empty';
    if (!isEmpty && highest === digit.label) highestRight += 1;
    if (isFragment(digit)) {
      fragments.total += 1;
      if (isRight) fragments.right += 1;
    }
    const candidates = candidatesOf(answer);
    if (candidates) {
      offered.total += 1;
      if (candidates.some((candidate) => candidate.digit === digit.label)) offered.right += 1;
    }
    if (answer.kind === 'none') refused[answer.reason] += 1;
    else {
      labels.push(digit.label);
      answers.push(answer.digit);
    }
  });
  await engine.dispose();

  const confusion = confusionOf(labels, answers);
  const [low, high] = wilsonInterval(confusion.right, digits.length);
  const none = digits.length - labels.length;
  console.log(`model ${values.model}\n${digits.length} digits, read on ${engine.device}`);
  console.log(`right ${percent(confusion.right / digits.length)} (${confusion.right} of ${digits.length})`);
  console.log(
    `95 % interval: ${percent(low)} to ${percent(high)} (digits of one writer are alike: it is wider)`,
  );
  console.log(
    `no digit: ${none} (unsure ${refused.unsure}, dot ${refused.dot}, empty ${refused.empty}), counted as wrong`,
  );
  console.log(
    `two candidates offered for ${offered.total} of the ${refused.unsure} unsure, the right digit among them for ${offered.right}`,
  );
  console.log(
    `right were every digit answered by its highest probability: ${percent(highestRight / digits.length)}`,
  );
  const whole = { total: digits.length - fragments.total, right: confusion.right - fragments.right };
  if (whole.total > 0) {
    console.log(
      `parts of digits, a dot or one straight line that is not labelled 1: ${fragments.total} (right ${fragments.right}); of the other ${whole.total} right ${percent(whole.right / whole.total)}`,
    );
  }
  console.log(`\nof the ${labels.length} that were answered:\n${confusionLines(confusion).join('\n')}`);
  return 0;
});
