import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, type Plugin } from 'vite';

/** Vite copies public/start.js as it is. Every visit loads it, so the build leaves out its comments and spaces. */
export function smallStart(): Plugin {
  let script = '';
  return {
    name: 'lenet-lab:small-start',
    apply: 'build',
    configResolved({ root, build }) {
      script = join(root, build.outDir, 'start.js');
    },
    writeBundle() {
      // Only names and spaces change: browsers that know no modules have to read it.
      const { code, errors } = minifySync('start.js', readFileSync(script, 'utf8'), { compress: false });
      if (errors.length > 0) throw new Error(`small-start: ${errors[0]?.message}`);
      writeFileSync(script, code);
    },
  };
}
