import { type HistoryRow, result1998 } from '../measures/history.ts';

/** @param device what computed, and on how many threads */
export function historyPage(rows: readonly HistoryRow[], device: string): string {
  return [
    '# 1998 and today',
    '',
    '_Written by `npm run history`. Do not edit: the next run writes it again._',
    '',
    'LeNet-5 as in the paper of 1998, trained by the paper’s rule, and the built-in network of this app.',
    '',
    '|  | 1998 | today |',
    '|---|--:|--:|',
    ...rows.map(({ name, of1998, today }) => `| ${name} | ${of1998} | ${today} |`),
    '',
    '- **Parameters and multiply-adds** follow from the architectures (`src/network/connections.ts`). Multiply-adds are counted as the paper counts connections: every value that a unit reads, and its bias.',
    `- **Test error**, on MNIST's test images: for 1998 by \`${result1998.command}\`, with seed ${result1998.seed}. The paper itself reports 0.95 %. For today by \`npm run model:card\`, whose figures are in [model-card.md](model-card.md).`,
    '- **Images per epoch** are MNIST for 1998. Today each of them comes three times, distorted, beside people’s pens, synthetic handwriting and non-digits.',
    `- **Speeds** were measured in turns in one run of \`npm run history\`, ${device}; the fastest of nine counts. Training is the paper's rule for 1998, without the curvature that is measured once a pass, and batches of the size above for today, without distortions.`,
    '',
  ].join('\n');
}
