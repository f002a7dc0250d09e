import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { noDigitKinds, synthesiseNoDigit } from '../digits/synthesis/no-digits.ts';
import { styles } from '../digits/synthesis/styles.ts';
import { synthesise } from '../digits/synthesis/synthesise.ts';
import { randomFromSeed } from '../lib/random.ts';
import { sheetPage, sheetPicture } from './contact-sheet.ts';
import { runCommand } from './report.ts';

const usage = 'npm run digits:sheet [-- --out .cache/sheets --seed 1 --count 60]';

/**
 * `npm run digits:sheet`: a contact sheet of every style of synthetic handwriting and of every kind that is
 * no digit, for people to look at: an SVG each, and index.html with all of them.
 */
await runCommand('digits:sheet', usage, async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: '.cache/sheets' },
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '60' },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.count)];
  if (!Number.isInteger(seed)) throw new Error(`--seed: expected a whole number, got ${values.seed}`);
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    throw new Error(`--count: expected a whole number from 1 to 10,000, got ${values.count}`);

  const sheets = [
    ...styles.map((style) => ({
      name: style.name,
      draw: (random: ReturnType<typeof randomFromSeed>) => synthesise(random, [style]).drawing,
    })),
    ...noDigitKinds.map((kind) => ({
      name: `no digit, ${kind}`,
      draw: (random: ReturnType<typeof randomFromSeed>) => synthesiseNoDigit(random, kind).drawing,
    })),
  ];
  const folder = resolve(values.out);
  await rm(join(folder, 'index.html'), { force: true });
  await mkdir(folder, { recursive: true });
  const written: { readonly name: string; readonly file: string }[] = [];
  for (const { name, draw } of sheets) {
    const random = randomFromSeed(seed);
    const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.svg`;
    const drawings = Array.from({ length: count }, () => draw(random));
    await writeFile(join(folder, file), sheetPicture(name, drawings));
    written.push({ name, file });
  }
  await writeFile(join(folder, 'index.html'), sheetPage(written));
  console.log(`${written.length} sheets of ${count}: open ${join(folder, 'index.html')}`);
  return 0;
});
