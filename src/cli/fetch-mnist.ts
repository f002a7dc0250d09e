import { downloadMnist } from './mnist-download.ts';
import { mnistDirectory } from './mnist-files.ts';
import { runCommand } from './report.ts';

/** `npm run fetch:mnist`: downloads MNIST into $MNIST_DIR, else data/mnist, and checks every file. */
await runCommand('fetch:mnist', 'npm run fetch:mnist', async () => {
  const directory = mnistDirectory();
  await downloadMnist({ directory, report: (line) => console.log(line) });
  console.log(`MNIST is in ${directory}`);
  return 0;
});
