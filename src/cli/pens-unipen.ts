import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from './report.ts';
import { pensFile } from './strokes-file.ts';
import { readUnipen } from './unipen.ts';

/** Whose digits the shipped network was trained on. Others are for measuring: `eval:strokes` reads them. */
const trainingDonors = 'ced,syn,uqb';

const usage = `npm run pens:unipen -- FOLDER [--donors ${trainingDonors}] [--out ${pensFile}]`;

/**
 * `npm run pens:unipen -- FOLDER`: the file of pen strokes that `train:model` reads, from the public release of
 * UNIPEN, train_r01_v07, unpacked. FOLDER is the one that holds `data` and `include`.
 */
await runCommand('pens:unipen', usage, async () => {
  const { values, positionals } = parseArgs({
    options: {
      donors: { type: 'string', default: trainingDonors },
      out: { type: 'string', default: pensFile },
    },
    allowPositionals: true,
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1)
    throw new Error(`expected one folder, got ${positionals.length}`);
  const digits = await readUnipen(folder, values.donors.split(','));
  if (digits.length === 0) throw new Error(`expected digits of ${values.donors} in ${folder}, got none`);
  await mkdir(dirname(values.out), { recursive: true });
  await writeFile(values.out, JSON.stringify(digits));
  const people = new Set(digits.map(({ writer }) => writer)).size;
  console.log(`${digits.length} digits of ${people} people; written to ${values.out}`);
  return 0;
});
