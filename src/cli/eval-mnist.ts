import { parseArgs } from 'node:util';
import { openWasm } from './engine.ts';
import { evaluate } from './evaluation.ts';
import { readMnist } from './mnist-files.ts';
import { readModel, shippedModelFolder } from './model-files.ts';
import { confusionLines, runCommand } from './report.ts';

/** `npm run eval:mnist`: the error of a model on MNIST's 10,000 test images. */
await runCommand('eval:mnist', 'npm run eval:mnist [-- --model FOLDER]', async () => {
  const { values } = parseArgs({ options: { model: { type: 'string', default: shippedModelFolder } } });
  const { parameters } = await readModel(values.model);
  const test = await readMnist('test');
  const engine = await openWasm({ parameters });
  const started = performance.now();
  const confusion = await evaluate(engine, test);
  const speed = (confusion.total / (performance.now() - started)) * 1000;
  console.log(`model ${values.model}`);
  console.log(`${Math.round(speed).toLocaleString('en-GB')} images/s on ${engine.device}`);
  console.log(confusionLines(confusion).join('\n'));
  await engine.dispose();
  return 0;
});
