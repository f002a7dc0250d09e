import { parseArgs } from 'node:util';
import { readNumber } from '../digits/number/read-number.ts';
import { scoresOf } from '../digits/number/scores.ts';
import { slideNumber } from '../digits/number/slide-number.ts';
import { leastEnergyOf } from '../network/energy.ts';
import { openWasm } from './engine.ts';
import { readModel, shippedModelFolder } from './model-files.ts';
import { type NumberOutcome, numberLines, type SlidOutcome } from './numbers-report.ts';
import { runCommand } from './report.ts';
import { numberDrawingOf, readNumbersFile, strokesPath } from './strokes-file.ts';

/** `npm run eval:numbers -- FILE`: whole numbers through the page's own path, from strokes to the answer. */
await runCommand('eval:numbers', 'npm run eval:numbers -- FILE [--model FOLDER]', async () => {
  const { values, positionals } = parseArgs({
    options: { model: { type: 'string', default: shippedModelFolder } },
    allowPositionals: true,
  });
  const file = strokesPath(positionals);
  const { metadata, ...model } = await readModel(values.model);
  const numbers = await readNumbersFile(file);
  const engine = await openWasm(model);
  const network = { ...model, leastEnergy: leastEnergyOf(metadata) };
  const score = async (digits: Uint8Array) => scoresOf(network, await engine.forward(digits));

  const outcomes: NumberOutcome[] = [];
  const slid: SlidOutcome[] = [];
  for (const number of numbers) {
    const drawing = numberDrawingOf(number);
    const started = performance.now();
    const reading = await readNumber(drawing, score);
    const ms = performance.now() - started;
    const { best, runnerUp, familiar } = reading;
    outcomes.push({
      text: number.text,
      answer: familiar ? (best?.text ?? null) : null,
      likeliest: best?.text ?? null,
      runnerUp: runnerUp?.text ?? null,
      ms,
    });
    const slidAt = performance.now();
    const peaks = slideNumber(drawing, network)?.peaks ?? [];
    const answer = peaks.map(({ digit }) => digit).join('');
    slid.push({ text: number.text, answer, ms: performance.now() - slidAt });
  }
  await engine.dispose();

  console.log(`model ${values.model}\n${numbers.length} numbers, read on ${engine.device}`);
  console.log(numberLines(outcomes, slid).join('\n'));
  return 0;
});
