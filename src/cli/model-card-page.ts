import { kindTitle } from '../digits/synthesis/titles.ts';
import { formatCount, formatPercent } from '../lib/format.ts';
import type { ModelCard, Tally } from '../measures/model-card.ts';
import {
  errorText,
  fragmentsText,
  reproduction,
  summary,
  trainedOn,
  weaknesses,
} from '../measures/model-card-words.ts';

/** docs/model-card.md: the card of the shipped model, as people read it in the repository. */
export function cardPage(card: ModelCard): string {
  const { test, strokes, styles, noDigits } = card;
  const percent = (of: number, total: number) => (total > 0 ? formatPercent(of / total) : '–');
  const row = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const tallyRow = (of: string | number, { total, right, refused }: Tally) =>
    row(of, formatCount(total), percent(right, total), percent(refused, total));
  const measuredRow = (of: string, { total, right, refused, calibration }: ModelCard['test' | 'strokes']) =>
    row(
      of,
      formatCount(total),
      ...[right / total, refused / total, calibration.error].map((share) => formatPercent(share, 2)),
    );
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`);
  const lines = [
    '# Model card of the built-in network',
    '',
    '_Written by `npm run model:card`; the page shows the same figures. Do not edit it, because the next run overwrites it._',
    '',
    summary(card),
    '',
    '## What it is',
    '',
    ...list([...trainedOn(card), `SHA-256 of \`weights.bin\`: \`${card.weightsSha256}\`.`]),
    '',
    '## How well it reads',
    '',
    row('', 'images', 'right', 'rejected', 'calibration error'),
    '|---|--:|--:|--:|--:|',
    measuredRow('MNIST’s test images', test),
    measuredRow(`pen digits of ${strokes.writers} people`, strokes),
    '',
    `Error on the test images: ${errorText(test)} (Wilson). On the pen digits: ${errorText(strokes)}. Digits of one writer are alike, so the true interval is wider. A rejected digit counts as wrong. ${fragmentsText(card)}`,
    '',
    'Calibration error: the average gap between confidence and accuracy over ten bins of confidence.',
    '',
    '### Pen digits by digit',
    '',
    row('digit', 'drawings', 'right', 'rejected'),
    '|---|--:|--:|--:|',
    ...strokes.digits.map((tally) => tallyRow(tally.digit, tally)),
    '',
    '### Pen digits by collection',
    '',
    'By donor to UNIPEN’s release. Donors differ in pens and people. Parts of digits are left out.',
    '',
    row('collection', 'people', 'drawings', 'right', 'rejected'),
    '|---|--:|--:|--:|--:|',
    ...strokes.collections.map(({ name, writers, total, right, refused }) =>
      row(name, writers, formatCount(total), percent(right, total), percent(refused, total)),
    ),
    '',
    '### Non-digits',
    '',
    row('kind', 'drawings', 'rejected'),
    '|---|--:|--:|',
    ...noDigits.map(({ kind, total, refused }) =>
      row(kindTitle(kind), formatCount(total), percent(refused, total)),
    ),
    '',
    '### Confidence and accuracy',
    '',
    row('confidence', 'test images', 'right', 'pen digits', 'right'),
    '|---|--:|--:|--:|--:|',
    ...test.calibration.bins.map((bin, at) => {
      const pen = strokes.calibration.bins[at];
      const right = (share: number | null | undefined) => (share == null ? '–' : formatPercent(share));
      const range = `${Math.round(100 * bin.from)} to ${formatPercent(bin.to, 0)}`;
      return row(
        range,
        formatCount(bin.count),
        right(bin.accuracy),
        formatCount(pen?.count ?? 0),
        right(pen?.accuracy),
      );
    }),
    '',
    '### Synthetic handwriting by style',
    '',
    row('style', 'drawings', 'right', 'rejected'),
    '|---|--:|--:|--:|',
    ...styles.map((tally) => tallyRow(tally.name, tally)),
    '',
    '## What it is bad at',
    '',
    ...list(weaknesses(card)),
    '',
    '## How to reproduce it',
    '',
    ...list(reproduction(card).map(({ command, does }) => `\`${command}\`: ${does}.`)),
    '',
  ];
  return lines.join('\n');
}
