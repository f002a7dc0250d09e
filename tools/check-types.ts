import { spawnSync } from 'node:child_process';

/**
 * Pure, worker, page and Node code each compile under their own settings, so that `document` in the
 * worker or `process` in the page fails here.
 */
const settings = ['pure', 'worker', 'page', 'node'];

const failed = settings.filter((name) => {
  const { status } = spawnSync('npx', ['tsc', '-p', `tsconfig.${name}.json`], { stdio: 'inherit' });
  return status !== 0;
});
console.log(`types: ${settings.length - failed.length} of ${settings.length} settings compile`);
process.exitCode = failed.length > 0 ? 1 : 0;
