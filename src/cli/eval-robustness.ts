import { parseArgs } from 'node:util';
import { type WhatIfMoment, whatIfChange, whatIfIds, whatIfMoments } from '../explain/what-if.ts';
import { digitSize } from '../network/rasters.ts';
import { openWasm } from './engine.ts';
import { readMnist } from './mnist-files.ts';
import { readModel, shippedModelFolder } from './model-files.ts';
import { percent, runCommand } from './report.ts';
import { robustnessOf } from './robustness.ts';

const usage = `npm run eval:robustness [-- --model FOLDER] [--change ${whatIfIds.join('|')}] [--when ${whatIfMoments.join('|')}] [--digits N]`;

/** `npm run eval:robustness`: the curve that the What if instrument shows, a line for each value of its slider. */
await runCommand('eval:robustness', usage, async () => {
  const { values } = parseArgs({
    options: {
      model: { type: 'string', default: shippedModelFolder },
      change: { type: 'string', default: 'turn' },
      when: { type: 'string', default: 'after' },
      digits: { type: 'string', default: '1000' },
    },
  });
  const id = oneOf('--change', whatIfIds, values.change);
  const moment: WhatIfMoment = oneOf('--when', whatIfMoments, values.when);
  const all = await readMnist('test');
  const count = countIn(values.digits, all.labels.length);
  const test = { digits: all.digits.subarray(0, count * digitSize), labels: all.labels.subarray(0, count) };
  const { parameters } = await readModel(values.model);
  const engine = await openWasm({ parameters });
  const { label, unit } = whatIfChange(id);
  console.log(`model ${values.model}\n${label}, ${unit}, ${moment} the normalisation; ${count} test digits`);
  console.log('value  right    share');
  for await (const { value, right, total } of robustnessOf(engine, test, id, moment))
    console.log(
      `${String(value).padStart(5)}  ${String(right).padStart(5)}  ${percent(right / total).padStart(8)}`,
    );
  await engine.dispose();
  return 0;
});

function oneOf<Name extends string>(option: string, names: readonly Name[], given: string): Name {
  const found = names.find((name) => name === given);
  if (found === undefined) throw new Error(`${option}: expected ${names.join(', ')}; got "${given}"`);
  return found;
}

function countIn(text: string, most: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new Error(`--digits: expected a whole number from 1 to ${most}, got "${text}"`);
  return count;
}
