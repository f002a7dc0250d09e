import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, type Plugin } from 'vite';

/** Vite copies these scripts of public/ as they are. Every visit loads them, so the build leaves out comments and spaces. */
const names = ['first.js', 'start.js'];

export function smallStart(): Plugin {
  let folder = '';
  return {
    name: 'lenet-lab:small-start',
    apply: 'build',
    configResolved({ root, build }) {
      folder = join(root, build.outDir);
    },
    writeBundle() {
      for (const name of names) {
        const script = join(folder, name);
        // Only names and spaces change: browsers that know no modules have to read it.
        const { code, errors } = minifySync(name, readFileSync(script, 'utf8'), { compress: false });
        if (errors.length > 0) throw new Error(`small-start: ${errors[0]?.message}`);
        writeFileSync(script, code);
      }
    },
  };
}
